"""The code that opens a message at a kiosk has one name, wherever a resident or a clerk reads of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answers.blocks import Language, Reply, Ticket
from bot.channels.console import print_reply
from bot.channels.telegram.paragraphs import Look
from bot.channels.telegram.render import Words, render
from bot.channels.web.words import speaker

ROOT = Path(__file__).parents[2]
LEFT = Reply(outcome="wizard", blocks=(Ticket(number="00012", code="1234 5678", promise=""),))


def test_the_terminal_calls_it_as_the_question_at_the_kiosk_does(capsys: pytest.CaptureFixture[str]) -> None:
    print_reply(LEFT)
    assert "查询码 1234 5678" in capsys.readouterr().out


def test_telegram_and_the_kiosk_call_it_so_in_both_scripts() -> None:
    languages: tuple[tuple[Language, str], ...] = (("zh-Hans", "查询码"), ("zh-Hant", "查詢碼"))
    for language, name in languages:
        told = render(LEFT.model_copy(update={"language": language}), Look("bot"))[0]
        assert isinstance(told, Words) and name in told.plain
        assert speaker(language)("ticket_code") == name


def test_no_other_name_stands_anywhere() -> None:
    files = (path for room in ("bot", "knowledge", "docs") for path in (ROOT / room).rglob("*"))
    read = [path for path in files if path.suffix in (".py", ".html", ".json", ".yaml", ".md", ".js")]
    others = re.compile("取[件单單][码碼]|口令|取件")
    assert [str(path.relative_to(ROOT)) for path in read if others.search(path.read_text("utf-8"))] == []
