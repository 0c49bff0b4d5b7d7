"""Where blocks stand on a page, how a look is written, and the catalog of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answers.blocks import ChoiceItem, Choices, Contact, Contacts, Notice, QuestionBlock, Reply, Text
from bot.channels.web import rendering
from bot.channels.web.layout import arranged
from bot.channels.web.look import Look
from bot.channels.web.rendering import HERE, answered, dated, shared_note, whole
from bot.channels.web.words import catalog
from bot.wizards.values import MAX_TEXT


def choices(role: str, *ids: str) -> Choices:
    return Choices.model_validate({"prompt": "选", "role": role, "items": [ChoiceItem(id=i, label=i) for i in ids]})


def test_danger_and_its_numbers_come_first_and_other_contacts_stand_aside() -> None:
    numbers, others = (Contacts(title="电话", items=(Contact(id=i, name=i),)) for i in ("110", "hall"))
    page = arranged(Reply(outcome="sure", blocks=(Text(text="快跑", style="danger"), numbers, Text(text="题", style="title"), Text(text="答"), others)))
    assert page.danger == [Text(text="快跑", style="danger"), numbers] and page.side == [others] and page.title == "题"


def test_a_wizards_answers_and_the_ways_around_them_are_apart() -> None:
    asked = QuestionBlock(name="wage", text="多少？", input="choice", step=1, of=3)
    page = arranged(Reply(outcome="wizard", blocks=(asked, choices("wizard", "pick:wage:1", "unknown:wage", "back", "leave"))))
    assert page.question == asked and page.options and page.ways
    assert [i.id for i in page.options.items] == ["pick:wage:1"] and [i.id for i in page.ways.items] == ["unknown:wage", "back", "leave"]


def test_small_print_comes_last_and_a_warning_stays_with_the_answer() -> None:
    review, source = Notice(text="过期", role="review"), Notice(text="来源", role="date")
    page = arranged(Reply(outcome="sure", blocks=(source, review, choices("actions", "edit:a"), choices("actions", "message"))))
    assert page.small == [source] and page.main == [review, choices("actions", "edit:a")] and page.side == [choices("actions", "message")]


def test_the_question_which_one_is_meant_is_the_heading_and_says_nothing_of_numbers_to_reply() -> None:
    block = choices("which", "answer:a").model_copy(update={"prompt": "您问的是哪一件？请点一下，或回复数字："})
    page = arranged(Reply(outcome="maybe", blocks=(block,)))
    assert page.title == "您问的是哪一件？" and [getattr(b, "prompt", "") for b in page.main] == ["您问的是哪一件？"]
    below = arranged(Reply(outcome="maybe", blocks=(Text(text="没有找到", style="lead"), block)))
    assert below.title == "" and below.main[1] == block


def test_what_is_related_is_offered_once() -> None:
    page = arranged(Reply(outcome="sure", blocks=(Text(text="答"), choices("related", "a", "b"), choices("related", "b", "c"), choices("related", "a"))))
    assert [[i.id for i in b.items] for b in page.side if isinstance(b, Choices)] == [["a", "b"], ["c"]]


def test_a_notice_and_its_source_stay_together() -> None:
    blocks = (Text(text="信息动态", style="title"), Text(text="2026-09-01　新标准", style="lead"), Notice(text="来源：甲", role="date"), choices("related", "answer:a"))
    page = arranged(Reply(outcome="news", blocks=blocks))
    assert page.title == "信息动态" and page.main == list(blocks[1:]) and not page.small and not page.side


def test_a_note_that_contacts_share_is_said_once() -> None:
    noted = [Contact(id=str(n), name="甲", note=note) for n, note in enumerate(("待核实", "待核实", "号码待核", ""))]
    assert shared_note(noted) == "待核实" and shared_note(noted[1:]) == "" and shared_note([]) == ""


def test_a_list_and_nothing_else_has_the_page_to_itself() -> None:
    forms = choices("forms", "form:a", "form:b")
    page = arranged(Reply(outcome="form", blocks=(Text(text="文书", style="title"), forms)))
    assert page.main == [forms] and page.side == []


def test_what_is_offered_after_the_last_question_is_on_the_page() -> None:
    send = choices("wizard", "send", "leave")
    assert arranged(Reply(outcome="ticket", blocks=(Text(text="留言", style="title"), send))).main == [send]


def test_the_number_of_an_article_stays_on_one_line() -> None:
    assert whole("看法条：刑法第一百三十三条之一<b>") == '看法条：刑法<span class="whole">第一百三十三条之一</span>&lt;b&gt;'
    assert whole("第二步") == "第二步"


def test_headings_give_their_day_and_corrections_their_answer() -> None:
    assert dated("2026-09-01　新标准") == ("2026-09-01", "新标准") and dated("新标准 2026-09-01") == ("", "新标准 2026-09-01")
    assert answered(ChoiceItem(id="edit:wage", label="月工资？：6500：元")) == ("6500：元", "月工资？")
    assert answered(ChoiceItem(id="answer:a", label="甲：乙", detail="丙")) == ("甲：乙", "丙")


@pytest.mark.parametrize("look", [Look(), Look(language="en", size=3, theme="contrast", low=True, helper=True, frame=True), Look(theme="eye")])
def test_a_look_survives_being_written(look: Look) -> None:
    assert Look.parse(str(look)) == look


def test_the_next_person_gets_the_plain_look_and_the_frame_stays() -> None:
    assert Look.parse("en.3.eye.low.frame").fresh == Look(frame=True)
    assert Look.parse("nonsense.4.<b>") == Look()


def test_every_word_has_three_languages_and_every_used_word_is_there() -> None:
    assert all(set(words) == {"zh-Hans", "zh-Hant", "en"} for words in catalog().values())
    used = {key for path in (HERE / "templates").glob("*.html") for key in re.findall(r'\bt\("([^"%]+)"[,)]', path.read_text("utf-8"))}
    used |= {key for path in Path(HERE).glob("*.py") for key in re.findall(r'\bt\("([^"]+)"\)', path.read_text("utf-8"))}
    assert len(used) > 50 and used <= set(catalog())


def test_a_box_takes_no_more_than_is_kept_so_that_nothing_written_is_refused_and_lost() -> None:
    template = (Path(rendering.__file__).parent / "templates" / "blocks.html").read_text("utf-8")
    widths = re.findall(r'<(textarea|input) name="question"[^>]*?maxlength="(\d+)"', template)
    assert dict(widths) == {"textarea": str(MAX_TEXT["long_text"]), "input": str(MAX_TEXT["text"])}


@pytest.mark.parametrize(
    ("text", "chinese"),
    [("申请法律援助", True), ("Labour inspection (劳动监察机构)", False), ("Go to labour arbitration (劳动仲裁).", False), ("Case (in Chinese): 老板欠薪三个月，法院判还钱", True)],
)
def test_a_name_in_brackets_does_not_change_the_voice_of_an_english_sentence(text: str, chinese: bool) -> None:
    assert bool(rendering.tongue(Look(language="en"), text)) == chinese and not rendering.tongue(Look(), text)
