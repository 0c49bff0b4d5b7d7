"""`ask` and `chat`: the console channel."""

from __future__ import annotations

import click


@click.command()
@click.argument("question", nargs=-1)
@click.option("--jsonl", is_flag=True, help="逐行读入 {\"question\": …}，逐行输出结果")
@click.option("--why", is_flag=True, help="说明为什么是这个回答：命中的问法和各项得分")
@click.option("--language", type=click.Choice(["zh-Hans", "zh-Hant", "en"]), default="zh-Hans")
def ask(question: tuple[str, ...], jsonl: bool, why: bool, language: str) -> None:
    """问一个问题，打印回答。"""
    from bot.channels import console

    text = " ".join(question)
    if jsonl:
        console.ask_lines()
    elif why:
        console.explain(text)
    elif text:
        console.ask(text, language)
    else:
        raise click.UsageError("请写上问题，例如：python run_bot.py ask 老板拖欠工资怎么办")


@click.command()
def chat() -> None:
    """在终端里对话；输入 退出 结束。"""
    from bot.channels import console

    console.chat()
