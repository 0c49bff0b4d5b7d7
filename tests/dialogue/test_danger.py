"""Danger is heard before anything else, and everyday words that sound alike are not danger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.answers.blocks import Reply
from bot.dialogue.assistant import Assistant
from bot.dialogue.danger import rules_heard
from bot.dialogue.session import Message
from bot.knowledge import Knowledge, read_knowledge
from bot.knowledge.model import DangerRule
from bot.text.normalize import literal
from tests.conftest import ROOT

TABLE = yaml.safe_load((Path(__file__).parent / "danger.yaml").read_text("utf-8"))


async def say(assistant: Assistant, text: str, session: str = "test:1") -> Reply:
    return await assistant.reply(Message(session=session, channel="api", text=text))


def numbers(reply: Reply) -> list[str]:
    return [item.phone for block in reply.blocks if block.kind == "contacts" for item in block.items]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("救命，他拿着刀要砍我", "110"),
        ("老公正在打我", "110"),
        ("有人闖進我家", "110"),
        ("我不想活了", "12356"),
        ("欠债太多想跳楼", "12356"),
        ("客服让我转账到安全账户", "110"),
        ("我刚被骗了两万块", "110"),
        ("孩子走丢了怎么办", "110"),
        ("女儿被猥亵了", "110"),
        ("有人溺水了", "120"),
        ("家里着火了", "119"),
        ("My husband is beating me now", "110"),
        ("I want to kill myself", "12356"),
        ("someone asked me to transfer money to a safe account", "110"),
        ("my son is missing", "110"),
    ],
)
async def test_acute_danger_gets_the_number_and_nothing_else(assistant: Assistant, text: str, number: str) -> None:
    reply = await say(assistant, text)
    assert reply.outcome == "urgent"
    assert numbers(reply)[0] == number
    assert reply.blocks[0].kind == "text" and reply.blocks[0].style == "danger"


@pytest.mark.parametrize(
    "text",
    [
        "打官司要多少钱", "打印身份证复印件", "商家杀价后反悔", "打工被拖欠工资", "打电话没人接", "老公打电话说要离婚", "打卡扣工资合法吗",
        "员工跳楼公司要赔吗", "拿刀砍人判几年", "出生证不见了怎么补", "打孔机伤了手算工伤吗", "孩子抚养费一直不给", "保险公司说自杀不赔",
        "老板让我转账给供货商", "工地着火了责任谁负责", "杀猪刀是管制刀具吗", "想死缠烂打要债",
        "my husband wants a divorce", "my son lost his job and his wage is missing", "how do I transfer my contract to another company",
    ],
)  # fmt: skip
async def test_everyday_words_are_no_danger(assistant: Assistant, text: str) -> None:
    assert (await say(assistant, text)).outcome != "urgent"


async def test_danger_inside_a_question_puts_the_number_on_top_and_still_answers(assistant: Assistant) -> None:
    reply = await say(assistant, "老公打我，我想离婚怎么办")
    assert reply.blocks[0].kind == "text" and reply.blocks[0].style == "danger"
    assert numbers(reply)[0] == "110"
    assert reply.outcome in ("sure", "maybe") and reply.answers
    assert reply.discreet


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(ROOT / "knowledge")


def heard(knowledge: Knowledge, text: str) -> list[DangerRule]:
    return rules_heard(knowledge.danger, literal(text), knowledge.harmless)


@pytest.mark.parametrize("kind", ["acute", "on_top"])
def test_every_cry_of_the_table_is_heard_for_what_it_is(knowledge: Knowledge, kind: str) -> None:
    missed = []
    for ids, cries in TABLE[kind].items():
        for cry in cries:
            rules = heard(knowledge, cry)
            if not {r.id for r in rules} & set(ids.split("|")) or rules[0].acute != (kind == "acute"):
                missed.append(f"{cry}: 要 {ids}，听到 {[r.id for r in rules]}")
    assert not missed, "\n".join(missed)


def test_no_calm_question_of_the_table_is_taken_for_acute_danger(knowledge: Knowledge) -> None:
    alarms = [(text, rules[0].id) for text in TABLE["calm"] if (rules := heard(knowledge, text)) and rules[0].acute]
    assert not alarms


def test_the_table_covers_every_rule(knowledge: Knowledge) -> None:
    named = {id for kind in ("acute", "on_top") for ids in TABLE[kind] for id in ids.split("|")}
    assert named == {rule.id for rule in knowledge.danger}


def test_a_word_heard_only_alone_is_no_danger_in_a_sentence(knowledge: Knowledge) -> None:
    assert heard(knowledge, "救护车") and not heard(knowledge, "救护车的钱谁出")
    assert heard(knowledge, "火灾") and not heard(knowledge, "火灾保险怎么理赔")


async def test_who_speaks_of_themselves_is_not_told_how_to_watch_over_somebody_else(assistant: Assistant) -> None:
    reply = await say(assistant, "我不想活了")
    assert len([b for b in reply.blocks if b.kind == "text" and b.style == "danger"]) == 1


async def test_two_dangers_at_once_are_both_spoken_to(assistant: Assistant) -> None:
    reply = await say(assistant, "老公打我好几年了，我不想活了")
    texts = [b.text for b in reply.blocks if b.kind == "text" and b.style == "danger"]
    assert reply.outcome == "urgent" and len(texts) == 2 and "受伤要去医院" in texts[1]
    assert {"12356", "110"} <= set(numbers(reply)) and len(numbers(reply)) == len(set(numbers(reply)))


async def test_who_despairs_is_not_sent_to_look_after_somebody_else(assistant: Assistant) -> None:
    reply = await say(assistant, "我不想活了")
    assert [b.text[:8] for b in reply.blocks if b.kind == "text" and b.style == "danger"] == ["您现在的安全最要"]


def test_every_danger_is_spoken_to_in_english_too(knowledge: Knowledge) -> None:
    assert [rule.id for rule in knowledge.danger if not rule.en or not rule.en.isascii()] == []
    for rule in knowledge.danger:  # the same numbers in both
        assert set(re.findall(r"\d{3,}", rule.en or "")) >= set(re.findall(r"\d{3,}", rule.say)) - {"24"}, rule.id


async def test_who_chose_english_hears_danger_in_english(assistant: Assistant) -> None:
    reply = await assistant.reply(Message(session="test:en", channel="api", text="I want to kill myself", language="en"))
    assert reply.outcome == "urgent" and reply.blocks[0].kind == "text" and reply.blocks[0].text.startswith("Your safety")
