"""Splitting long texts: within Telegram's limit, at places that read well, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.rich import LIMIT, Paragraph, Run, cut_at, plain, split, to_html, to_plain, utf16

TEXTS = st.text(st.sampled_from("法律援助。，\n ab<&😀👩‍👩‍👧🇨🇳é"), max_size=400)


def test_an_emoji_counts_as_two_units() -> None:
    assert utf16("法😀") == 3


@given(st.lists(TEXTS, max_size=12), st.integers(20, 200))
def test_no_message_is_longer_than_the_limit_and_no_character_is_lost(texts: list[str], limit: int) -> None:
    messages = split([plain(t) for t in texts], limit)
    assert all(utf16(to_plain(m)) <= limit for m in messages)
    kept = "".join(p.text for m in messages for p in m)
    wanted = "".join(t for t in texts if t.strip())
    assert "".join(kept.split("\n")) == "".join(wanted.split("\n"))


def test_whole_paragraphs_go_to_the_next_message_rather_than_being_cut() -> None:
    first, second = plain("甲" * 3000), plain("乙" * 3000)
    assert split([first, second]) == [[first], [second]]


def test_paragraphs_that_fit_share_a_message() -> None:
    assert len(split([plain("甲" * 2000), plain("乙" * 2000)])) == 1


def test_exactly_the_limit_is_one_message_and_one_more_is_two() -> None:
    assert len(split([plain("甲" * LIMIT)])) == 1
    assert len(split([plain("甲" * (LIMIT + 1))])) == 2
    assert len(split([plain("😀" * (LIMIT // 2))])) == 1
    assert len(split([plain("😀" * (LIMIT // 2 + 1))])) == 2


def test_a_heading_never_stays_alone_at_the_end_of_a_message() -> None:
    title = plain("标题", "b", glued=True)
    for long in (3000, 9000):
        messages = split([plain("甲" * 3500), title, plain("乙" * long)])
        assert messages[0][-1].text != "标题"
        assert messages[1][0] == title
        assert len(messages[1]) > 1


def test_a_paragraph_that_is_too_long_is_cut_after_a_line_or_a_sentence() -> None:
    lines = "\n".join("第一句。第二句，还有。" * 20 for _ in range(40))
    for message in split([plain(lines)])[:-1]:
        assert message[-1].text.endswith("。")
    sentences = "这是一句话。" * 2000
    assert all(m[-1].text.endswith("。") for m in split([plain(sentences)]))


def test_an_emoji_made_of_several_characters_is_not_torn() -> None:
    family = "👩‍👩‍👧"
    assert cut_at("甲" * 5 + family, 8) == 5
    assert cut_at("甲" * 5 + "👍🏽", 8) == 5


def test_a_cut_quote_stays_a_folded_quote_in_both_messages() -> None:
    quote = Paragraph((Run("依据", "b"), Run("\n" + "条文。" * 2000)), quote=True)
    messages = split([quote])
    assert len(messages) == 2
    for message in messages:
        assert to_html(message).startswith("<blockquote expandable>")
        assert to_html(message).endswith("</blockquote>")


def test_what_looks_like_html_is_shown_as_it_was_written() -> None:
    html = plain('<b>&"', "i").html
    assert html == '<i>&lt;b&gt;&amp;"</i>'
    assert Run("去", link='https://a/?x="1"&y=2').html == '<a href="https://a/?x=&quot;1&quot;&amp;y=2">去</a>'
