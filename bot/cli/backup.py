"""`backup` and `restore`: the embedded database as one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.errors import BotError


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """把数据库备份成一个文件 TARGET；助手在运行也可以备份。"""
    from bot.settings import Settings
    from bot.store.backup import backup as write

    try:
        size = write(Settings().database, target)
    except BotError as problem:
        sys.exit(str(problem))
    click.echo(f"已备份到 {target}（{size:,} 字节）。里面有居民的留言，请妥善保管。")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
def restore(source: Path) -> None:
    """用备份文件 SOURCE 恢复数据库；先停下助手。原来的数据库改名留在旁边。"""
    from bot.settings import Settings
    from bot.store.backup import restore as put_back

    try:
        kept = put_back(Settings().database, source)
    except BotError as problem:
        sys.exit(str(problem))
    click.echo("已恢复。" + (f"原来的数据库留在 {kept}，确认没问题后请删掉。" if kept else ""))
