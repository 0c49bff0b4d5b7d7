"""The emulator is as strict as Telegram, seen through the real client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import ExtBot

from tests.telegram_emulator import Emulator, Person


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[ExtBot[None]]:
    async with ExtBot(telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot") as bot:
        yield bot


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


def button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])


async def test_texts_are_measured_in_utf16_after_the_markup(bot: ExtBot[None], wang: Person) -> None:
    await bot.send_message(wang.id, "<b>" + "法" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(wang.id, "😀" * 2048)
    for text in ("法" * 4097, "😀" * 2048 + "a"):
        with pytest.raises(BadRequest, match=r"(?i)too long"):
            await bot.send_message(wang.id, text)
    with pytest.raises(BadRequest, match=r"(?i)text is empty"):
        await bot.send_message(wang.id, "  \n ")


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<b>x", "Can't find end tag"), ("<b><i>x</b></i>", "Unmatched end tag"), ("<table>x</table>", "Unsupported start tag"),
        ("a < b", "Unsupported start tag"), ("x</b>", "Unmatched end tag"),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "can't be nested"),
    ],
)  # fmt: skip
async def test_broken_markup_is_refused(bot: ExtBot[None], wang: Person, html: str, says: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){says}"):
        await bot.send_message(wang.id, html, parse_mode="HTML")


async def test_markup_becomes_entities_with_utf16_places(bot: ExtBot[None], wang: Person) -> None:
    html = ' 😀<b>粗<i>斜</i></b> &lt;a&gt; <a href="https://a/?x=1&amp;y">链</a><blockquote expandable>折</blockquote>'
    message = await bot.send_message(wang.id, html, parse_mode="HTML")
    assert message.text == "😀粗斜 <a> 链折"
    found = [(e.type, e.offset, e.length) for e in message.entities]
    assert found == [("bold", 2, 2), ("italic", 3, 1), ("text_link", 9, 1), ("expandable_blockquote", 10, 1)]
    assert message.entities[2].url == "https://a/?x=1&y"


async def test_buttons_hold_64_bytes_and_no_more(bot: ExtBot[None], wang: Person) -> None:
    await bot.send_message(wang.id, "x", reply_markup=button("法" * 21 + "a"))
    with pytest.raises(BadRequest, match=r"(?i)Button_data_invalid"):
        await bot.send_message(wang.id, "x", reply_markup=button("法" * 21 + "ab"))
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="y")] for _ in range(101)])
    with pytest.raises(BadRequest, match=r"(?i)too long"):
        await bot.send_message(wang.id, "x", reply_markup=rows)


async def test_an_edit_that_changes_nothing_is_refused(bot: ExtBot[None], wang: Person) -> None:
    message = await bot.send_message(wang.id, "一", reply_markup=button("a"))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await message.edit_reply_markup(button("a"))
    await message.edit_reply_markup(button("b"))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("一", wang.id, message.message_id, reply_markup=button("b"))
    number = await wang.says("我的")
    with pytest.raises(BadRequest, match=r"(?i)can't be edited"):
        await bot.edit_message_text("改", wang.id, number)


async def test_a_tap_can_be_answered_once_and_not_too_late(bot: ExtBot[None], telegram: Emulator, wang: Person) -> None:
    await bot.send_message(wang.id, "x", reply_markup=button("a"))
    shown = await wang.hears()
    query = await wang.taps(shown, "x")
    await bot.answer_callback_query(query.id, "好")
    assert (await wang.sees(query))["text"] == "好"
    late = await wang.taps(shown, "x")
    telegram.world.pass_time(seconds=60)
    for id in (query.id, late.id, "unknown"):
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(id)


async def test_a_tap_under_an_old_message_comes_without_its_content(bot: ExtBot[None], telegram: Emulator, wang: Person) -> None:
    await bot.send_message(wang.id, "x", reply_markup=button("a"))
    shown = await wang.hears()
    telegram.world.pass_time(days=7)
    await wang.taps(shown, "x")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible


async def test_who_can_not_be_written_to(bot: ExtBot[None], telegram: Emulator, wang: Person) -> None:
    never = telegram.person("x", started=False)
    group = telegram.group("g")
    await wang.blocks_bot()
    for chat, error, says in ((wang.id, Forbidden, "blocked by the user"), (never.id, Forbidden, "initiate"), (12345, BadRequest, "not found")):
        with pytest.raises(error, match=f"(?i){says}"):
            await bot.send_message(chat, "x")
    new = group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == new.id
    new.is_deleted()
    with pytest.raises(Forbidden, match=r"(?i)deleted"):
        await bot.send_message(new.id, "x")


async def test_long_polling_waits_and_confirms_by_offset(bot: ExtBot[None], wang: Person) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await wang.world.until(lambda: wang.world.poll_number == 1)
    await wang.says("一")
    (first,) = await waiting
    await wang.says("二")
    assert [u.update_id for u in await bot.get_updates()] == [first.update_id, first.update_id + 1]
    assert [u.message.text for u in await bot.get_updates(offset=first.update_id + 1) if u.message] == ["二"]
    assert await bot.get_updates(offset=first.update_id + 2) == ()


async def test_only_one_may_poll_and_none_beside_a_webhook(bot: ExtBot[None], wang: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await wang.world.until(lambda: wang.world.poll_number == 1)
    async with ExtBot(bot.token, bot.base_url.removesuffix(bot.token)) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match=r"(?i)other getUpdates"):
            await first
        await wang.says("x")
        assert await second
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match=r"(?i)webhook is active"):
        await bot.get_updates()


async def test_kinds_that_were_not_asked_for_do_not_come(bot: ExtBot[None], wang: Person) -> None:
    await bot.get_updates(allowed_updates=["message"])
    await wang.types_inline("x")
    await wang.says("x")
    assert [u.inline_query for u in await bot.get_updates()] == [None]


async def test_files_go_out_and_come_back(bot: ExtBot[None], wang: Person) -> None:
    message = await bot.send_document(wang.id, b"PK\0\xff", filename="投诉书.docx", caption="请打印")
    assert wang.file(await wang.hears()) == ("投诉书.docx", b"PK\0\xff")
    assert message.document is not None
    file = await bot.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"PK\0\xff"
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_document(wang.id, b"x", caption="法" * 1025)


async def test_what_is_too_old_or_not_ours_can_not_be_deleted(bot: ExtBot[None], telegram: Emulator, wang: Person) -> None:
    old = await wang.says("旧")
    telegram.world.pass_time(days=3)
    young = await wang.says("新")
    with pytest.raises(BadRequest, match=r"(?i)can't be deleted"):
        await bot.delete_message(wang.id, old)
    assert await bot.delete_messages(wang.id, [young, 99999])
    with pytest.raises(BadRequest, match=r"(?i)not found"):
        await bot.delete_message(wang.id, young)
    group = telegram.group("g")
    foreign = await wang.says("x", group)
    with pytest.raises(BadRequest, match=r"(?i)can't be deleted"):
        await bot.delete_message(group.id, foreign)


async def test_replies_threads_and_commands_are_checked(bot: ExtBot[None], telegram: Emulator, wang: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)replied not found"):
        await bot.send_message(wang.id, "x", reply_parameters=ReplyParameters(4))
    await bot.send_message(wang.id, "x", reply_parameters=ReplyParameters(4, allow_sending_without_reply=True))
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await bot.send_message(telegram.group("g", topics=(3,)).id, "x", message_thread_id=4)
    with pytest.raises(BadRequest, match=r"(?i)Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Menu!", "x")])
    with pytest.raises(BadRequest, match=r"(?i)language code"):
        await bot.set_my_commands([BotCommand("menu", "x")], language_code="zh-hant")
    with pytest.raises(BadRequest, match=r"(?i)unallowed characters"):
        await bot.set_webhook("https://example.org", secret_token="密钥")
    with pytest.raises(BadRequest, match=r"(?i)HTTPS"):
        await bot.set_webhook("http://example.org")


async def test_inline_answers_are_checked(bot: ExtBot[None], wang: Person) -> None:
    def card(id: str, text: str) -> InlineQueryResultArticle:
        return InlineQueryResultArticle(id, "t", InputTextMessageContent(text))

    query = await wang.types_inline("x")
    with pytest.raises(BadRequest, match=r"(?i)Result_id_duplicate"):
        await bot.answer_inline_query(query.id, [card("1", "a"), card("1", "b")])
    with pytest.raises(BadRequest, match=r"(?i)too long"):
        await bot.answer_inline_query(query.id, [card("1", "法" * 4097)])
    await bot.answer_inline_query(query.id, [card("1", "a")])
    with pytest.raises(BadRequest, match=r"(?i)too old"):
        await bot.answer_inline_query(query.id, [card("1", "a")])


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"code": 500}, NetworkError), ({"code": 502}, NetworkError), ({}, NetworkError), ({"code": 429, "retry_after": 3}, RetryAfter)],
)
async def test_bad_days_on_demand(bot: ExtBot[None], telegram: Emulator, wang: Person, fault: dict[str, Any], error: type[Exception]) -> None:
    telegram.fails("sendMessage", **fault)
    with pytest.raises(error):
        await bot.send_message(wang.id, "x")
    assert wang.chat.by_bot == []
    telegram.fails("sendMessage", **fault, done_first=True)
    with pytest.raises(error):
        await bot.send_message(wang.id, "x")
    assert len(wang.chat.by_bot) == 1


async def test_flooding_is_refused_overall_and_in_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_800_000_000.0]
    async with Emulator(flood=True) as telegram, ExtBot(telegram.token, f"{telegram.url}/bot") as bot:
        monkeypatch.setattr(telegram.world, "now", lambda: clock[0])
        people = [telegram.person(f"{n}") for n in range(60)]
        results = await asyncio.gather(*(bot.send_message(p.id, "x") for p in people), return_exceptions=True)
        assert sum(isinstance(result, RetryAfter) for result in results) == 25
        clock[0] += 60
        group = telegram.group("g")
        for _ in range(20):
            await bot.send_message(group.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(group.id, "x")


async def test_a_wrong_token_is_unauthorized(telegram: Emulator) -> None:
    stranger = ExtBot[None]("1:wrong", f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.get_me()
    await stranger.request.shutdown()
