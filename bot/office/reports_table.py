"""The figures as tables, for the page, the CSV export and the monthly report alike; and CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.office.reports import CHANNELS, RESULTS, TOP, Figures, service_name

Cell = str | int
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class TableOf:
    """Rows of (name, figure, …); `key` names it in addresses and files."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def percent(part: float, whole: float = 1.0) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def tables(found: Figures) -> list[TableOf]:
    """Every table there is, in the order of the page."""
    return [
        results(found),
        _shares("services", "服务事项", "服务", [(service_name(s), n) for s, n in found.services.most_common()]),
        TableOf("hours", "一天里的时间", ("时间", "提问"), tuple((f"{h}点", found.hours[h]) for h in range(24))),
        TableOf("days", "每天", ("日期", "提问"), tuple((str(d), found.days[d]) for d in _days(found))),
        service_hours(found),
        _shares("topics", "咨询主题", "主题", found.topics.most_common()),
        _shares("answers", "问得最多的事", "回答", [(found.title(a), n) for a, n in found.answers.most_common(TOP)]),
        _shares("channels", "从哪里问", "渠道", [(CHANNELS.get(c, c), n) for c, n in found.channels.most_common()]),
        opinions(found),
        TableOf("unhelpful", "被说“没帮上”最多的回答", ("回答", "有帮助", "没帮上"), tuple((found.title(a), y, n) for a, y, n in found.worst)),
        TableOf("times", "回答用时", ("一半的问题在", "九成五的问题在", "最慢"), (tuple(f"{found.milliseconds_at(p)} 毫秒内" for p in (0.5, 0.95, 1)),)),
    ]  # fmt: skip


def results(found: Figures) -> TableOf:
    rows = tuple((name, found.results[key], percent(found.share(key))) for key, name in RESULTS.items())
    return TableOf("results", "回答情况", ("结果", "次数", "占比"), rows)


def opinions(found: Figures) -> TableOf:
    said = found.helpful + found.unhelpful
    rows = (("有帮助", found.helpful, percent(found.helpful, said)), ("没帮上", found.unhelpful, percent(found.unhelpful, said)))
    return TableOf("opinions", "居民评价", ("评价", "次数", "占比"), rows)


BLOCKS = ((0, 6), (6, 9), (9, 12), (12, 14), (14, 18), (18, 21), (21, 24))


def service_hours(found: Figures) -> TableOf:
    """Services by parts of the day: who needs what when."""
    rows: list[tuple[Cell, ...]] = []
    for service, _ in found.services.most_common():
        rows.append((service_name(service), *(sum(found.service_hours[service, h] for h in range(*b)) for b in BLOCKS)))
    return TableOf("service-hours", "什么时间问什么服务", ("服务", *(f"{a}–{b}点" for a, b in BLOCKS)), tuple(rows))


def _shares(key: str, title: str, of: str, rows: Sequence[tuple[str, int]]) -> TableOf:
    total = sum(n for _, n in rows)
    return TableOf(key, title, (of, "次数", "占比"), tuple((name, n, percent(n, total)) for name, n in rows))


def _days(found: Figures) -> Iterable[date]:
    day = found.period.first
    while day <= found.period.last:
        yield day
        day += timedelta(days=1)


def as_csv(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel needs. What a spreadsheet would run as a formula gets an apostrophe in front."""
    target = io.StringIO()
    writer = csv.writer(target)
    for row in (head, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def all_tables_csv(found: Figures) -> bytes:
    """All tables in one file, each under its title."""
    rows = [row for one in tables(found) for row in ((), (one.title,), one.head, *one.rows)]
    return as_csv((f"{found.period}运行数据",), rows)


def harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" \u3000\n").startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell
