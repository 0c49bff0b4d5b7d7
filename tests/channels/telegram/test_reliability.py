"""Networks, floods, restarts: nothing is lost, nothing is done twice, order is kept."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channels.telegram.ports import Delivery
from bot.errors import SettingsError
from tests.channels.telegram.conftest import Service, serving
from tests.channels.telegram.fake_assistant import WAGES
from tests.telegram_emulator import Emulator, Person


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


async def test_an_update_told_twice_is_answered_once(service: Service, wang: Person) -> None:
    await wang.says("你好")
    update = dict(service.telegram.world.updates[0])
    await wang.hears()
    await service.telegram.world.repeat(update)
    await wang.says("下一句")
    assert (await wang.hears()).text == "答：下一句"
    assert service.assistant.texts() == ["你好", "下一句"]


async def test_an_older_update_that_comes_late_is_answered_too(service: Service, wang: Person) -> None:
    await wang.says("一")
    await wang.hears()
    message = {"message_id": 9, "date": 1, "chat": wang.chat.json, "from": wang.user, "text": "迟到的"}
    late = {"update_id": 1, "message": message}
    receiver = service.channel._receiver
    assert receiver is not None
    assert await receiver.take(json.dumps(late).encode()) == 200
    assert (await wang.hears()).text == "答：迟到的"


@pytest.mark.parametrize(("code", "more"), [(500, {}), (502, {}), (0, {}), (429, {"retry_after": 0.02}), (0, {"done_first": True})])
async def test_a_reply_gets_through_bad_days(service: Service, wang: Person, code: int, more: dict[str, Any]) -> None:
    service.telegram.fails("sendMessage", code, times=2, **more)
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"
    assert service.assistant.texts() == ["你好"]
    await service.until(lambda: service.handled)


async def test_flood_control_for_longer_than_the_client_is_patient_is_waited_out(service: Service, wang: Person) -> None:
    service.telegram.fails("sendMessage", 429, retry_after=0.02, times=6)
    await wang.says("你好")
    assert (await wang.hears(30)).text == "答：你好"


async def test_polling_survives_an_outage_and_says_so_once(service: Service, wang: Person) -> None:
    fault = service.telegram.fails("getUpdates", 502, times=5)
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"
    await wang.says("再来")
    assert (await wang.hears()).text == "答：再来"
    assert fault.times == 0
    assert sum("连不上" in report for report in service.reports) == 1
    assert sum("又连上了" in report for report in service.reports) == 1
    assert service.channel.trouble == ""


async def test_a_second_program_with_the_same_token_is_named_as_the_reason(service: Service, wang: Person) -> None:
    service.telegram.fails("getUpdates", 409, description="Conflict: terminated by other getUpdates request")
    await wang.says("你好")
    await wang.hears()
    await wang.says("你好")
    await wang.hears()
    assert any("另一个程序" in report for report in service.reports)


async def test_without_telegram_the_channel_waits_and_comes_up_when_it_is_back(telegram: Emulator, wang: Person) -> None:
    fault = telegram.fails("getMe", 0, times=3)
    async with serving(telegram) as service:
        assert fault.times == 0
        await wang.says("你好")
        assert (await wang.hears()).text == "答：你好"
        assert "连不上" in service.reports[0]


async def test_a_wrong_token_is_said_plainly_without_showing_it(telegram: Emulator) -> None:
    service = Service(telegram)
    service.settings = service.settings.model_copy(update={"telegram_token": type(service.settings.telegram_token)("111:wrong")})
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as caught:
        await service.start()
    assert "111:wrong" not in str(caught.value)


async def test_a_token_revoked_while_running_ends_the_channel_with_the_reason(telegram: Emulator, wang: Person) -> None:
    service = Service(telegram)
    await service.started()
    telegram.fails("getUpdates", 401, description="Unauthorized")
    await wang.says("你好")
    assert service.task is not None
    with pytest.raises(SettingsError, match="令牌"):
        await service.task


async def test_a_database_that_is_away_for_a_while_loses_no_question(service: Service, wang: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    add, refused = service.inbox.add, asyncio.Event()

    async def away(update_id: int, body: str) -> bool:
        refused.set()
        raise OSError("database is locked")

    monkeypatch.setattr(service.inbox, "add", away)
    await wang.says("你好")
    await refused.wait()
    assert service.assistant.heard == []
    monkeypatch.setattr(service.inbox, "add", add)
    assert (await wang.hears()).text == "答：你好"
    assert any("存不进数据库" in report for report in service.reports)


async def test_one_chat_is_answered_in_order_while_another_is_not_kept_waiting(service: Service, wang: Person) -> None:
    li = service.telegram.person("李叔")
    held = service.telegram.fails("sendMessage", hold=asyncio.Event(), chat_id=wang.id)
    for n in range(5):
        await wang.says(f"{n}")
    await held.met.wait()
    await li.says("你好")
    assert (await li.hears()).text == "答：你好"
    assert held.hold is not None
    held.hold.set()
    assert [(await wang.hears()).text for _ in range(5)] == [f"答：{n}" for n in range(5)]


async def test_a_blocked_bot_forgets_the_reply_and_goes_on(service: Service, wang: Person) -> None:
    await wang.blocks_bot()
    await wang.says("你好")
    await service.until(lambda: service.handled and service.assistant.heard)
    li = service.telegram.person("李叔")
    await li.says("你好")
    assert (await li.hears()).text == "答：你好"


async def test_html_that_telegram_refuses_is_sent_as_plain_text(service: Service, wang: Person) -> None:
    service.telegram.fails("sendMessage", 400, description="Bad Request: can't parse entities: …")
    await wang.says(WAGES)
    answer = await wang.hears()
    assert "先保存 <证据> & 记录" in answer.text
    assert answer.styles == []
    assert answer.buttons


async def test_stopping_finishes_the_reply_under_way_and_starts_no_other(service: Service, wang: Person) -> None:
    service.assistant.hold = asyncio.Event()
    for text in ("第一", "第二"):
        await wang.says(text)
    await service.until(lambda: len(service.inbox.bodies) == 2)
    stopping = asyncio.create_task(service.stop())
    for _ in range(20):  # a few turns of the loop, until nothing comes in any more
        await asyncio.sleep(0)
    assert service.channel.trouble
    service.assistant.hold.set()
    service.assistant.hold = None
    await stopping
    assert [m["text"] for m in wang.chat.by_bot] == ["答：第一"]
    assert len(await service.inbox.pending()) == 1
    await service.started()
    await wang.hears()
    assert (await wang.hears()).text == "答：第二"
    assert any("先处理上次没处理完的 1 条" in report for report in service.reports)


async def test_stopping_while_telegram_is_away_keeps_the_reply_for_the_next_start(service: Service, wang: Person) -> None:
    fault = service.telegram.fails("sendMessage", 502, times=10**6)
    await wang.says("你好")
    await fault.met.wait()
    await service.stop()
    assert len(await service.inbox.pending()) == 1
    service.telegram.world.faults.clear()
    await service.started()
    assert (await wang.hears()).text == "答：你好"
    assert service.assistant.texts() == ["你好"], "the assistant knows the message's id and does nothing twice"


async def test_killed_in_mid_conversation_everything_is_answered_after_the_restart(
    service: Service, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wang.says("没钱")
    which = await wang.hears()
    service.assistant.hold = asyncio.Event()
    await wang.taps(which, "被拖欠工资")
    await wang.says("还有")
    await service.until(lambda: len(service.pending) == 2)
    await service.kill(monkeypatch)
    service.assistant.hold = None
    await service.started()
    assert "可以投诉" in (await wang.hears()).text
    assert (await wang.hears()).text == "答：还有"


async def test_a_delivery_may_repeat_after_a_crash_but_never_vanishes(
    service: Service, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = service.outbox.sent
    told = asyncio.Event()

    async def crash(id: int, message_ids: object) -> None:
        told.set()
        raise RuntimeError("killed between Telegram and the database")

    service.outbox.sent = crash  # type: ignore[method-assign]
    service.outbox.put(Delivery(1, f"telegram:{wang.id}", "答复"))
    assert (await wang.hears()).text == "答复"
    await told.wait()
    await service.kill(monkeypatch)
    service.outbox.sent = sent  # type: ignore[method-assign]
    await service.started()
    assert (await wang.hears()).text == "答复"
    await service.until(lambda: service.outbox.delivered)


async def test_an_unreadable_stored_update_stops_nothing(telegram: Emulator, wang: Person) -> None:
    service = Service(telegram)
    service.inbox.bodies = {1: "not json", 2: "{}", 3: '{"update_id": 3, "message": 5}'}
    await service.started()
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"
    await service.stop()
    assert service.handled


async def test_an_update_the_library_can_not_read_is_passed_over_and_its_words_are_not_logged(
    service: Service, wang: Person, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    await wang.sends("unheard_of", caption="秘密")
    await wang.says("你好")
    assert (await wang.hears()).text == "答：你好"
    log = caplog.text + "".join(capfd.readouterr())
    assert "telegram_update_unreadable" in log
    assert "秘密" not in log


async def test_bursts_are_answered_completely_and_in_order(telegram: Emulator) -> None:
    people = [telegram.person(f"人{n}") for n in range(12)]
    service = Service(telegram)
    service.options["limited"] = False
    await service.started()
    for n in range(4):
        for person in people:
            await person.says(f"{n}")
    for person in people:
        assert [(await person.hears()).text for _ in range(4)] == [f"答：{n}" for n in range(4)]
    await service.stop()


async def test_the_log_holds_neither_questions_nor_the_token(service: Service, wang: Person, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    caplog.set_level(0)
    service.telegram.fails("sendMessage", 502)
    await wang.says("我叫王小明，老板欠我三万")
    await wang.hears()
    await service.stop()
    everything = caplog.text + "".join(capfd.readouterr())
    assert "telegram_answered" in everything
    assert "王小明" not in everything
    assert service.telegram.token not in everything
