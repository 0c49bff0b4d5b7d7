"""A message from a resident to a person and back, through the whole program: Telegram, the kiosk's API, the staff chat."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SMALL
from tests.telegram_emulator import Emulator, Group, Person
from tests.test_front_door import Running, ask_api, running


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
def office(telegram: Emulator) -> Group:
    return telegram.group("值班群")


@pytest.fixture
async def program(telegram: Emulator, office: Group, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, SMALL, TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url, staff_chat_id=office.id) as started:
        yield started


async def leaves(person: Person, text: str = "老板欠我三个月工资") -> str:
    """Leaves a message and returns its number."""
    await person.says("留言")
    await person.hears()
    await person.says(text)
    await person.taps(await person.hears(), "跳过")  # for somebody else?
    await person.taps(await person.hears(), "跳过")  # contact
    await person.taps(await person.hears(), "发送留言")
    received = await person.hears()
    assert "留言已经收到" in received.text and re.search(r"\d{4} \d{4}", received.text)
    found = re.search(r"\b(\d{5})\b", received.text)
    assert found
    return found[1]


async def test_from_telegram_to_staff_and_back(program: Running, telegram: Emulator, office: Group) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    number = await leaves(wang, "老板欠我三个月工资 <急>")
    card = await office.hears()
    assert number in card.text and "老板欠我三个月工资 <急>" in card.text
    await chen.says("请带合同来大厅", office, reply_to=card.id)
    assert f"已答复留言 {number}" in (await office.hears()).text
    answer = await wang.hears()
    assert number in answer.text and "请带合同来大厅" in answer.text
    await wang.says("几点去？", reply_to=answer.id)
    assert f"已补充到留言 {number}" in (await wang.hears()).text
    more = await office.hears()
    assert "几点去？" in more.text
    await chen.taps(more, "办结", group=office)
    assert f"留言 {number} 已办结" in (await office.hears()).text
    assert "已办结" in (await wang.hears()).text


async def test_who_does_not_send_after_all_is_told_so_and_it_waits_no_more(program: Running, telegram: Emulator, office: Group, tmp_path: Path) -> None:
    wang = telegram.person("王阿姨")
    for text in ("留言", "不想让人知道的事"):
        await wang.says(text)
        asked = await wang.hears()
    for label in ("跳过", "跳过", "先不答了"):
        await wang.taps(asked, label)
        asked = await wang.hears()
    assert "没有发送" in asked.text
    with sqlite3.connect(tmp_path / "data" / "assistant.sqlite") as stored:
        states = [state for (state,) in stored.execute("select state from sessions")]
    assert states and all(json.loads(state)["extra"].get("finished") is None for state in states)


async def test_a_second_answer_and_an_answer_after_the_end_are_clear(program: Running, telegram: Emulator, office: Group) -> None:
    wang, chen, li = telegram.person("王阿姨"), telegram.person("陈科员"), telegram.person("李科员")
    number = await leaves(wang)
    card = await office.hears()
    await chen.says("我来答", office, reply_to=card.id)
    assert "注意" not in (await office.hears()).text
    await li.says("我也答", office, reply_to=card.id)
    assert "陈科员 在您之前已经答复过" in (await office.hears()).text
    await chen.says(f"/close {number}", office)
    assert "已办结" in (await office.hears()).text
    await li.says("还想说一句", office, reply_to=card.id)
    late = await office.hears()
    assert "已经办结，答复没有发出" in late.text
    heard = [(await wang.hears()).text for _ in range(3)]
    assert "我来答" in heard[0] and "我也答" in heard[1] and "已办结" in heard[2]


async def test_a_reply_to_a_card_whose_number_was_lost_in_a_crash_still_finds_its_ticket(
    program: Running, telegram: Emulator, office: Group, tmp_path: Path
) -> None:
    wang, chen, li = telegram.person("王阿姨"), telegram.person("陈科员"), telegram.person("李四")
    number = await leaves(wang)
    card = await office.hears()
    while not routes(tmp_path):  # noqa: ASYNC110 - noted after Telegram took the card; nothing to wait for but the database
        await asyncio.sleep(0.05)
    with sqlite3.connect(tmp_path / "data" / "assistant.sqlite") as database:
        database.execute("delete from ticket_routes")
    await chen.says("请来大厅", office, reply_to=card.id)
    assert f"已答复留言 {number}" in (await office.hears()).text
    answer = await wang.hears()
    assert "请来大厅" in answer.text
    await li.says(f"/start 留言 {number}")  # knowing a number gives nobody else anything
    assert "老板" not in (await li.hears()).text


def routes(folder: Path) -> int:
    with sqlite3.connect(folder / "data" / "assistant.sqlite") as database:
        return int(database.execute("select count(*) from ticket_routes").fetchone()[0])


async def test_staff_use_canned_answers_assign_and_ban(program: Running, telegram: Emulator, office: Group, tmp_path: Path) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    number = await leaves(wang)
    card = await office.hears()
    await chen.says("/canned", office)
    assert "请写常用答复的名称" in (await office.hears()).text
    await chen.says(f"/canned {number} nothing", office)
    assert "没有叫" in (await office.hears()).text
    await chen.says(f"/assign {number} 李科员", office)
    assert f"留言 {number} 交给 李科员 办" in (await office.hears()).text
    await chen.taps(card, "看往来", group=office)
    assert "老板欠我三个月工资" in (await office.hears()).text
    await chen.says(f"/ban {number}", office)
    assert "不再接收" in (await office.hears()).text
    await wang.says("留言")
    await wang.hears()
    await wang.says("再来一条")
    await wang.taps(await wang.hears(), "跳过")
    await wang.taps(await wang.hears(), "跳过")
    await wang.taps(await wang.hears(), "发送留言")
    assert "停止接收" in (await wang.hears()).text
    await chen.says("/tickets", office)
    assert number in (await office.hears()).text


async def test_deleting_the_conversation_takes_the_answer_of_staff_with_it(
    program: Running, telegram: Emulator, office: Group, tmp_path: Path
) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    await wang.says("老公打我")
    offer = await wang.hears()
    await leaves(wang)
    card = await office.hears()
    await chen.says("请先到安全的地方", office, reply_to=card.id)
    await office.hears()
    answer = await wang.hears()
    assert "请先到安全的地方" in answer.text

    def noted() -> bool:
        with sqlite3.connect(tmp_path / "data" / "assistant.sqlite") as stored:
            return bool(stored.execute("select count(*) from message_trail where message = ?", (answer.id,)).fetchone()[0])

    while not await asyncio.to_thread(noted):  # noqa: ASYNC110 - after Telegram took the message; nothing else to wait for
        await asyncio.sleep(0.05)
    await wang.taps(offer, "删除这段对话")
    await telegram.world.until(lambda: not [m for m in wang.chat.messages.values() if "请先到安全的地方" in m.get("text", "")])


async def test_a_resident_who_blocks_the_bot_is_reported_to_staff(program: Running, telegram: Emulator, office: Group) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    number = await leaves(wang)
    card = await office.hears()
    await wang.blocks_bot()
    await chen.says("请来一趟", office, reply_to=card.id)
    told = [(await office.hears()).text for _ in range(2)]
    assert any(f"留言 {number} 的答复没有送到" in t and "屏蔽" in t for t in told)


async def press(program: Running, session: str, **body: Any) -> dict[str, Any]:
    return await ask_api(program.url, session=session, **body)


async def leaves_at_kiosk(program: Running, text: str) -> tuple[str, str, str]:
    """(session, number, code)."""
    first = await ask_api(program.url, choice="message")
    session = first["session"]
    await press(program, session, question=text)
    await press(program, session, choice="unknown:other")
    await press(program, session, choice="unknown:contact")
    sent = await press(program, session, choice="send")
    again = await press(program, session, choice="send")
    assert again["outcome"] != "none", "a second tap does not say that the button is gone"
    (ticket,) = [b for b in sent["reply"]["blocks"] if b["kind"] == "ticket"]
    assert sent["outcome"] == "ticket"
    return session, ticket["number"], ticket["code"]


async def look_up(program: Running, number: str, code: str) -> dict[str, Any]:
    session = (await ask_api(program.url, choice="messages"))["session"]
    await press(program, session, question=number)
    return await press(program, session, question=code)


async def test_a_kiosks_message_shows_staff_its_number_only_and_opens_with_its_code(program: Running, telegram: Emulator, office: Group) -> None:
    chen = telegram.person("陈科员")
    _, number, code = await leaves_at_kiosk(program, "前夫打我，不敢说")
    card = await office.hears()
    assert number in card.text and "前夫" not in card.text and code not in card.text
    await chen.says(f"/ticket {number}", office)
    assert "前夫" not in (await office.hears()).text
    await chen.says("请拨打 110，或到大厅找我", office, reply_to=card.id)
    assert "凭编号和查询码来看" in (await office.hears()).text
    assert "编号或查询码不对" in str(await look_up(program, number, "0000 0000"))
    seen = await look_up(program, number, code)
    assert "请拨打 110" in str(seen) and "前夫打我" in str(seen)


async def test_codes_cannot_be_guessed_and_numbers_tell_nothing(program: Running, office: Group) -> None:
    _, number, code = await leaves_at_kiosk(program, "秘密")
    wrong = {str((await look_up(program, number, f"{n:08d}"))["reply"]["blocks"][0]) for n in range(5)}
    unknown = str((await look_up(program, "99999", "12345678"))["reply"]["blocks"][0])
    assert wrong == {unknown}
    locked = str(await look_up(program, number, code))
    assert "锁住" in locked and "秘密" not in locked


LINES = (
    "查留言 {number} {code}", "查留言{number}{tight}", "{number} {code}", "我想查留言：{number}，查询码：{code}", "查詢留言 {number}-{tight}",
    "我的留言编号{wide}　查询码{wide_code}有回复吗",
)  # fmt: skip
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize("line", LINES)
async def test_number_and_code_in_one_line_open_the_message_as_the_two_questions_do(program: Running, line: str) -> None:
    _, number, code = await leaves_at_kiosk(program, "我写的话")
    tight = code.replace(" ", "")
    said = line.format(number=number, code=code, tight=tight, wide=number.translate(WIDE), wide_code=code.translate(WIDE))
    assert "我写的话" in str(await ask_api(program.url, question=said))
    at_the_question = (await ask_api(program.url, choice="messages"))["session"]
    assert "我写的话" in str(await press(program, at_the_question, question=said))


async def test_a_number_alone_is_asked_for_its_code(program: Running) -> None:
    _, number, code = await leaves_at_kiosk(program, "我写的话")
    asked = await ask_api(program.url, question=f"查留言 {number}")
    assert "请输入八位查询码" in str(asked) and "我写的话" not in str(asked)
    assert "我写的话" in str(await press(program, asked["session"], question=code))
    assert "请输入留言编号" in str(await ask_api(program.url, question=f"查留言 {code}"))


async def test_lines_are_no_quicker_way_to_guess_a_code(program: Running) -> None:
    _, number, code = await leaves_at_kiosk(program, "秘密")
    for n in range(5):
        assert "编号或查询码不对" in str(await ask_api(program.url, question=f"查留言 {number} {n:08d}"))
    locked = str(await ask_api(program.url, question=f"查留言 {number} {code}"))
    assert "锁住" in locked and "秘密" not in locked
    assert "锁住" in str(await look_up(program, number, code)), "both ways count together"


async def test_a_kiosks_message_is_read_in_telegram_by_its_code_and_ones_own_by_its_number(program: Running, telegram: Emulator) -> None:
    _, number, code = await leaves_at_kiosk(program, "在终端写的")
    wang = telegram.person("王阿姨")
    await wang.says(f"查留言 {number} {code}")
    assert "在终端写的" in (await wang.hears()).text
    own = await leaves(wang, "在手机上写的")
    await wang.says(f"查留言{own}")
    assert "在手机上写的" in (await wang.hears()).text
    stranger = telegram.person("别人")
    await stranger.says(f"查留言{own}")
    asked = (await stranger.hears()).text
    assert "请输入八位查询码" in asked and "在手机上写的" not in asked


async def test_another_session_cannot_read_add_or_close_by_number_alone(program: Running, office: Group) -> None:
    _, number, code = await leaves_at_kiosk(program, "只给我看")
    other = (await ask_api(program.url, question="你好"))["session"]
    for choice in (f"ticket:{number}", f"more:{number}", f"done:{number}"):
        assert "只给我看" not in str(await press(program, other, choice=choice))
        await press(program, other, question="冒充的补充")
        await press(program, other, choice="leave")
    seen = str(await look_up(program, number, code))
    assert "只给我看" in seen and "冒充的补充" not in seen and "已办结" not in seen


async def test_forgetting_takes_the_message_and_what_was_still_to_be_told(program: Running, telegram: Emulator, office: Group) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    number = await leaves(wang, "忘了我")
    card = await office.hears()
    await wang.says("/forget")
    await wang.hears()
    await chen.says(f"/ticket {number}", office)
    assert "没有这条留言" in (await office.hears()).text
    await chen.says("在吗", office, reply_to=card.id)
    assert not [m for m in office.chat.by_bot if "忘了我" in str(m) and m["message_id"] > card.id]


async def test_a_broken_save_is_told_in_the_staff_chat(telegram: Emulator, office: Group, folder: Path, tmp_path: Path) -> None:
    async with running(tmp_path, folder, TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url, staff_chat_id=office.id):
        wang = telegram.person("王阿姨")
        await wang.says("你好")
        await wang.hears()
        broken = next((folder / "answers").glob("*.yaml"))
        broken.write_text(broken.read_text("utf-8") + "\n  - id: [\n", "utf-8")
        told = await office.hears()
        assert broken.name in told.text and "继续用原来的内容" in told.text


