"""`knowledge preview` and `knowledge diff`: what residents would get, before staff save or publish."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def knowledge() -> None:
    """知识库：预览回答，看改动会影响哪些问题。"""


@knowledge.command()
@click.argument("question", nargs=-1, required=True)
def preview(question: tuple[str, ...]) -> None:
    """看一个问题现在会得到什么，和为什么。"""
    from bot.channels import console

    text = " ".join(question)
    console.explain(text)
    console.ask(text)


@knowledge.command()
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--questions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="另外要比对的问题，每行一个")
def diff(before: Path, questions: Path | None) -> None:
    """和改动前的文件夹 BEFORE 比：哪些问题会得到不同的回答。"""
    from bot.errors import KnowledgeError
    from bot.inspection.preview import changes
    from bot.settings import Settings

    extra = [line.strip() for line in questions.read_text("utf-8").splitlines() if line.strip()] if questions else []
    try:
        found = changes(before, Settings().knowledge_dir, extra)
    except KnowledgeError as error:
        click.echo(f"知识库有错，先改正再比：\n{error}", err=True)
        sys.exit(1)
    for change in found:
        click.echo(f"{change.question}\n  原来：{change.before}\n  现在：{change.after}")
    click.echo(f"共 {len(found)} 个问题会得到不同的回答。" if found else "没有问题会得到不同的回答。")
