"""The staff chat and the outbox: tickets go out, replies come back, and every end of it is clear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.answers.blocks import ChoiceItem
from bot.channels.telegram.ports import Delivery
from tests.channels.telegram.conftest import Service, serving
from tests.channels.telegram.fake_assistant import WAGES
from tests.telegram_emulator import Emulator, Group, Person


@pytest.fixture
def office(telegram: Emulator) -> Group:
    return telegram.group("值班群")


@pytest.fixture
def clerk(telegram: Emulator) -> Person:
    return telegram.person("陈科员")


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


@pytest.fixture
async def service(telegram: Emulator, office: Group) -> AsyncIterator[Service]:
    async with serving(telegram, staff_chat_id=office.id) as running:
        yield running


async def card(service: Service, office: Group, id: int = 1) -> int:
    """A ticket's card in the staff chat; its message number."""
    service.outbox.put(Delivery(id, "staff", "留言 K-101：欠薪", (ChoiceItem(id="desk:assign:K-101", label="我来办"),)))
    number = (await office.hears()).id
    await service.until(lambda: id in service.outbox.delivered)
    service.desk.cards[number] = "K-101"
    assert service.outbox.delivered[id] == (number,)
    return number


async def test_staff_answer_by_replying_to_the_card(service: Service, office: Group, clerk: Person) -> None:
    number = await card(service, office)
    await clerk.says("请带身份证来 <大厅>", office, reply_to=number)
    said = await office.hears()
    assert said.text == "已发给居民（K-101）"
    (act,) = service.desk.replies
    assert (act.text, act.staff, act.staff_id, act.reply_to) == ("请带身份证来 <大厅>", "陈科员", clerk.id, number)
    assert act.key.startswith("telegram:")


async def test_the_resident_gets_the_answer_and_a_reply_to_it_goes_to_staff(service: Service, wang: Person) -> None:
    service.outbox.put(Delivery(5, f"telegram:{wang.id}", "工作人员：请带身份证来。\n\n谢谢", discreet=True))
    answer = await wang.hears()
    assert answer.text == "工作人员：请带身份证来。\n\n谢谢"
    assert answer.json["has_protected_content"]
    service.desk.answers.add(answer.id)
    await wang.says("几点来？", reply_to=answer.id)
    assert (await wang.hears()).text == "已转给工作人员。"
    assert [row[1:] for row in service.desk.from_residents] == [(f"telegram:{wang.id}", answer.id, "几点来？")]
    assert service.assistant.heard == []
    await wang.says(WAGES, reply_to=wang.chat.by_bot[-1]["message_id"])
    assert "可以投诉" in (await wang.hears()).text


@pytest.mark.parametrize(
    ("typed", "verb", "ticket", "text"),
    [
        ("/close K-101", "close", "K-101", ""), ("/close", "close", "", ""), ("/assign K-101 李四", "assign", "K-101", "李四"),
        ("/assign 李四", "assign", "", "李四"), ("/tickets", "tickets", "", ""), ("/canned 材料 2份", "canned", "", "材料 2份"),
        ("/ban@kuichong_bot K-101 骚扰", "ban", "K-101", "骚扰"), ("/unban K-101", "unban", "K-101", ""), ("/reopen K-101", "reopen", "K-101", ""),
        ("/ticket K-101", "ticket", "K-101", ""),
    ],
)  # fmt: skip
async def test_commands_of_staff_reach_the_desk(
    service: Service, office: Group, clerk: Person, typed: str, verb: str, ticket: str, text: str
) -> None:
    number = await card(service, office)
    await clerk.says(typed, office, reply_to=number)
    assert (await office.hears()).text == f"{verb} 好了"
    ((did, act),) = service.desk.commands
    assert (did, act.ticket, act.text, act.reply_to) == (verb, ticket, text, number)


async def test_a_button_under_a_card_does_what_it_says(service: Service, office: Group, clerk: Person) -> None:
    service.outbox.put(Delivery(1, "staff", "留言", (ChoiceItem(id="desk:assign:K-101", label="我来办"),)))
    shown = await office.hears()
    tap = await clerk.taps(shown, "我来办", group=office)
    await clerk.sees(tap)
    await office.hears()
    ((verb, act),) = service.desk.commands
    assert (verb, act.ticket, act.staff, act.reply_to) == ("assign", "K-101", "陈科员", 0)


