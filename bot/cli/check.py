"""`check`: all that is wrong in the knowledge base, at once."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from bot.errors import KnowledgeError, Problem
from bot.settings import Settings


@click.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="按这一天检查到期情况（默认今天）")
@click.option("--statutes", type=click.Path(exists=True, path_type=Path), help="对照这个文件夹里的法规条文核对引用和数字")
@click.option("--unconfirmed", is_flag=True, help="列出还要办事处核对的地址、电话等，CSV 格式，填好后写回 directory/")
def check(on: datetime | None, statutes: Path | None, unconfirmed: bool) -> None:
    """检查知识库，列出全部问题；有错误时退出码为 1。"""
    if unconfirmed:
        _print_worklist()
        return
    day = on.date() if on else date.today()
    problems = find_problems(Settings().knowledge_dir, day, statutes)
    for problem in problems:
        click.echo(problem)
    errors = sum(not p.warning for p in problems)
    click.echo(f"共 {errors} 处错误，{len(problems) - errors} 处提醒。" if problems else "知识库没有问题。")
    sys.exit(1 if errors else 0)


def _print_worklist() -> None:
    import csv

    from bot.inspection.linter import unconfirmed
    from bot.knowledge import read_knowledge

    writer = csv.writer(sys.stdout)
    writer.writerow(["编号", "名称", "要核对什么", "核对结果", "依据或经办人", "核对日期"])
    for row in unconfirmed(read_knowledge(Settings().knowledge_dir)):
        writer.writerow([*row, "", "", ""])


def find_problems(folder: Path, day: date, statutes: Path | None) -> list[Problem]:
    """Everything there is to say about `folder`, errors and warnings, in file order."""
    from bot.forms.templates import check_templates
    from bot.inspection.citations import check_citations
    from bot.inspection.linter import lint
    from bot.inspection.reach import lint_reach
    from bot.inspection.statutes import read_statutes
    from bot.knowledge import read_knowledge
    from bot.knowledge.check import check_knowledge

    try:
        knowledge = read_knowledge(folder)
    except KnowledgeError as error:
        return list(error.problems)
    problems: list[Problem] = []
    try:
        check_knowledge(knowledge)
    except KnowledgeError as error:
        problems += error.problems
    problems += check_templates(knowledge)
    problems += lint(knowledge, day)
    if not any(not p.warning for p in problems):
        problems += lint_reach(knowledge)
    if statutes:
        problems += check_citations(knowledge, read_statutes(statutes), day)
    return sorted(problems)
