"""/metrics of the whole program: what is asked, answered and waiting, in numbers; nothing of anybody."""

from __future__ import annotations

import os
import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.channels.metrics import MeasuredAssistant, Metrics
from bot.dialogue.session import Message
from bot.library import Library
from tests.office.test_handoff import leaves
from tests.telegram_emulator import Emulator
from tests.test_front_door import QUESTION, Running, ask_api, running

LABELS = {"channel", "outcome", "le"}
Sample = tuple[str, tuple[tuple[str, str], ...]]


def read(text: str) -> dict[Sample, float]:
    """Ours only: {(name, labels): value}."""
    families = text_string_to_metric_families(text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples if s.name.startswith("kuichong_")}


async def exposed(program: Running) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"{program.url}/metrics")).text


def replies(found: dict[Sample, float], channel: str, outcome: str) -> float:
    return found.get(("kuichong_replies_total", (("channel", channel), ("outcome", outcome))), 0)


async def test_replies_tickets_outbox_and_knowledge_are_measured_without_a_word_of_anybody(folder: Path, tmp_path: Path) -> None:
    async with Emulator() as telegram:
        office = telegram.group("值班群")
        office.is_deleted()
        token = {"TELEGRAM_BOT_TOKEN": telegram.token, "telegram_api_url": telegram.url, "staff_chat_id": office.id}
        async with running(tmp_path, folder, **token) as program:
            begun = read(await exposed(program))
            assert replies(begun, "api", "sure") == 0 and begun["kuichong_tickets_open", ()] == 0
            wang = telegram.person("王阿姨")
            for _ in range(2):
                assert (await ask_api(program.url, question=QUESTION))["outcome"] == "sure"
            assert (await ask_api(program.url, question="火星移民怎么办签证"))["outcome"] == "none"
            await wang.says(QUESTION)
            await wang.hears()
            number = await leaves(wang, "我叫张三丰，电话13800138000")
            broken = folder / "answers" / "answers.yaml"
            broken.write_text(broken.read_text("utf-8").replace("summary:", "sumary:", 1), "utf-8")
            for _ in range(300):  # until the watcher has seen it
                if "继续用原来的内容" in "".join(program.reports):
                    break
                os.utime(broken)
                await exposed(program)
            text = await exposed(program)
            found = read(text)
            assert replies(found, "api", "sure") == 2 and replies(found, "api", "none") == 1 and replies(found, "telegram", "sure") == 1
            assert found["kuichong_reply_seconds_count", (("channel", "api"),)] == 3
            assert found["kuichong_reply_seconds_bucket", (("channel", "api"), ("le", "+Inf"))] == 3
            assert 0 < found["kuichong_reply_seconds_sum", (("channel", "api"),)] < 60
            for name, value in {
                "tickets_open": 1, "tickets_overdue": 0, "outbox_waiting": 0, "outbox_undeliverable": 1, "staff_chat_lost": 1,
                "telegram_receiving": 1, "knowledge_reload_ok": 0, "database_ok": 1,
            }.items():  # fmt: skip
                assert found[f"kuichong_{name}", ()] == value, name
            assert 0 < found["kuichong_knowledge_age_seconds", ()] < 600 and found["kuichong_knowledge_answers", ()] > 3
            assert {label for _, labels in found for label, _ in labels} == LABELS
            assert not re.search(f"张三丰|138001|拖欠|火星|{number}|{wang.id}|{-office.id}|labour", text)
            health = await program.healthy()
            assert health["telegram"] == "ok"


async def test_what_was_counted_is_told_while_the_database_is_away(small_library: Library) -> None:
    async def away() -> dict[str, float]:
        raise OSError

    metrics = Metrics(away)

    class Memory:
        def __getattr__(self, name: str) -> object:
            raise OSError

    assistant = MeasuredAssistant(metrics, small_library, Memory())
    with pytest.raises(OSError):
        await assistant.reply(Message(session="api:1", channel="api", text=QUESTION))
    found = read((await metrics.text()).decode())
    assert replies(found, "api", "failed") == 1 and found["kuichong_database_ok", ()] == 0
    assert ("kuichong_tickets_open", ()) not in found
