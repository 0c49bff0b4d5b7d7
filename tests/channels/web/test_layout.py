"""Where blocks stand on a page, how a look is written, and the catalog of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answers.blocks import ChoiceItem, Choices, Contact, Contacts, Notice, QuestionBlock, Reply, Text
from bot.channels.web.layout import arranged
from bot.channels.web.look import Look
from bot.channels.web.rendering import HERE
from bot.channels.web.words import catalog


def choices(role: str, *ids: str) -> Choices:
    return Choices.model_validate({"prompt": "选", "role": role, "items": [ChoiceItem(id=i, label=i) for i in ids]})


def test_danger_and_its_numbers_come_first_and_other_contacts_stand_aside() -> None:
    numbers, others = (Contacts(title="电话", items=(Contact(id=i, name=i),)) for i in ("110", "hall"))
    page = arranged(Reply(outcome="sure", blocks=(Text(text="快跑", style="danger"), numbers, Text(text="题", style="title"), others)))
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