async def test_a_forged_button_outside_the_staff_chat_does_nothing(service: Service, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.taps(await wang.hears(), data="desk:close:K-101")
    await wang.says("/close K-101")
    assert "没有这个命令" in (await wang.hears()).text
    assert service.desk.commands == []


async def test_a_mistake_of_staff_is_explained_and_a_failure_is_admitted(service: Service, office: Group, clerk: Person) -> None:
    number = await card(service, office)
    await clerk.says("/close K-404", office)
    assert (await office.hears()).text == "没有编号 K-404 的留言"
    service.desk.breaks = RuntimeError("database is locked")
    await clerk.says("请来", office, reply_to=number)
    assert "没有办成" in (await office.hears()).text


async def test_pictures_and_later_edits_are_not_passed_on_and_staff_are_told(service: Service, office: Group, clerk: Person) -> None:
    number = await card(service, office)
    await clerk.sends("photo", office, reply_to=number)
    assert "没有转给居民" in (await office.hears()).text
    reply = await clerk.says("请来", office, reply_to=number)
    await office.hears()
    await clerk.edits(reply, "请明天来", office)
    assert "请再回复一条" in (await office.hears()).text
    assert [act.text for act in service.desk.replies] == ["请来"]


async def test_colleagues_talk_among_themselves_and_may_ask_the_bot_like_anyone(service: Service, office: Group, clerk: Person) -> None:
    first = await clerk.says("谁有空？", office)
    await clerk.says("我", office, reply_to=first)
    await clerk.sends("photo", office, reply_to=first)
    await clerk.says(f"@kuichong_bot {WAGES}", office)
    answer = await office.hears()
    await clerk.says("还有呢", office, reply_to=answer.id)
    await office.hears()
    assert service.assistant.texts() == [WAGES, "还有呢"]
    assert service.desk.replies == []


async def test_a_resident_who_blocked_the_bot_is_a_clear_outcome_and_holds_up_nobody(service: Service, wang: Person) -> None:
    li = service.telegram.person("李叔")
    await wang.blocks_bot()
    service.outbox.put(Delivery(1, f"telegram:{wang.id}", "答复一"))
    service.outbox.put(Delivery(2, f"telegram:{li.id}", "答复二"))
    assert (await li.hears()).text == "答复二"
    await service.until(lambda: service.outbox.failures)
    assert service.outbox.failures == {1: "blocked"}


async def test_every_way_a_delivery_can_not_arrive_is_told(service: Service, telegram: Emulator, office: Group) -> None:
    never = telegram.person("没开始过", started=False)
    service.outbox.put(Delivery(1, f"telegram:{never.id}", "x"))
    service.outbox.put(Delivery(2, "telegram:99", "x"))
    service.outbox.put(Delivery(3, "kiosk:1", "x"))
    service.outbox.put(Delivery(4, "staff", "  "))
    await service.until(lambda: len(service.outbox.failures) == 4)
    office.is_deleted()
    service.outbox.put(Delivery(5, "staff", "x"))
    await service.until(lambda: 5 in service.outbox.failures)
    assert service.outbox.failures == {1: "blocked", 2: "gone", 3: "gone", 4: "refused", 5: "gone"}


@pytest.mark.parametrize("forgetful", [False, True])
async def test_answers_to_one_resident_keep_their_order_and_a_slow_chat_delays_no_other(
    service: Service, wang: Person, forgetful: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if forgetful:  # an outbox that names deliveries again that are on their way

        async def all_of_them(limit: int = 100, besides: object = ()) -> list[Delivery]:
            return list(service.outbox.waiting.values())

        monkeypatch.setattr(service.outbox, "due", all_of_them)
    li = service.telegram.person("李叔")
    held = service.telegram.fails("sendMessage", hold=asyncio.Event(), chat_id=wang.id)
    for n in range(3):
        service.outbox.put(Delivery(n, f"telegram:{wang.id}", f"第{n}"))
    service.outbox.put(Delivery(9, f"telegram:{li.id}", "快"))
    assert (await li.hears()).text == "快"
    assert wang.chat.by_bot == []
    assert held.hold is not None
    held.hold.set()
    assert [(await wang.hears()).text for _ in range(3)] == ["第0", "第1", "第2"]
    await service.until(lambda: len(service.outbox.delivered) == 4)
    assert len(wang.chat.by_bot) == 3


async def test_the_staff_chat_moved_to_a_supergroup_keeps_working(service: Service, office: Group, clerk: Person) -> None:
    new = office.becomes_supergroup()
    service.outbox.put(Delivery(1, "staff", "留言"))
    number = (await new.hears()).id
    service.desk.cards[number] = "K-101"
    await clerk.says("请来", new, reply_to=number)
    assert "已发给居民" in (await new.hears()).text
    assert any(str(new.id) in report and "BOT_STAFF_CHAT_ID" in report for report in service.reports)


async def test_losing_the_staff_chat_is_reported(service: Service, office: Group, clerk: Person) -> None:
    await office.throws_bot_out(clerk)
    await service.until(lambda: service.handled)
    assert any("移出了工作群" in report for report in service.reports)
    assert not await service.channel.tell_staff("听得到吗")


async def test_staff_have_a_menu_of_their_own_and_hear_what_the_house_has_to_say(service: Service, office: Group) -> None:
    key = f"chat:{office.id}:"
    await service.until(lambda: key in service.telegram.world.commands)
    assert [c["command"] for c in service.telegram.world.commands[key]][:2] == ["tickets", "ticket"]
    assert await service.channel.tell_staff("知识库有错：answers/a.yaml:3")
    assert "a.yaml:3" in (await office.hears()).text
