"""Wizards, calculators, forms and opinions as a resident goes through them, over the real knowledge base."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from bot.answers.blocks import Choices, FileOffer, QuestionBlock, Reply
from bot.app import ShortMemory
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.errors import NotFound
from bot.library import Library
from bot.settings import Settings
from bot.text.numerals import parse_numeral
from tests.conftest import NOW, ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(Settings().knowledge_dir if os.environ.get("BOT_KNOWLEDGE_DIR") else ROOT / "knowledge")


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return Assistant(library, ShortMemory(), lambda: NOW)


async def say(assistant: Assistant, text: str = "", choice: str = "", session: str = "test:1") -> Reply:
    return await assistant.reply(Message(session=session, channel="api", text=text, choice=choice))


def question(reply: Reply) -> QuestionBlock | None:
    return next((b for b in reply.blocks if isinstance(b, QuestionBlock)), None)


def options(reply: Reply, role: str = "wizard") -> list[str]:
    return [i.id for b in reply.blocks if isinstance(b, Choices) and b.role == role for i in b.items]


def text_of(document: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()


async def fill(assistant: Assistant, reply: Reply, said: str, session: str = "test:1") -> Reply:
    """Answer every question: the first choice, or something of the right kind."""
    typed = {"money": "三千五", "number": "2", "date": "2024年3月5日", "months": "十个月", "text": said, "long_text": said}
    for _ in range(60):
        asked = question(reply)
        if asked is None:
            return reply
        picks = [o for o in options(reply) if o.startswith("pick:")]
        reply = await say(assistant, choice=picks[0], session=session) if picks else await say(assistant, typed[asked.input], session=session)
    raise AssertionError("the questions do not end")


def everything(library: Library) -> list[str]:
    return [f"wizard:{i}" for i in library.snapshot.knowledge.wizards] + [f"form:{i}" for i in library.snapshot.knowledge.forms]


async def test_every_wizard_calculator_and_form_comes_to_an_end(assistant: Assistant, library: Library) -> None:
    for number, choice in enumerate(everything(library)):
        session = f"test:{number}"
        reply = await fill(assistant, await say(assistant, choice=choice, session=session), "测试内容", session)
        assert len(reply.blocks) > 3, choice
        if choice.startswith("form:"):
            offer = next(b for b in reply.blocks if isinstance(b, FileOffer))
            document = await assistant.document(session, offer.id)
            assert "测试内容" in text_of(document.content) and "{{" not in text_of(document.content), choice
        blank = choice.replace("form:", "blank:")
        if blank != choice:
            assert "{{" not in text_of((await assistant.document(session, blank)).content), choice


async def test_every_template_field_has_its_question(library: Library) -> None:
    from bot.forms.document import fields

    for form in library.snapshot.knowledge.forms.values():
        assert fields(library.snapshot.knowledge.folder / "forms" / form.template) == {q.name for q in form.questions}, form.id


@pytest.mark.parametrize("hostile", ["{{ 7*7 }}{% for x in y %}", "<w:p>&amp;</w:p>]]>", "欧阳" * 100, "\u202e\u0000坏\ufffe", "'; DROP TABLE"])
async def test_hostile_text_in_a_form_stays_text(assistant: Assistant, hostile: str) -> None:
    reply = await fill(assistant, await say(assistant, choice="form:loan-note"), hostile)
    offer = next(b for b in reply.blocks if isinstance(b, FileOffer))
    document = text_of((await assistant.document("test:1", offer.id)).content)
    from xml.etree import ElementTree

    ElementTree.fromstring(document)
    assert "49" not in document or "7*7" in document


async def test_nonsense_is_told_what_is_expected_and_loses_nothing(assistant: Assistant) -> None:
    first = await say(assistant, choice="wizard:loan-interest")
    asked = question(first)
    assert asked
    again = await say(assistant, "哈哈哈")
    repeated = question(again)
    assert repeated and repeated.name == asked.name


async def test_back_and_edit_and_leave_and_resume(assistant: Assistant) -> None:
    first = await say(assistant, choice="form:loan-note")
    name = question(first)
    second = await say(assistant, "张三丰")
    assert name and question(second) and "back" in options(second)
    back = await say(assistant, "上一步")
    again = question(back)
    assert again and again.name == name.name and again.value == "张三丰"
    await say(assistant, "李四光")
    left = await say(assistant, "退出")
    assert "resume" in [i.id for b in left.blocks if isinstance(b, Choices) for i in b.items]
    resumed = question(await say(assistant, choice="resume"))
    assert resumed and resumed.name != name.name


async def test_another_question_in_mid_wizard_is_answered_and_the_wizard_waits(assistant: Assistant) -> None:
    await say(assistant, choice="wizard:unpaid-wages")
    reply = await say(assistant, "包工头卷钱跑路我们十几个人的工钱谁给")
    assert reply.outcome == "sure"
    assert any(i.id == "resume" for b in reply.blocks if isinstance(b, Choices) for i in b.items)


async def test_the_opinion_says_what_was_told_and_is_gone_after_forgetting(assistant: Assistant, library: Library) -> None:
    reply = await say(assistant, "包工头卷钱跑路我们十几个人的工钱谁给")
    answer = reply.answers[0].id
    offer = next(b for b in (await say(assistant, choice=f"opinion:{answer}")).blocks if isinstance(b, FileOffer))
    document = text_of((await assistant.document("test:1", offer.id)).content)
    assert "包工头卷钱跑路" in document and "不是法律意见" in document and "保障农民工工资支付条例" in document
    await say(assistant, choice="forget")
    again = text_of((await assistant.document("test:1", offer.id)).content)
    assert "包工头卷钱跑路" not in again


async def test_two_people_at_once_see_nothing_of_each_other(assistant: Assistant) -> None:
    await fill(assistant, await say(assistant, choice="form:loan-note", session="test:a"), "甲的秘密", "test:a")
    await say(assistant, choice="form:loan-note", session="test:b")
    with pytest.raises(NotFound):
        await assistant.document("test:c", "form:loan-note")
    assert "甲的秘密" not in text_of((await assistant.document("test:b", "form:loan-note")).content)


async def test_calculators_show_steps_with_basis_and_deadlines_can_be_saved(assistant: Assistant) -> None:
    reply = await fill(assistant, await say(assistant, choice="wizard:deadlines"), "x")
    kinds = [b.kind for b in reply.blocks]
    assert "figures" in kinds or "file" in kinds or "算不出来" in reply.model_dump_json()


async def test_the_library_of_laws_begins_with_what_residents_need_and_names_no_law_twice(assistant: Assistant) -> None:
    reply = await say(assistant, choice="service:statutes")
    listed = [item.label for b in reply.blocks if isinstance(b, Choices) for item in b.items if item.id.startswith("law:")]
    assert listed[0] == "《民法典》" and len(listed) == len(set(listed)) and "《劳动合同法》" in listed


async def test_a_law_kept_by_book_is_one_law_in_the_order_of_its_articles(assistant: Assistant) -> None:
    home = await say(assistant, choice="service:statutes")
    civil_code = next(item.id for b in home.blocks if isinstance(b, Choices) for item in b.items if item.label == "《民法典》")
    shown = [
        [item.label for b in (await say(assistant, choice=f"{civil_code}{page}")).blocks if isinstance(b, Choices) for item in b.items if ":page:" not in item.id]
        for page in ("", ":page:1")
    ]
    numbers = [parse_numeral(label.strip("第条")) or 0 for page in shown for label in page if label.startswith("第")]
    assert len(numbers) > 20 and numbers == sorted(numbers) and numbers[-1] < 204


async def test_danger_told_in_mid_wizard_gives_the_number_and_the_way_back_to_the_question(assistant: Assistant) -> None:
    for choice in ("wizard:protection-order", "pick:now:no", "pick:relation:spouse"):
        reply = await say(assistant, choice=choice)
    asked = question(reply)
    reply = await say(assistant, "他掐脖子要杀了我")
    assert reply.outcome == "urgent" and options(reply, "actions") == ["resume"]
    reply = await say(assistant, choice="resume")
    assert question(reply) == asked
    reply = await say(assistant, choice="pick:harm:body")
    assert reply.outcome == "wizard" and question(reply) != asked


async def test_who_reads_english_is_told_that_the_questions_are_in_chinese(assistant: Assistant) -> None:
    reply = await assistant.reply(Message(session="test:1", channel="api", choice="wizard:severance", language="en"))
    assert any("in Chinese only" in getattr(b, "text", "") for b in reply.blocks)
    assert not any("Chinese only" in getattr(b, "text", "") for b in (await say(assistant, choice="wizard:severance", session="test:2")).blocks)


async def test_a_month_without_a_day_is_said_as_it_was_taken(assistant: Assistant) -> None:
    await say(assistant, choice="wizard:severance")
    await say(assistant, choice="pick:reason:illegal")
    reply = await say(assistant, "2021年3月")
    assert "先按2021年3月1日算" in str(reply.blocks[1])
    reply = await say(assistant, "2026年10月20日被开的")
    assert "您没说哪一天" not in str(reply.blocks)
