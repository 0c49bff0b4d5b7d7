"""Figures people can rely on: counted in Shenzhen's days and hours, never over the period's edge, never with a person in them."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import insert

from bot.cli.report import _made
from bot.errors import BadRequest
from bot.library import Library
from bot.office.reports import Figures, Period, Reports, month, month_named
from bot.office.reports_document import monthly_report
from bot.office.reports_table import all_tables_csv, as_csv, harmless, tables
from bot.settings import Settings
from bot.store.changes import ChangeStore
from bot.store.database import open_database
from bot.store.figures import FigureStore
from bot.store.gaps import GapStore
from bot.store.tables import feedback, usage
from bot.store.tickets import TicketStore
from tests.conftest import SMALL
from tests.office.staff_store import opened

NOVEMBER = month(date(2026, 11, 23))
MIDNIGHT = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # November begins in Shenzhen


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Any]:
    opened_engine = await opened(tmp_path)
    yield opened_engine
    await opened_engine.dispose()


def reports(engine: Any, library: Library | None = None) -> Reports:
    return Reports(FigureStore(engine), GapStore(engine), ChangeStore(engine), library)


async def used(engine: Any, at: datetime, outcome: str = "sure", **more: Any) -> None:
    row = {"at": at, "channel": "kiosk", "outcome": outcome, "service": None, "topic": None, "answer": None, "milliseconds": 10} | more
    async with engine.begin() as connection:
        await connection.execute(insert(usage), row)


async def test_a_month_begins_and_ends_at_midnight_in_shenzhen(engine: Any) -> None:
    for at in (MIDNIGHT - timedelta(seconds=1), MIDNIGHT, MIDNIGHT + timedelta(days=30, seconds=-1), MIDNIGHT + timedelta(days=30)):
        await used(engine, at)
    found = await reports(engine).figures(NOVEMBER)
    assert found.asked == 2 and found.hours == {0: 1, 23: 1} and found.days == {date(2026, 11, 1): 1, date(2026, 11, 30): 1}


async def test_answered_asked_back_and_unanswered_make_all_questions_and_menus_are_none(engine: Any) -> None:
    for outcome in ("sure", "statute", "urgent", "maybe", "none", "menu", "wizard", "ticket"):
        await used(engine, MIDNIGHT, outcome, service="consultation" if outcome == "sure" else None, answer="a", topic="侵权")
    found = await reports(engine).figures(NOVEMBER)
    assert found.results == {"answered": 3, "asked_back": 1, "unanswered": 1} and found.asked == 5 and found.urgent == 1 and found.guided == 1
    assert found.services == {"consultation": 1} and found.service_hours == {("consultation", 0): 1} and found.answers == {"a": 3}


async def test_a_share_of_few_opinions_is_not_given(engine: Any) -> None:
    async with engine.begin() as connection:
        await connection.execute(insert(feedback), [{"at": MIDNIGHT, "answer": "a", "helpful": n != 0, "channel": "kiosk"} for n in range(4)])
    found = await reports(engine).figures(NOVEMBER)
    assert (found.helpful, found.unhelpful, found.satisfaction) == (3, 1, None) and found.worst == [("a", 3, 1)]
    async with engine.begin() as connection:
        await connection.execute(insert(feedback), {"at": MIDNIGHT, "answer": "a", "helpful": True, "channel": "kiosk"})
    assert (await reports(engine).figures(NOVEMBER)).satisfaction == 0.8


async def test_times_are_quantiles_of_what_was_measured(engine: Any) -> None:
    for milliseconds in range(1, 101):
        await used(engine, MIDNIGHT, milliseconds=milliseconds)
    found = await reports(engine).figures(NOVEMBER)
    assert (found.milliseconds_at(0.5), found.milliseconds_at(0.95), found.milliseconds_at(1)) == (51, 96, 100)
    assert Figures(NOVEMBER).milliseconds_at(0.5) == 0


def test_periods_know_what_came_before() -> None:
    assert Period(date(2026, 11, 1), date(2026, 11, 30)) == NOVEMBER and str(NOVEMBER) == "2026年11月"
    assert month(date(2027, 1, 5)).before == month(date(2026, 12, 9)) and month(date(2028, 2, 1)).last == date(2028, 2, 29)
    assert Period(date(2026, 11, 9), date(2026, 11, 15)).before == Period(date(2026, 11, 2), date(2026, 11, 8))
    assert month_named("", date(2026, 11, 23)) == NOVEMBER == month_named("2026-11", date(2020, 1, 1))


@pytest.mark.parametrize("text", ["2026-13", "2026", "x", "2026-11-01", "0000-01", "２０２６-11x"])
def test_a_month_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        month_named(text, date(2026, 11, 23))


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@a", "\t=1", "\r=1", " =1", "＝1", "\n=1", "　=1"])
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert str(harmless(cell)).startswith("'")
    written = next(csv.reader(io.StringIO(as_csv((cell, 5, -5), ()).decode("utf-8-sig"), newline="")))
    assert written[0] == f"'{cell}" and written[1:] == ["5", "-5"]


async def filled(engine: Any, library: Library) -> Figures:
    for hour in range(24):
        await used(engine, MIDNIGHT + timedelta(hours=hour), service="legal_aid", topic="劳动纠纷", answer="labour-wages-owed")
    await used(engine, MIDNIGHT, "none")
    async with engine.begin() as connection:
        await connection.execute(insert(feedback), [{"at": MIDNIGHT, "answer": "labour-wages-owed", "helpful": n > 2, "channel": "kiosk"} for n in range(10)])
    return await reports(engine, library).figures(NOVEMBER)


async def test_the_export_holds_every_table_with_words_for_ids(engine: Any, small_library: Library) -> None:
    sheet = all_tables_csv(await filled(engine, small_library)).decode("utf-8-sig")
    for words in ("回答情况", "法律援助,24,100.0%", "老板拖欠工资怎么办,24,100.0%", "自助终端,25,100.0%", "有帮助,7,70.0%", "0点,2", "2026-11-01,25"):
        assert words in sheet, words


async def test_the_monthly_report_says_the_figures_in_words(engine: Any, small_library: Library) -> None:
    now, before = await filled(engine, small_library), await reports(engine).figures(NOVEMBER.before)
    before.results["answered"] = 20
    document = Document(io.BytesIO(monthly_report(now, before, [("收到留言", "3 条")], date(2026, 12, 1))))
    said = "\n".join(p.text for p in document.paragraphs)
    assert "2026年11月运行情况报告" in said and "受理居民提问 25 次，比上期增加 5 次（25.0%）" in said
    assert "直接答上 24 次，占 96.0%" in said and "满意率 70.0%" in said and "以外提问 16 次，占 64.0%" in said
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    assert ["收到留言", "3 条"] in cells and ["劳动纠纷", "24", "100.0%"] in cells
    early = Document(io.BytesIO(monthly_report(now, before, [], date(2026, 11, 23))))
    said = "\n".join(p.text for p in early.paragraphs)
    assert "截至11月23日" in said and "比上期" not in said and "没有居民留言" in said


async def test_a_month_without_a_question_makes_a_report_too(engine: Any) -> None:
    empty = await reports(engine).figures(NOVEMBER)
    document = Document(io.BytesIO(monthly_report(empty, empty, [], date(2026, 12, 1))))
    assert "受理居民提问 0 次" in "\n".join(p.text for p in document.paragraphs)
    assert tables(empty)[0].key == "results" and all_tables_csv(empty)


async def test_the_command_counts_the_messages_as_the_page_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOT_KNOWLEDGE_DIR", str(SMALL))
    made = await open_database(Settings().database)
    await TicketStore(made).open("a", {"code": "x", "channel": "kiosk"}, "欠薪", lambda row: [])
    await made.dispose()
    _, content = await _made("", as_table=False)
    text = "".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert "没有居民留言" not in text
