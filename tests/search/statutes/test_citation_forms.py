"""500 ways of writing a citation, made by rule: each finds its article, or clearly that the law has no such."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from bot.search.citation import FORMER, SHORT, CitationReader, Cited
from bot.search.statutes.search import StatuteSearch
from bot.search.statutes.sources import article_name
from bot.text.normalize import traditional
from bot.text.numerals import to_numeral
from tests.search.statutes.conftest import LENGTHS

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ONE_BY_ONE = str.maketrans("0123456789", "〇一二三四五六七八九")
BANKERS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")

Form = Callable[[str, int], str]
FORMS: dict[str, Form] = {
    "chinese": lambda law, n: f"{law}第{to_numeral(n)}条",
    "chinese, no 第": lambda law, n: f"{law}{to_numeral(n)}条",
    "chinese, no 条": lambda law, n: f"{law}第{to_numeral(n)}",
    "chinese, with 〇": lambda law, n: f"{law}第{to_numeral(n).replace('零', '〇')}条",
    "digit by digit": lambda law, n: f"{law}第{str(n).translate(ONE_BY_ONE)}条" if n > 9 else f"{law}第{to_numeral(n)}条",
    "bankers' numerals": lambda law, n: f"{law}第{to_numeral(n).translate(BANKERS)}条",
    "digits": lambda law, n: f"{law}第{n}条",
    "digits, no 第": lambda law, n: f"{law}{n}条",
    "bare digits": lambda law, n: f"{law}{n}",
    "a space": lambda law, n: f"{law} {n}",
    "spaces everywhere": lambda law, n: f" {law} 第 {n} 条 ",
    "an ideographic space": lambda law, n: f"{law}\u3000第{n}条",
    "full width": lambda law, n: f"{law}第{str(n).translate(FULL_WIDTH)}条",
    "book marks": lambda law, n: f"《{law}》第{n}条",
    "book marks, bare": lambda law, n: f"《{law}》{n}",
    "single marks": lambda law, n: f"〈{law}〉第{to_numeral(n)}条",
    "full name": lambda law, n: f"中华人民共和国{law}第{n}条",
    "full name in marks": lambda law, n: f"《中华人民共和国{law}》第{to_numeral(n)}条",
    "traditional script": lambda law, n: traditional(f"{law}第{to_numeral(n)}条"),
    "traditional script, digits": lambda law, n: traditional(f"《中华人民共和国{law}》第{n}条"),
    "comma": lambda law, n: f"{law}，第{n}条",
    "colon": lambda law, n: f"{law}：{n}",
    "dash": lambda law, n: f"{law}-{n}",
    "brackets": lambda law, n: f"{law}（第{n}条）",
    "的": lambda law, n: f"{law}的第{n}条",
    "里": lambda law, n: f"{law}里第{to_numeral(n)}条",
    "the number first": lambda law, n: f"第{n}条 {law}",
    "the number first, 的": lambda law, n: f"第{to_numeral(n)}条的《{law}》",
    "asked politely": lambda law, n: f"请问{law}第{n}条是什么",
    "asked for": lambda law, n: f"查一下{law}{n}条",
    "asked how it puts it": lambda law, n: f"{law}第{to_numeral(n)}条怎么规定的？",
    "asked for its text": lambda law, n: f"{law}第{n}条原文",
    "leading zero": lambda law, n: f"{law}第{n:04}条",
    "paragraph": lambda law, n: f"{law}第{n}条第二款",
    "paragraph in digits": lambda law, n: f"{law}第{n}条2款",
    "paragraph and item": lambda law, n: f"{law}第{to_numeral(n)}条第一款第（三）项",
    "item": lambda law, n: f"{law}第{n}条第3项",
}
SHORT_HERE = {short: law for short, law in SHORT.items() if law in LENGTHS}
FORMER_HERE = [old for old, (new, _, _) in FORMER.items() if new in LENGTHS]


def made() -> Iterator[tuple[str, str, int]]:
    """(text, law, number): all forms over all laws, the numbers drawn among those the law has."""
    rng = random.Random(5)
    for title, (count, _, _) in LENGTHS.items():
        for form in FORMS.values():
            number = rng.randint(1, count)
            yield form(title, number), title, number
    for short, title in SHORT_HERE.items():
        for name in ("chinese", "digits", "bare digits", "book marks", "asked politely"):
            number = rng.randint(1, LENGTHS[title][0])
            yield FORMS[name](short, number), title, number


WRITTEN = list(made())


def read(search: StatuteSearch, text: str) -> Cited:
    found = search.cited(text)
    assert len(found) == 1, (text, found)
    return found[0]


def test_there_are_five_hundred_written_forms() -> None:
    assert len(WRITTEN) >= 460 and len({text for text, _, _ in WRITTEN}) >= 450
    assert len(WRITTEN) + 4 * len(FORMER_HERE) >= 500


def test_every_written_form_finds_its_article(search: StatuteSearch) -> None:
    wrong = []
    for text, law, number in WRITTEN:
        cited = read(search, text)
        article = search.article(cited.law, cited.article or "")
        if article is None or article.key != (law, article_name(number)) or not cited.whole:
            wrong.append((text, cited))
    assert wrong == []


@pytest.mark.parametrize("title", LENGTHS)
def test_a_number_beyond_the_last_article_is_no_article(search: StatuteSearch, title: str) -> None:
    """It is read as the number it is, so that the reply can say how many articles the law has."""
    last = LENGTHS[title][0]
    for form in FORMS.values():
        cited = read(search, form(title, last + 1))
        assert (cited.law, cited.article) == (title, article_name(last + 1))
        assert search.article(cited.law, cited.article or "") is None
    assert search.article(title, article_name(last)) is not None


@pytest.mark.parametrize("old", FORMER_HERE)
@pytest.mark.parametrize("form", ["chinese", "digits", "full name in marks", "traditional script"])
def test_a_repealed_law_leads_to_the_present_one_and_never_to_the_same_number(search: StatuteSearch, old: str, form: str) -> None:
    cited = read(search, FORMS[form](old, 12))
    assert (cited.former, cited.law, cited.since) == (old, FORMER[old][0], FORMER[old][2])


@pytest.mark.parametrize(
    ("text", "article", "paragraph", "item"),
    [
        ("刑法133之一", "第一百三十三条之一", None, None), ("刑法133之1", "第一百三十三条之一", None, None), ("刑法133-1", "第一百三十三条之一", None, None),
        ("刑法第133条之一", "第一百三十三条之一", None, None), ("刑法第一百三十三条之二", "第一百三十三条之二", None, None),
        ("《刑法》第一百三十三条之一第一款第二项", "第一百三十三条之一", 1, 2), ("刑法第二百八十七条之一第1款第（2）项", "第二百八十七条之一", 1, 2),
        ("第一百二十条之二 刑法", "第一百二十条之二", None, None), (traditional("刑法第一百三十三条之一第二款"), "第一百三十三条之一", 2, None),
    ],
)  # fmt: skip
def test_inserted_articles_paragraphs_and_items(search: StatuteSearch, text: str, article: str, paragraph: int | None, item: int | None) -> None:
    cited = read(search, text)
    assert (cited.law, cited.article, cited.paragraph, cited.item) == ("刑法", article, paragraph, item)
    assert search.article("刑法", article) is not None


@pytest.mark.parametrize("text", ["劳动法2倍工资", "民法典2021年1月施行", "民法典一般规定", "劳动法第三章", "民法典第二编", "劳动法三倍", "民法典12345", "劳动法两年了"])
def test_figures_chapters_and_years_are_no_articles(search: StatuteSearch, text: str) -> None:
    assert [c.article for c in search.cited(text)] == [None]


def test_two_citations_in_one_sentence_are_both_read(search: StatuteSearch) -> None:
    found = search.cited("公司违反劳动合同法第38条和《劳动法》第五十条，我能走吗")
    assert [(c.law, c.article, c.whole) for c in found] == [("劳动合同法", "第三十八条", False), ("劳动法", "第五十条", False)]


def test_a_story_without_a_law_cites_nothing(search: StatuteSearch) -> None:
    assert search.cited("我38岁，第3次去公司要工资，等了100天") == []


def test_without_laws_nothing_is_read() -> None:
    assert CitationReader(()).read("民法典第一条") == []
