"""`report`: the monthly report as a Word document, or its figures as CSV."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.option("--month", default="", help="哪个月，写成 2026-11；不写则是本月")
@click.option("--csv", "as_table", is_flag=True, help="只要数据表（CSV），不要 Word 报告")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="存到哪个文件；不写则存在当前文件夹")
def report(month: str, as_table: bool, output: Path | None) -> None:
    """生成一个月的运行报告。"""
    from bot.errors import BotError

    try:
        name, content = asyncio.run(_made(month, as_table))
    except BotError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    target = output or Path(name)
    target.write_bytes(content)
    click.echo(f"已写好：{target}")


async def _made(month: str, as_table: bool) -> tuple[str, bytes]:
    from bot.app import message_desk, open_library
    from bot.office.reports import SHENZHEN, month_named
    from bot.office.reports_document import monthly_report
    from bot.office.reports_table import all_tables_csv
    from bot.office.staff_rooms import open_rooms
    from bot.settings import Settings
    from bot.store.database import open_database

    settings = Settings()
    today = datetime.now(SHENZHEN).date()
    period = month_named(month, today)
    engine = await open_database(settings.database)
    try:
        library = await asyncio.to_thread(open_library, settings)
        _, tickets = message_desk(settings, library, engine)
        rooms = open_rooms(engine, library, settings.knowledge_dir, settings.staff_keys, tickets=tickets)
        now = await rooms.reports.figures(period)
        if as_table:
            return f"运行数据-{period.first:%Y-%m}.csv", all_tables_csv(now)
        before = await rooms.reports.figures(period.before)
        return f"智能助手{period}运行情况报告.docx", monthly_report(now, before, await rooms.ticket_figures(period), today)
    finally:
        await engine.dispose()
