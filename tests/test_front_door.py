"""The whole program as its users meet it: one question through Telegram, the kiosk in a browser, the API and the console."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import serve
from bot.settings import Settings
from tests.conftest import ROOT, SMALL, required_program
from tests.telegram_emulator import Emulator

QUESTION = "老板拖欠工资怎么办"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """The program under test and what it reported."""

    def __init__(self, settings: Settings, reports: list[str]) -> None:
        self.url = f"http://{settings.host}:{settings.port}"
        self.reports = reports

    async def healthy(self) -> dict[str, Any]:
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(200):
                try:
                    body: dict[str, Any] = (await client.get(f"{self.url}/healthz")).json()
                    return body
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise AssertionError("the server did not come up")


@asynccontextmanager
async def running(tmp_path: Path, folder: Path = SMALL, **more: Any) -> AsyncIterator[Running]:
    settings = Settings(data_dir=tmp_path / "data", knowledge_dir=folder, port=free_port(), **more)
    reports: list[str] = []
    stop = asyncio.Event()
    task = asyncio.create_task(serve(settings, reports.append, stop))
    program = Running(settings, reports)
    try:
        await program.healthy()
        yield program
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def ask_api(url: str, **body: Any) -> dict[str, Any]:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        answer: dict[str, Any] = (await client.post(f"{url}/api/v1/ask", json=body)).json()
        return answer


def sentences(reply: dict[str, Any]) -> list[str]:
    """What must reach the resident whatever the channel: lead, steps, basis, disclaimer, hotline."""
    found: list[str] = []
    for block in reply["blocks"]:
        if block["kind"] == "text" or block["kind"] == "notice":
            found.append(block["text"])
        elif block["kind"] == "list":
            found += block["items"]
        elif block["kind"] == "basis":
            found += [f"《{item['law']}》{item['article']}" for item in block["items"]]
        elif block["kind"] == "contacts":
            found += [item["phone"] for item in block["items"] if item["phone"]]
    return found


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


async def test_the_same_question_gets_the_same_answer_in_all_four_channels(tmp_path: Path) -> None:
    chromium = required_program("chromium", "chromium-browser")
    async with Emulator() as telegram, running(tmp_path, TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url) as program:
        said = await ask_api(program.url, question=QUESTION)
        expected = sentences(said["reply"])
        assert said["outcome"] == "sure" and said["answers"][0]["id"] == "labour-wages-owed" and len(expected) > 8

        wang = telegram.person("王阿姨")
        await wang.says(QUESTION)
        heard = flat((await wang.hears()).text)
        kiosk = flat(await kiosk_answer(chromium, program.url, QUESTION))
        console = flat(await console_answer(tmp_path, QUESTION))
        for sentence in expected:
            for channel, text in (("telegram", heard), ("kiosk", kiosk), ("console", console)):
                assert flat(sentence) in text, f"{channel} lacks {sentence!r}"


async def kiosk_answer(chromium: str, url: str, question: str) -> str:
    """What a resident reads after typing into the page and pressing the button."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        )
        page = await browser.new_page(viewport={"width": 1080, "height": 1920})
        await page.goto(url)
        await page.fill("textarea[name=question], input[name=question]", question)
        await page.locator("form:has([name=question]) button[type=submit], form:has(textarea[name=question]) button.primary").first.click()
        # The footer says 不是法律意见 on every page: only the folded basis proves that the answer itself has come.
        await page.wait_for_selector("#reply details.basis", state="attached")
        await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        text = await page.inner_text("body")
        await browser.close()
        return text


async def console_answer(tmp_path: Path, question: str) -> str:
    return await asyncio.to_thread(run, "ask", question, data=tmp_path)


