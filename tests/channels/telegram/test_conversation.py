"""A resident and the bot in a private chat: the real client over HTTP, by polling."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.place import Place
from bot.channels.telegram.waiting import typing
from bot.dialogue.session import Running, Session
from bot.errors import TooLong
from tests.channels.telegram.conftest import Service, serving
from tests.channels.telegram.fake_assistant import LAW, VIOLENCE, WAGES
from tests.telegram_emulator import Emulator, Person, Shown


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


async def test_a_question_gets_its_sourced_answer(service: Service, wang: Person) -> None:
    await wang.says(WAGES)
    answer = await wang.hears()
    assert "可以投诉" in answer.text
    assert "expandable_blockquote" in answer.styles
    assert answer.json["link_preview_options"]["is_disabled"]
    (asked,) = service.assistant.heard
    assert (asked.session, asked.channel, asked.text) == (f"telegram:{wang.id}", "telegram", WAGES)
    assert asked.id.startswith("telegram:")


async def test_what_residents_type_is_never_taken_for_markup(service: Service, wang: Person) -> None:
    for text in ('<b>DROP TABLE "x"; -- & </i>', "*_`[](", "\u202eطلاق\u200b", "😀" * 50):
        await wang.says(text)
        assert text.strip() in (await wang.hears()).text


async def test_a_choice_is_tapped_and_the_button_stops_blinking(service: Service, wang: Person) -> None:
    await wang.says("没钱")
    which = await wang.hears()
    tap = await wang.taps(which, "被拖欠工资")
    assert (await wang.sees(tap))["text"] == ""
    assert "可以投诉" in (await wang.hears()).text
    assert service.assistant.texts() == ["没钱", "answer:wages"]


async def test_a_button_three_weeks_old_still_works(service: Service, wang: Person) -> None:
    await wang.says("没钱")
    which = await wang.hears()
    service.telegram.world.pass_time(days=21)
    await wang.taps(which, "被拖欠工资")
    assert "可以投诉" in (await wang.hears()).text


async def test_a_button_whose_answer_is_gone_says_so(service: Service, wang: Person) -> None:
    await wang.says("没钱")
    await wang.taps(await wang.hears(), data="answer:removed")
    assert "更新或下架" in (await wang.hears()).text


async def test_a_tap_that_waited_too_long_is_still_acted_on(service: Service, wang: Person) -> None:
    await wang.says("没钱")
    which = await wang.hears()
    tap = await wang.taps(which, "被拖欠工资")
    tap.at -= 3600
    assert "可以投诉" in (await wang.hears()).text


async def test_a_wizard_is_answered_by_buttons_and_shows_what_was_chosen(service: Service, wang: Person) -> None:
    await wang.says("x")
    await wang.taps(await wang.hears(), data="wizard:legal-aid")
    first = await wang.hears()
    assert first.text == "（1/2）家庭经济困难吗？"
    await wang.taps(first, "不是")
    second = await wang.hears()
    await service.until(lambda: first.buttons == ["✓ 不是"])
    await wang.taps(second, "是")
    assert (await wang.hears()).text == "结果：pick:poor:no、pick:poor:yes"
    await service.until(lambda: second.buttons == ["✓ 是"])
    assert (await wang.sees(await wang.taps(first, "✓ 不是")))["text"] == "已选过这一项"
    assert len(service.assistant.heard) == 4


@pytest.mark.parametrize(("payload", "choice"), [("legal-aid", "service:legal_aid"), ("answer_wages", "answer:wages"), ("", "menu")])
async def test_a_poster_link_opens_its_subject(service: Service, wang: Person, payload: str, choice: str) -> None:
    await wang.says(f"/start {payload}".strip())
    await wang.hears()
    assert service.assistant.texts() == [choice]


async def test_a_broken_poster_link_says_so_and_shows_the_menu(service: Service, wang: Person) -> None:
    await wang.says("/start xyz")
    assert "找不到" in (await wang.hears()).text
    assert "菜单" in (await wang.hears()).text


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("/menu", "menu"), ("/services", "menu"), ("/forms", "forms"), ("/laws", "statutes"), ("/laws 民法典 1043", "民法典 1043"),
        ("/cases", "cases"), ("/near", "directory"), ("/news", "news"), ("/message", "message"), ("/Menu@kuichong_bot", "menu"),
    ],
)  # fmt: skip
async def test_every_command_asks_for_its_subject(service: Service, wang: Person, command: str, asked: str) -> None:
    await wang.says(command)
    await wang.hears()
    assert service.assistant.texts() == [asked]


async def test_help_and_privacy_are_explained_without_asking_anyone(service: Service, wang: Person) -> None:
    await wang.says("/help")
    assert "/laws" in (await wang.hears()).text
    await wang.says("/privacy")
    assert "最多保留 30 天" in (await wang.hears()).text
    await wang.says("/nonsense")
    assert "没有这个命令" in (await wang.hears()).text
    assert service.assistant.heard == []


async def test_the_command_menu_is_there_in_three_languages(service: Service, wang: Person) -> None:
    commands = service.telegram.world.commands
    assert commands["default::"][0]["description"] == "全部服务"
    assert commands["default::en"][0]["description"] == "All services"
    await wang.says("/language")
    ask = await wang.hears()
    assert ask.buttons == ["简体中文", "繁體中文", "English"]
    await wang.taps(ask, "繁體中文")
    assert (await wang.hears()).text == "菜单（zh-Hant）"
    assert commands[f"chat:{wang.id}:"][0]["description"] == "全部服務"
    await wang.says("/help")
    assert "查法條" in (await wang.hears()).text


async def test_a_language_can_be_chosen_by_name(service: Service, wang: Person) -> None:
    await wang.says("/language en")
    assert (await wang.hears()).text == "菜单（en）"
    await wang.says("/help")
    assert "Just say" in (await wang.hears()).text


async def test_who_uses_telegram_in_traditional_script_is_greeted_in_it_and_english_means_nothing(service: Service) -> None:
    hong_kong = service.telegram.person("陳生", "zh-hant")
    await hong_kong.says("/start")
    greeting = await hong_kong.hears()
    assert greeting.text == "菜单（zh-Hant）"
    assert "简体中文" in greeting.buttons
    english = service.telegram.person("小李", "en")
    await english.says("/start")
    assert (await english.hears()).text == "菜单（zh-Hans）"


async def test_a_chosen_language_is_not_overruled_by_the_next_start(service: Service) -> None:
    chan = service.telegram.person("陳生", "zh-hant")
    service.assistant.sessions[f"telegram:{chan.id}"] = Session(key=f"telegram:{chan.id}", language="en")
    await chan.says("/start")
    assert (await chan.hears()).text == "菜单（en）"


async def test_forget_deletes_the_record_and_offers_to_empty_the_chat(service: Service, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.hears()
    await wang.says("/forget")
    done = await wang.hears()
    assert "已全部删除" in done.text
    assert service.assistant.forgotten == [f"telegram:{wang.id}"]
    tap = await wang.taps(done, "删除这段对话")
    assert (await wang.sees(tap))["alert"]
    assert wang.chat.messages == {}


async def test_a_discreet_conversation_is_protected_and_gone_with_one_tap(service: Service, wang: Person) -> None:
    await wang.says(VIOLENCE)
    answer = await wang.hears()
    assert answer.json["has_protected_content"]
    await wang.says("还有")
    await wang.hears()
    tap = await wang.taps(answer, "删除这段对话")
    assert "48 小时" in (await wang.sees(tap))["text"]
    assert wang.chat.messages == {}
    assert len(wang.chat.by_bot) == 2, "nothing new may be written into the emptied chat"
    assert service.assistant.forgotten == [f"telegram:{wang.id}"]


async def test_what_is_too_old_to_delete_does_not_save_the_rest(service: Service, wang: Person) -> None:
    await wang.says("旧的")
    await wang.hears()
    service.telegram.world.pass_time(days=3)
    await wang.says(VIOLENCE)
    answer = await wang.hears()
    await wang.sees(await wang.taps(answer, "删除这段对话"))
    assert len(wang.chat.messages) == 2


async def test_a_form_arrives_as_a_document(service: Service, wang: Person) -> None:
    await wang.says("x")
    await wang.taps(await wang.hears(), data="blank:wages")
    await wang.hears()
    document = await wang.hears()
    assert wang.file(document) == ("投诉书.docx", f"PKwagestelegram:{wang.id}".encode())


async def test_a_document_that_is_gone_says_so(service: Service, wang: Person) -> None:
    await wang.says("x")
    await wang.taps(await wang.hears(), data="tg:file:gone")
    assert "已经不在了" in (await wang.hears()).text


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("voice", "听不了语音"), ("video_note", "听不了语音"), ("photo", "看不了图片"), ("video", "看不了图片"), ("document", "打不开文件"),
        ("sticker", "打字告诉我"), ("dice", "打字告诉我"), ("location", "选社区"), ("contact", "没有保存这个联系方式"), ("poll", "看不懂"),
    ],
)  # fmt: skip
async def test_what_is_no_text_gets_a_friendly_word(service: Service, wang: Person, kind: str, word: str) -> None:
    await wang.sends(kind)
    answer = await wang.hears()
    assert word in answer.text
    assert answer.buttons == (["📍 附近找谁"] if kind == "location" else [])
    assert service.assistant.heard == []


async def test_an_album_gets_one_word_and_a_caption_its_answer(service: Service, wang: Person) -> None:
    for _ in range(3):
        await wang.sends("photo", album="a1")
    await wang.sends("photo", caption=WAGES)
    heard = [(await wang.hears()).text for _ in range(3)]
    assert "看不了图片" in heard[0]
    assert "可以投诉" in heard[1]
    assert "只看了文字" in heard[2]


async def test_an_edited_question_is_answered_again_quoting_it(service: Service, wang: Person) -> None:
    number = await wang.says("老板拖欠工姿")
    await wang.hears()
    await wang.edits(number, WAGES)
    again = await wang.hears()
    assert "可以投诉" in again.text
    assert again.quotes == number


async def test_an_edit_that_changes_no_word_is_not_answered_again(service: Service, wang: Person) -> None:
    number = await wang.says(WAGES)
    await wang.hears()
    await wang.edits(number, WAGES)
    await wang.says("下一句")
    assert (await wang.hears()).text == "答：下一句"


async def test_editing_while_a_wizard_runs_does_not_answer_its_question(service: Service, wang: Person) -> None:
    number = await wang.says("旧的话")
    await wang.hears()
    key = f"telegram:{wang.id}"
    service.assistant.sessions[key] = Session(key=key, running=Running(id="wizard:legal-aid"))
    await wang.edits(number, "改过的话")
    assert "上一步" in (await wang.hears()).text
    running = service.assistant.sessions[key].running
    assert running is not None
    assert running.answers == {}


async def test_a_message_the_assistant_refuses_is_refused_in_its_own_words(service: Service, wang: Person) -> None:
    service.assistant.breaks = TooLong("太长了，请挑要紧的说。")
    await wang.says("长" * 4000)
    assert (await wang.hears()).text == "太长了，请挑要紧的说。"


async def test_when_our_own_code_fails_the_resident_hears_it_and_the_next_question_is_answered(
    service: Service, wang: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    service.assistant.breaks = RuntimeError("秘密：老公打我")
    await wang.says("秘密：老公打我")
    assert "出了点问题" in (await wang.hears()).text
    await wang.says("下一句")
    assert (await wang.hears()).text == "答：下一句"
    log = "".join(capsys.readouterr())
    assert "RuntimeError" in log
    assert "秘密" not in log


async def test_typing_is_shown_only_while_an_answer_takes_long(telegram: Emulator, wang: Person) -> None:
    service = Service(telegram)
    service.options["slow"] = 0
    service.assistant.hold = asyncio.Event()
    await service.started()
    await wang.says(WAGES)
    await service.until(lambda: telegram.world.called("sendChatAction"))
    assert wang.chat.by_bot == []
    service.assistant.hold.set()
    await wang.hears()
    await service.stop()
    service = Service(telegram)
    telegram.world.calls.clear()
    await service.started()
    await wang.says(WAGES)
    await wang.hears()
    await service.stop()
    assert telegram.world.called("sendChatAction") == []


async def test_an_answer_that_was_quick_leaves_no_typing_behind(service: Service, wang: Person) -> None:
    sender = service.channel._sender
    assert sender is not None
    async with typing(sender, Place(wang.id, wang.id, private=True), slow=0):
        pass
    await wang.says("你好")
    await wang.hears()
    assert service.telegram.world.called("sendChatAction") == []


async def test_who_asks_too_much_is_told_once_and_others_are_served(telegram: Emulator, wang: Person) -> None:
    async with serving(telegram, requests_per_minute=3) as service:
        for n in range(10):
            await wang.says(f"问{n}")
        heard = [(await wang.hears()).text for _ in range(4)]
        assert heard[:3] == ["答：问0", "答：问1", "答：问2"]
        assert "太快了" in heard[3]
        li = telegram.person("李叔")
        await li.says("你好")
        assert (await li.hears()).text == "答：你好"
        await service.until(lambda: service.handled)
        assert len(wang.chat.by_bot) == 4
        tap = await wang.taps(Shown(wang.chat.by_bot[0]), data=LAW)
        assert "太快了" in (await wang.sees(tap))["text"]
