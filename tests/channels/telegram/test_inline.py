"""`@bot 民法典 1043` in any chat."""

from __future__ import annotations

import pytest

from tests.channels.telegram.conftest import Service
from tests.channels.telegram.fake_assistant import VIOLENCE, WAGES
from tests.telegram_emulator import Emulator, Person


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


async def test_an_article_is_a_card_to_send_anywhere(service: Service, wang: Person) -> None:
    answer = await wang.sees(await wang.types_inline("民法典 1043"))
    (card,) = answer["results"]
    assert card["title"] == "民法典第一千零四十三条"
    assert "优良家风" in card["shown"]["text"]
    assert card["input_message_content"]["link_preview_options"]["is_disabled"]
    assert card["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/kuichong_bot?start=law_edeba2bd8d_1043"


async def test_what_may_be_meant_is_a_card_each_and_opens_in_the_private_chat(service: Service, wang: Person) -> None:
    answer = await wang.sees(await wang.types_inline("没钱"))
    assert [card["title"] for card in answer["results"]] == ["被拖欠工资"]
    button = answer["results"][0]["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == "https://t.me/kuichong_bot?start=answer_wages"


async def test_nothing_of_it_is_kept(service: Service, wang: Person) -> None:
    await wang.sees(await wang.types_inline(WAGES))
    (asked,) = service.assistant.heard
    assert not asked.wish_record
    assert str(wang.id) not in asked.session
    assert service.assistant.forgotten == [asked.session]
    assert service.inbox.bodies == {}


@pytest.mark.parametrize(("text", "button"), [("", "问一个法律问题"), ("不存在的事", "私聊细问"), (VIOLENCE, "先打 110"), ("保护令", "先打 110")])
async def test_without_a_card_there_is_a_way_to_the_private_chat(service: Service, wang: Person, text: str, button: str) -> None:
    answer = await wang.sees(await wang.types_inline(text))
    assert answer["results"] == []
    assert button in answer["button"]["text"]


async def test_an_answer_that_comes_too_late_is_no_error(service: Service, wang: Person) -> None:
    query = await wang.types_inline(WAGES)
    query.at -= 3600
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"
