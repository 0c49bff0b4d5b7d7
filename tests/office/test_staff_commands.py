"""The commands for staff keys and reports, as an administrator types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.conftest import SMALL


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOT_KNOWLEDGE_DIR", str(SMALL))
    monkeypatch.delenv("BOT_STAFF_KEYS", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


def test_a_key_is_made_shown_once_listed_by_name_and_withdrawn(typed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "还没有给任何人发密钥" in typed("staff", "list").output
    made: Result = typed("staff", "key", "陈小梅")
    key = re.search(r"^ {4}(\S{20,})$", made.output, re.MULTILINE)
    assert made.exit_code == 0 and key
    assert typed("staff", "list").output.strip() == "陈小梅"
    assert all(key[1].encode() not in f.read_bytes() for f in tmp_path.glob("*.sqlite*"))
    assert typed("staff", "key", "陈小梅").output != made.output
    assert "已收回" in typed("staff", "revoke", "陈小梅").output
    assert typed("staff", "revoke", "陈小梅").exit_code == 1


@pytest.mark.parametrize("name", ["", " ", "a:b", "甲，乙", "长" * 21, "换\n行"])
def test_a_name_that_no_list_could_show_is_refused_in_one_plain_line(typed, name: str) -> None:  # type: ignore[no-untyped-def]
    refused: Result = typed("staff", "key", name)
    assert refused.exit_code == 1 and "姓名要写" in refused.output and "Traceback" not in refused.output


def test_a_report_is_written_as_word_or_as_a_table(typed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert typed("report", "--month", "2026-11").exit_code == 0
    assert (tmp_path / "智能助手2026年11月运行情况报告.docx").read_bytes().startswith(b"PK")
    assert typed("report", "--month", "2026-11", "--csv", "--output", "x.csv").exit_code == 0
    assert "回答情况" in (tmp_path / "x.csv").read_text("utf-8-sig")
    refused: Result = typed("report", "--month", "13")
    assert refused.exit_code == 1 and "2026-11" in refused.output
