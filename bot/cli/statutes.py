"""`statutes import PATH`: fill the statute index in the data folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click


@click.group()
def statutes() -> None:
    """法规原文：导入和查看。"""


@statutes.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def import_(path: Path) -> None:
    """导入法规：文件夹、压缩包或 articles.jsonl(.gz)。可反复导入，新旧合并。"""
    from bot.errors import StatuteImportError
    from bot.search.statutes.build import build, merge
    from bot.search.statutes.collect import collect
    from bot.search.statutes.library import StatuteLibrary
    from bot.settings import Settings

    home = Settings().data_dir / "statutes"
    started = time.perf_counter()
    try:
        collected = collect(path, lambda name, count: _progress(f"读取第 {count} 个文件：{name}"))
        try:
            old = StatuteLibrary(home).law_texts()
        except StatuteImportError:
            old = []
        built = build(merge(old, collected.laws), home, lambda done, of: _progress(f"建索引 {done:,}/{of:,} 条"))
    except StatuteImportError as error:
        click.echo(f"\n导入不了：{error}。原来的索引不变。", err=True)
        sys.exit(1)
    click.echo("")
    for name, reason in collected.unread:
        click.echo(f"读不了：{name}：{reason}", err=True)
    doubles = sum(len(law.articles) for law in collected.laws) - built.articles
    if not old and doubles > 0:
        click.echo(f"同一版本在两个来源里各有一份的，只留效力已核的一份，少了 {doubles:,} 条重复条文。")
    state = "已换上新索引" if built.changed else "内容没有变化，索引不变"
    click.echo(f"{state}：{built.laws:,} 个版本，{built.articles:,} 条条文，用时 {time.perf_counter() - started:.1f} 秒，占用内存最高 {_peak()} MB。")
    if built.changed:
        click.echo("正在运行的助手几秒内自动用上新的法规，不用重启。")


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line[:70]}", nl=False, err=True)


def _peak() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
