"""Who reads traditional script or English hears from the office so: our words around those of staff, which stay theirs."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.office.hours import promise
from bot.office.wording import _WORDS, said
from tests.conftest import SMALL
from tests.office.test_gaps import CHARGING, Office, office
from tests.office.test_handoff import look_up, press
from tests.office.test_hours import HOURS, at
from tests.telegram_emulator import Emulator, Group, Person
from tests.test_front_door import Running, ask_api, running

__all__ = ["office"]
CHINESE = re.compile("[\u4e00-\u9fff]")
SKIP = {"en": "Don't know, skip", "zh-Hant": "不知道，跳過"}
SEND = {"en": "Send message", "zh-Hant": "發送留言"}


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
def group(telegram: Emulator) -> Group:
    return telegram.group("值班群")


@pytest.fixture
async def program(telegram: Emulator, group: Group, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, SMALL, TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url, staff_chat_id=group.id) as started:
        yield started


async def loses_the_way_back(folder: Path, person: Person) -> None:
    """As after a crash between sending and noting: only the words of a message tell which ticket it is about."""

    def lost() -> bool:
        with sqlite3.connect(folder / "data" / "assistant.sqlite") as database:
            noted = database.execute("select count(*) from ticket_routes where chat = ?", (f"telegram:{person.id}",)).fetchone()[0]
            return bool(noted) and database.execute("delete from ticket_routes").rowcount > 0

    while not await asyncio.to_thread(lost):  # noqa: ASYNC110 - noted after Telegram took the message; nothing else to wait for
        await asyncio.sleep(0.05)


async def leaves(person: Person, language: str) -> str:
    """Chooses the language and leaves a message; all that is asked and shown on the way to sending it."""
    await person.says(f"/language {language}")
    await person.hears()
    await person.says("/message")
    heard = [await person.hears()]
    await person.says("My boss did not pay")
    for label in (SKIP[language], SKIP[language], SEND[language]):
        heard.append(await person.hears())
        await person.taps(heard[-1], label)
    await person.hears()
    return "\n".join(line for shown in heard for line in (shown.text, *shown.buttons))


async def test_in_english_all_but_the_answer_itself_is_english(program: Running, telegram: Emulator, group: Group, tmp_path: Path) -> None:
    john, chen = telegram.person("John"), telegram.person("陈科员")
    asked = await leaves(john, "en")
    assert "What would you like to say?" in asked and not CHINESE.search(asked)
    card = await group.hears()
    await chen.says("请带合同来大厅。", group, reply_to=card.id)
    await group.hears()
    answer = await john.hears()
    assert answer.text.startswith("Your message 00001 has an answer:") and "请带合同来大厅。" in answer.text
    assert not CHINESE.search(answer.text.replace("请带合同来大厅。", ""))
    await loses_the_way_back(tmp_path, john)
    await john.says("When?", reply_to=answer.id)
    assert (await john.hears()).text == "Added to message 00001."
    more = await group.hears()
    assert "居民补充" in more.text
    await chen.taps(more, "办结", group=group)
    await group.hears()
    closed = await john.hears()
    assert "00001 has been closed" in closed.text and not CHINESE.search(closed.text)
    await chen.says("/ban 00001", group)
    await group.hears()
    await john.says("Hello?", reply_to=closed.id)
    refused = (await john.hears()).text
    assert "no longer take messages" in refused and not CHINESE.search(refused)


async def test_in_traditional_script_the_answer_is_too(program: Running, telegram: Emulator, group: Group) -> None:
    chan, chen = telegram.person("陳生"), telegram.person("陈科员")
    await leaves(chan, "zh-Hant")
    card = await group.hears()
    await chen.says("请带劳动合同来办事大厅。", group, reply_to=card.id)
    assert "已答复留言" in (await group.hears()).text, "staff read as they write"
    answer = await chan.hears()
    assert "您的留言 00001 有答覆" in answer.text and "請帶勞動合同來辦事大廳" in answer.text and "這是參考意見" in answer.text
    await chan.says("幾點？", reply_to=answer.id)
    assert "已補充到留言 00001" in (await chan.hears()).text
    await chen.says("/close 00001", group)
    for _ in range(2):
        await group.hears()
    assert "您的留言 00001 已辦結" in (await chan.hears()).text


async def test_at_a_kiosk_what_the_desk_says_is_in_the_language_of_the_page(program: Running) -> None:
    begun = await ask_api(program.url, choice="message", language="en")
    assert not CHINESE.search(str(begun))
    session = begun["session"]
    await press(program, session, question="My boss did not pay")
    await press(program, session, choice="unknown:other")
    await press(program, session, choice="unknown:contact")
    (ticket,) = [b for b in (await press(program, session, choice="send"))["reply"]["blocks"] if b["kind"] == "ticket"]
    assert "12348" in ticket["promise"] and not CHINESE.search(ticket["promise"])
    for language, wrong in (("en", "The number or the code is wrong"), ("zh-Hant", "編號或查詢碼不對"), ("zh-Hans", "编号或查询码不对")):
        other = (await ask_api(program.url, choice="messages", language=language))["session"]
        await press(program, other, question=ticket["number"])
        assert wrong in str(await press(program, other, question="0000 0000"))
    assert "My boss did not pay" in str(await look_up(program, ticket["number"], ticket["code"]))


async def test_whom_the_call_is_for_and_when_is_asked_in_english_and_told_to_staff_in_chinese(program: Running, tmp_path: Path) -> None:
    session = (await ask_api(program.url, choice="message", language="en"))["session"]
    for body in ({"question": "My boss did not pay"}, {"choice": "pick:other:yes"}, {"question": "13800138000"}, {"choice": "pick:safe:yes"}):
        asked = await press(program, session, **body)
        assert not CHINESE.search(str(asked)), asked
    review = str(await press(program, session, choice="pick:slot:evening"))
    assert "Time of day: Evening" in review and "For somebody else: Yes" in review and not CHINESE.search(review)
    await press(program, session, choice="send")
    with sqlite3.connect(tmp_path / "data" / "assistant.sqlite") as stored:  # the staff chat never shows a kiosk's message
        assert stored.execute("select slot, call, for_other from tickets").fetchone() == ("晚上", "yes", 1)


async def test_who_wished_to_hear_of_an_answer_hears_it_in_their_language(office: Office) -> None:
    for session, language in (("telegram:7", "en"), ("telegram:8", "zh-Hant"), ("telegram:9", None)):
        await office.asked(CHARGING[0], tell=session)
        if language:
            await office.conversations.save(session, {"key": session, "language": language})
    await office.rooms.gaps.published(await office.only(), "labour-wages-owed", "陈小梅")
    told = dict(office.told)
    assert told["telegram:7"].startswith("Something you asked earlier") and "現在有答案了" in told["telegram:8"] and "现在有答案了" in told["telegram:9"]


def test_the_promise_is_dated_in_every_language() -> None:
    friday = at("2026-11-27T19:00")
    assert "Monday 30 November, 09:00" in promise(HOURS, friday, "en") and not CHINESE.search(promise(HOURS, friday, "en"))
    assert "11月30日（星期一）09:00" in promise(HOURS, friday, "zh-Hant") and "現在是下班時間" in promise(HOURS, friday, "zh-Hant")
    assert not CHINESE.search(promise((), friday, "en")) and not CHINESE.search(promise(HOURS, at("2026-11-27T10:00"), "en"))


def test_every_sentence_of_the_office_is_in_three_languages() -> None:
    facts = {"number": "00001", "text": "-", "title": "-", "when": "-"}
    for key in _WORDS:
        assert not CHINESE.search(said(key, "en", **facts)), key
        assert said(key, "zh-Hant", **facts) != said(key, "zh-Hans", **facts), key
