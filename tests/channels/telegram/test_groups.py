"""In a group: only when addressed, in the right thread, and nothing private."""

from __future__ import annotations

import pytest

from tests.channels.telegram.conftest import Service
from tests.channels.telegram.fake_assistant import VIOLENCE, WAGES
from tests.telegram_emulator import Emulator, Group, Person


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


@pytest.fixture
def village(telegram: Emulator, wang: Person) -> Group:
    return telegram.group("高源社区", wang)


async def test_talk_among_neighbours_is_left_alone(service: Service, village: Group, wang: Person) -> None:
    first = await wang.says("今天停水吗", village)
    await wang.says("不停", village, reply_to=first)
    await wang.says("/unknown", village)
    await wang.says("问问 @other_bot 吧", village)
    await wang.sends("photo", village)
    await wang.says(f"@kuichong_bot {WAGES}", village)
    await village.hears()
    assert service.assistant.texts() == [WAGES]


async def test_an_answer_quotes_its_question_and_each_person_has_an_own_conversation(service: Service, village: Group, wang: Person) -> None:
    number = await wang.says(f"@Kuichong_Bot　{WAGES}", village)
    answer = await village.hears()
    assert answer.quotes == number
    assert service.assistant.heard[0].session == f"telegram:{village.id}:{wang.id}"
    await wang.says("那社保呢", village, reply_to=answer.id)
    await village.hears()
    assert service.assistant.texts() == [WAGES, "那社保呢"]


async def test_mentioning_us_under_someones_question_asks_that_question(service: Service, village: Group, wang: Person) -> None:
    li = service.telegram.person("李叔")
    number = await li.says(WAGES, village)
    await wang.says("@kuichong_bot", village, reply_to=number)
    await village.hears()
    assert service.assistant.texts() == [WAGES]


async def test_a_topic_of_a_forum_is_kept(service: Service, wang: Person) -> None:
    forum = service.telegram.group("论坛", wang, topics=(7,))
    await wang.says(f"@kuichong_bot {WAGES}", forum, topic=7)
    assert (await forum.hears()).json["message_thread_id"] == 7


async def test_a_topic_deleted_meanwhile_does_not_lose_the_answer(service: Service, wang: Person) -> None:
    forum = service.telegram.group("论坛", wang, topics=(7,))
    forum.chat.topics.clear()
    await wang.says(f"@kuichong_bot {WAGES}", forum, topic=7)
    assert "可以投诉" in (await forum.hears()).text


async def test_a_question_deleted_meanwhile_is_still_answered(service: Service, village: Group, wang: Person) -> None:
    hold = service.telegram.fails("sendMessage", 502)
    number = await wang.says(f"@kuichong_bot {WAGES}", village)
    await hold.met.wait()
    village.chat.messages.pop(number, None)
    assert "可以投诉" in (await village.hears()).text


async def test_a_discreet_matter_is_not_discussed_before_others(service: Service, village: Group, wang: Person) -> None:
    await wang.says(f"@kuichong_bot {VIOLENCE}", village)
    answer = await village.hears()
    assert "110" in answer.text
    assert "保护令" not in answer.text
    assert answer.button("私聊")["url"] == "https://t.me/kuichong_bot?start=answer_protection-order"


@pytest.mark.parametrize("ask", ["/message", "@kuichong_bot wizard:legal-aid"])
async def test_what_needs_personal_details_moves_to_the_private_chat(service: Service, village: Group, wang: Person, ask: str) -> None:
    await wang.says(ask, village)
    answer = await village.hears()
    assert "不方便在群里说" in answer.text
    target = "message" if "message" in ask else "wizard_legal-aid"
    assert answer.button("私聊")["url"] == f"https://t.me/kuichong_bot?start={target}"
    assert service.assistant.sessions.get(f"telegram:{village.id}:{wang.id}") is None


async def test_a_button_in_a_group_belongs_to_who_taps_it(service: Service, village: Group, wang: Person) -> None:
    await wang.says("@kuichong_bot 没钱", village)
    which = await village.hears()
    li = service.telegram.person("李叔")
    await li.taps(which, "被拖欠工资", group=village)
    answer = await village.hears()
    assert service.assistant.heard[-1].session == f"telegram:{village.id}:{li.id}"
    assert answer.quotes == which.id


async def test_commands_work_in_a_group_and_those_for_other_bots_are_ignored(service: Service, village: Group, wang: Person) -> None:
    await wang.says("/menu@other_bot", village)
    await wang.says("/menu", village)
    await village.hears()
    assert service.assistant.texts() == ["menu"]


async def test_an_edit_that_adds_our_name_is_answered(service: Service, village: Group, wang: Person) -> None:
    number = await wang.says(WAGES, village)
    await wang.edits(number, f"@kuichong_bot {WAGES}", village)
    assert (await village.hears()).quotes == number


async def test_a_new_group_is_told_when_the_bot_answers(service: Service, village: Group, wang: Person) -> None:
    await village.adds_bot(wang)
    assert "@kuichong_bot" in (await village.hears()).text


async def test_other_bots_and_our_own_cards_are_not_answered(service: Service, village: Group, wang: Person) -> None:
    bot = service.telegram.bot
    await wang.says(f"@kuichong_bot {WAGES}", village, via_bot=bot)
    await wang.says(WAGES, via_bot=bot)
    robot = service.telegram.person("机器人")
    robot.user["is_bot"] = True
    await robot.says("@kuichong_bot 你好", village)
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"
    assert service.assistant.texts() == ["你好"]


async def test_a_group_that_became_a_supergroup_or_is_gone_is_no_trouble(service: Service, village: Group, wang: Person) -> None:
    hold = service.telegram.fails("sendMessage", 502)
    await wang.says(f"@kuichong_bot {WAGES}", village)
    await hold.met.wait()
    new = village.becomes_supergroup()
    assert "可以投诉" in (await new.hears()).text
    new.is_deleted()
    await wang.says("@kuichong_bot 还在吗", new)
    await service.until(lambda: service.handled)
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"


async def test_in_a_group_forgetting_promises_only_what_is_done(service: Service, village: Group, wang: Person) -> None:
    await wang.says("/forget@kuichong_bot", village)
    told = await village.hears()
    assert "群里的消息还在" in told.text and "点下面" not in told.text and told.buttons == []
    assert service.assistant.forgotten == [f"telegram:{village.id}:{wang.id}"]
