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
        typed["date"] = "1950年3月5日" if asked.name == "birth" else "2024年3月5日"
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
        deciding = {c.question for entry in (*form.questions, *form.cautions) for c in entry.when}
        written = fields(library.snapshot.knowledge.folder / "forms" / form.template)
        assert {q.name for q in form.questions} - deciding <= written <= {q.name for q in form.questions}, form.id


async def told(assistant: Assistant, form: str, *said: str) -> Reply:
    """A form answered by typing, one thing after the other."""
    reply = await say(assistant, choice=f"form:{form}")
    for words in said:
        reply = await say(assistant, words)
    assert question(reply) is None, question(reply)
    return reply


LOAN = ("王大明 11010519491231002", "陈阿梅 护照C1234567", "葵涌某路1号 1380013800", "3万5", "微信转账", "昨天", "没有", "不知道")


async def test_a_loan_note_names_both_sides_the_amount_in_capitals_and_leaves_no_room_for_a_rate(assistant: Assistant) -> None:
    reply = await told(assistant, "loan-note", *LOAN, "不要利息")
    paper = text_of((await assistant.document("test:1", "form:loan-note")).content)
    for words in ("王大明", "陈阿梅", "35,000 元（大写：叁万伍仟元整）", "没有约定", "没有利息"):
        assert words in paper, words
    assert paper.count("——") == 1, "an empty box for a rate could be filled in after the signature"
    read = reply.model_dump_json()
    assert "是 17 位，应该是 18 位" in read and "是 10 位，应该是 11 位" in read and "空着，打印以后可以手写" in read
    assert "LPR" not in read


@pytest.mark.parametrize(("kind", "rate", "told_of"), [
    ("月息", "2", "利率太高了"), ("年利率", "24", "利率太高了"), ("两分利", "1", "可能超过"), ("年利率", "12", "可能超过"), ("年利率", "6", ""),
])  # fmt: skip
async def test_interest_above_what_the_law_protects_is_told_before_the_paper(
    assistant: Assistant, kind: str, rate: str, told_of: str
) -> None:
    reply = await told(assistant, "loan-note", *LOAN, kind, rate)
    read = reply.model_dump_json()
    assert (told_of in read and "wizard:loan-interest" in read) if told_of else "LPR" not in read
    assert any(isinstance(b, FileOffer) for b in reply.blocks)


@pytest.mark.parametrize(("form", "said", "why", "instead"), [
    ("divorce-agreement", ("对方不同意",), "不能协议离婚", "form:complaint-divorce"), ("will-own-hand", ("王小宝", "2012年5月1日"), "不满十六岁", ""),
])  # fmt: skip
async def test_a_paper_that_would_be_void_is_not_made_and_says_why_at_once(
    assistant: Assistant, form: str, said: tuple[str, ...], why: str, instead: str
) -> None:
    reply = await told(assistant, form, *said)
    assert why in reply.model_dump_json() and instead in reply.model_dump_json()
    assert not [b for b in reply.blocks if isinstance(b, FileOffer)]
    with pytest.raises(NotFound, match=why):
        await assistant.document("test:1", f"form:{form}")
    first = options(reply, "actions")[0]
    assert question(await say(assistant, choice=first)), "a slip can be mended"


async def test_a_divorce_agreement_says_what_there_is_none_of_and_asks_for_what_was_skipped(assistant: Assistant) -> None:
    await told(assistant, "divorce-agreement", "都谈好了", "是", "张三", "李四", "2015年6月1日", "没有", "没有", "不知道", "没有")
    paper = text_of((await assistant.document("test:1", "form:divorce-agreement")).content)
    assert "双方没有需要抚养的子女。" in paper and "双方没有需要分割的共同财产。" in paper and "双方没有共同债务" not in paper
    assert "“债务”这一项空着" in (await say(assistant, choice="finish")).model_dump_json()


async def test_a_form_asks_for_a_day_and_does_not_make_one_up(assistant: Assistant) -> None:
    await say(assistant, choice="form:repayment-receipt")
    for words in ("陈阿梅", "王大明", "两千元"):
        reply = await say(assistant, words)
    assert "去年三月" not in reply.model_dump_json()
    reply = await say(assistant, "去年三月")
    asked = question(reply)
    assert asked and asked.name == "paid_day" and "写到哪一天" in reply.model_dump_json()


async def test_a_long_answer_is_shortened_in_the_review_and_whole_on_the_paper(assistant: Assistant) -> None:
    story = "老板从去年起就没有发过工资，" * 40 + "完"
    reply = await told(assistant, "mediation-application", "陈阿梅", "跳过", "葵涌", "某厂", "跳过", story, "把工资付清")
    (label,) = [i.label for b in reply.blocks if isinstance(b, Choices) for i in b.items if i.id == "edit:facts"]
    assert label.endswith("…") and len(label) == 200
    assert story in text_of((await assistant.document("test:1", "form:mediation-application")).content)


async def test_the_blank_form_comes_with_what_to_do_and_whom_to_ask(assistant: Assistant) -> None:
    read = (await say(assistant, choice="blank:complaint-lending")).model_dump_json()
    assert "每个被告一份" in read and "身份证件和复印件" in read and "大鹏人民法庭" in read


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
