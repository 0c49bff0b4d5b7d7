"""What an English reader meets around an answer: no Chinese but names to be shown or said, and what is said to be Chinese."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.answers.blocks import AnyBlock, Choices, Contacts, Listing, Notice, Text
from bot.answers.compose import answer_blocks, contact, rate_text
from bot.answers.menus import directory_blocks, place_blocks
from bot.knowledge import read_knowledge
from bot.knowledge.model import Answer, Place
from tests.conftest import ROOT

BASE = read_knowledge(ROOT / "knowledge")
DAY = date(2026, 11, 29)
ENGLISH = [a for a in BASE.answers.values() if a.en]
CHINESE = re.compile("[一-鿿]")


def blocks(id: str) -> list[AnyBlock]:
    return answer_blocks(BASE, BASE.answers[id], DAY, "en")


def labels(found: list[AnyBlock]) -> dict[str, str]:
    return {item.id: item.label for block in found if isinstance(block, Choices) for item in block.items}


def test_those_who_need_it_most_read_english() -> None:
    """All of what foreigners and who crosses the border ask, and nothing less than before elsewhere."""
    without = [a.id for a in BASE.answers.values() if a.topic == "涉外法律" and not a.en]
    assert len(ENGLISH) >= 260 and without == []


@pytest.mark.parametrize("answer", ENGLISH, ids=lambda a: a.id)
def test_an_english_answer_is_english(answer: Answer) -> None:
    """Chinese stands in it for a paper, an office or words to type; half-width signs everywhere."""
    assert answer.en
    for text in (answer.en.title, answer.en.summary, *answer.en.steps):
        assert not re.search("[，。；：（）《》、]", text), text
        assert len(CHINESE.findall(text)) < len(text) / 2, text
    assert not CHINESE.search(answer.en.title)


def test_a_figure_is_filled_in_and_said_in_english() -> None:
    found = [item for block in blocks("labour-pay-deduct-damage") if isinstance(block, Listing) for item in block.items]
    assert any(re.search(r"[\d,]+ yuan a month \(since \d{4}-\d\d-\d\d", item) for item in found) and not any("{rate" in item for item in found)


@pytest.mark.parametrize("id", list(BASE.rates))
def test_no_figure_is_said_in_chinese(id: str) -> None:
    assert not CHINESE.search(rate_text(BASE.rates[id], DAY, "en"))


def test_what_is_offered_beside_an_answer_is_named_in_english_where_it_is_english() -> None:
    offered = labels(blocks("home-deposit-refund"))
    assert offered["answer:home-tenant-leaves-early"] == "Moving out early, before the lease ends"
    assert all(label.startswith("Case (in Chinese): ") for id, label in offered.items() if id.startswith("case:"))


@pytest.mark.parametrize("place", BASE.places.values(), ids=lambda p: p.id)
def test_every_place_says_in_english_what_it_is(place: Place) -> None:
    shown = contact(place, "en")
    assert place.en and not CHINESE.search(shown.does)
    assert place.kind == "hotline" or place.name in shown.name, "the name on the door is to be shown or said"
    assert contact(place).does == place.does and contact(place).name == place.name


def test_what_english_leaves_out_is_said() -> None:
    said = [block.text for block in blocks("home-deposit-refund") if isinstance(block, Notice)]
    assert any("what to bring" in text for text in said)


def test_the_directory_is_english_too() -> None:
    assert labels(directory_blocks(BASE, "en"))["place:labour-inspection"] == "Labour inspection (劳动监察机构)"
    title = next(block for block in place_blocks(BASE, "labour-inspection", "en") if isinstance(block, Text))
    assert title.text == "Labour inspection (劳动监察机构)"


def test_the_places_of_an_answer_are_named_in_both_languages() -> None:
    names = [item.name for block in blocks("labour-wages-still-employed") if isinstance(block, Contacts) for item in block.items]
    assert "Labour inspection (劳动监察机构)" in names and "12348 Public legal service hotline" in names