def run(*arguments: str, data: Path, folder: Path = SMALL, stdin: str = "", **environment: str) -> str:
    """The command line's output; fails on a traceback or a bad exit."""
    done = subprocess.run(
        [sys.executable, "run_bot.py", *arguments], cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=60,
        env={**os.environ, "BOT_KNOWLEDGE_DIR": str(folder), "BOT_DATA_DIR": str(data / "cli"), "COLUMNS": "300", **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_json_lines_are_what_the_evaluation_reads(tmp_path: Path) -> None:
    questions = [QUESTION, "", "红烧肉怎么做", "老公正在打我", '"; DROP'] 
    lines = "".join(json.dumps({"question": q}, ensure_ascii=False) + "\n" for q in questions)
    replies = [json.loads(line) for line in run("ask", "--jsonl", data=tmp_path, stdin=lines).splitlines()]
    assert [r["question"] for r in replies] == questions
    assert [r["outcome"] for r in replies] == ["sure", "none", "none", "urgent", "none"]
    assert replies[0]["answers"][0]["statutes"][0] == ["劳动争议调解仲裁法", "第五十三条"]
    assert all({"answers", "statutes", "milliseconds"} <= set(r) for r in replies)


async def test_saving_a_file_changes_the_answers_and_a_broken_save_keeps_the_old_ones(tmp_path: Path, folder: Path) -> None:
    path = folder / "answers" / "answers.yaml"
    good = path.read_text("utf-8")
    async with running(tmp_path, folder) as program:
        first = await ask_api(program.url, question=QUESTION)
        path.write_text(good.replace("先收好证据，向劳动监察投诉", "新的说法，先去投诉"), "utf-8")
        await until(lambda text: "新的说法" in text, program, first["session"])
        path.write_text("answers: [\n", "utf-8")
        health: dict[str, Any] = {}
        for _ in range(100):
            health = await program.healthy()
            if health["knowledge"]["problems"]:
                break
            await asyncio.sleep(0.05)
        assert "answers.yaml:" in health["knowledge"]["problems"][0]
        assert any("知识库有错" in line for line in program.reports)
        still = await ask_api(program.url, question="那要带什么材料？", session=first["session"])
        assert still["answers"][0]["id"] == "labour-wages-owed"


async def test_laws_imported_while_the_program_runs_are_read_at_once(tmp_path: Path) -> None:
    from bot.search.statutes.build import build
    from bot.search.statutes.sources import LawText

    async with running(tmp_path) as program:
        assert "没有导入" in (await program.healthy())["statutes"]
        imported = LawText("渔港条例", "2025-01-01", "2025-03-01", "有效", "行政法规", (("第一条", "", "渔船进港先报告。"),))
        await asyncio.to_thread(build, [imported], tmp_path / "data" / "statutes")
        for _ in range(200):
            if "已导入 1 条" in (await program.healthy())["statutes"]:
                break
            await asyncio.sleep(0.05)
        said = await ask_api(program.url, question="渔港条例第一条")
        assert "渔船进港先报告" in json.dumps(said, ensure_ascii=False)


async def until(holds: Any, program: Running, session: str) -> None:
    for _ in range(100):
        reply = await ask_api(program.url, question=QUESTION, session=session)
        if holds(json.dumps(reply, ensure_ascii=False)):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the saved change did not arrive")


async def test_a_fallen_channel_is_restarted_and_reported_while_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import app

    monkeypatch.setattr(app, "RESTART_AFTER", (0.01,))
    runs: list[int] = []
    third = asyncio.Event()

    class Falling:
        name = "试验渠道"

        async def run(self, stop: asyncio.Event, report: Any) -> None:
            runs.append(1)
            if len(runs) < 3:
                raise RuntimeError("断线")
            third.set()
            await stop.wait()

        async def tell_staff(self, text: str) -> bool:
            return True

    monkeypatch.setattr(app, "_telegram", lambda *_: Falling())
    async with running(tmp_path, TELEGRAM_BOT_TOKEN="1:x") as program:
        await asyncio.wait_for(third.wait(), 10)
        assert (await ask_api(program.url, question=QUESTION))["ok"]
        assert sum("试验渠道 停了（RuntimeError: 断线）" in line for line in program.reports) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_program_says_what_runs_and_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "BOT_KNOWLEDGE_DIR": str(SMALL), "BOT_DATA_DIR": str(tmp_path), "BOT_PORT": str(free_port())}
    environment.pop("TELEGRAM_BOT_TOKEN", None)
    process = subprocess.Popen([sys.executable, "run_bot.py"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    said = ""
    while "数据库" not in said:
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        said += line
    process.send_signal(number)
    rest, errors = process.communicate(timeout=20)
    assert process.returncode == 0 and "Traceback" not in errors
    assert "http://127.0.0.1:" in said and "@BotFather" in said and "已全部停下" in rest


def test_a_misspelt_setting_is_reported_with_the_right_word(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "run_bot.py"], cwd=ROOT, capture_output=True, text=True, timeout=30,
        env={**os.environ, "BOT_KNOWLEGE_DIR": "x", "BOT_KNOWLEDGE_DIR": str(tmp_path / "nowhere"), "BOT_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1 and "BOT_KNOWLEDGE_DIR？" in done.stderr and "Traceback" not in done.stderr


def test_check_prints_every_problem_with_file_line_and_column(tmp_path: Path, folder: Path) -> None:
    path = folder / "answers" / "answers.yaml"
    path.write_text(path.read_text("utf-8").replace("service: notary", "service: notery").replace("    summary: 违法辞退", "    sumary: 违法辞退"), "utf-8")
    done = subprocess.run(
        [sys.executable, "run_bot.py", "check"], cwd=ROOT, capture_output=True, text=True, timeout=30,
        env={**os.environ, "BOT_KNOWLEDGE_DIR": str(folder)},
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert re.search(r"answers\.yaml:\d+:\d+: .*notery.*notary", done.stdout) and re.search(r"answers\.yaml:\d+:\d+: .*sumary.*summary", done.stdout)
