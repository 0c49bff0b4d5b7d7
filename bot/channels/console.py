"""The terminal as a channel: `ask`, `chat`, and `ask --jsonl` for scoring."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.answers.blocks import AnyBlock, Reply
from bot.app import assembled
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message

_NOTES = {"disclaimer", "date", "privacy"}


def ask(question: str, language: str = "zh-Hans") -> None:
    """Print the answer to one question."""

    async def once(assistant: Assistant) -> None:
        message = Message.model_validate({"session": "console:ask", "channel": "console", "text": question, "language": language})
        print_reply(await assistant.reply(message))

    asyncio.run(_with_assistant(once))


def chat() -> None:
    """Talk in the terminal until 退出 or the end of input."""

    async def loop(assistant: Assistant) -> None:
        print_reply(await assistant.reply(_message("菜单")))
        while True:
            try:
                text = (await asyncio.to_thread(input, "\n您：")).strip()
            except (EOFError, KeyboardInterrupt):
                break
            if text in ("退出", "exit", "quit"):
                break
            print_reply(await assistant.reply(_typed(text)))
        await assistant.forget("console:chat")

    asyncio.run(_with_assistant(loop))


def _message(text: str) -> Message:
    return Message(session="console:chat", channel="console", text=text)


def _typed(text: str) -> Message:
    """`#answer:some-id` picks a choice; everything else is said."""
    return Message(session="console:chat", channel="console", choice=text[1:]) if text.startswith("#") else _message(text)


async def _with_assistant(use: Any) -> None:
    async with assembled(in_memory=True) as assistant:
        await use(assistant)


def ask_lines() -> None:
    """JSON lines in, JSON lines out, in order; every line is a session of its own and nothing is recorded."""
    asyncio.run(_with_assistant(_answer_lines))


async def _answer_lines(assistant: Assistant) -> None:
    for number, line in enumerate(sys.stdin):
        if not line.strip():
            continue
        question = str(json.loads(line)["question"])
        started = time.perf_counter()
        message = Message(session=f"console:{number}", channel="console", text=question, wish_record=False)
        reply = await assistant.reply(message)
        spent = (time.perf_counter() - started) * 1000
        await assistant.forget(message.session)
        print(json.dumps(scored(question, reply, spent), ensure_ascii=False))


def scored(question: str, reply: Reply, milliseconds: float) -> dict[str, Any]:
    """A reply as `eval/score.py` reads it. What was asked for by name and opened is as sure as an answer."""
    outcome = reply.outcome if reply.outcome in ("sure", "maybe", "none", "urgent") else "none"
    if reply.outcome in ("wizard", "form", "directory", "news") or (reply.outcome in ("statute", "case") and reply.answers):
        outcome = "sure"
    return {
        "question": question, "outcome": outcome, "answers": [h.model_dump() for h in reply.answers],
        "statutes": [list(s) for s in reply.statutes], "milliseconds": round(milliseconds, 3),
    }  # fmt: skip


def explain(question: str) -> None:
    """Why this answer: the phrase that matched and the parts of the score, for the best candidates."""
    from rich.table import Table

    from bot.app import explained

    rows = explained(question)
    console = Console(highlight=False)
    console.print(f"程序看到的话：{rows.normalized}\n结论：{rows.outcome}")
    table = Table(show_lines=False)
    for heading in ("把握", "条目", "命中的问法", "各项得分"):
        table.add_column(heading)
    for row in rows.candidates:
        parts = " ".join(f"{name} {value:+.2f}" for name, value in row.parts.items() if abs(value) >= 0.005)
        table.add_row(f"{row.score:.2f}", row.id, row.phrase, parts)
    console.print(table)


def print_reply(reply: Reply) -> None:
    console = Console(highlight=False, soft_wrap=True)  # rich breaks only at spaces, which Chinese has none of; the terminal breaks anywhere
    for block in reply.blocks:
        _print(console, block)


def _print(console: Console, block: AnyBlock) -> None:
    match block.kind:
        case "text":
            style = {"title": "bold", "danger": "bold red", "note": "dim"}.get(block.style, "")
            if block.style == "danger":
                console.print(Panel(Text(block.text), style="red"), soft_wrap=False)
            else:
                console.print(f"\n{block.text}" if block.style == "title" else block.text, style=style, markup=False)
        case "list":
            console.print(f"\n{block.title}：", style="bold", markup=False)
            for i, line in enumerate(block.items, 1):
                console.print(f"  {i}. {line}" if block.numbered else f"  · {line}", markup=False)
        case "basis":
            cited = "；".join(f"《{i.law}》{i.article}（{i.version} 公布{'，' + i.note if i.note else ''}）" for i in block.items)
            console.print(f"\n{block.title}：{cited}", markup=False)
        case "contacts":
            console.print(f"\n{block.title}：", style="bold", markup=False)
            for place in block.items:
                phone = place.phone if place.phone not in place.name else ""  # 110 报警
                facts = "　".join(filter(None, (phone, place.address, place.hours, place.website)))
                console.print(f"  · {place.name}{'　' + facts if facts else ''}{'　' + place.does if place.does else ''}", markup=False)
                if place.note:
                    console.print(f"    （{place.note}）", style="dim", markup=False)
        case "choices":
            console.print(f"\n{block.prompt}", markup=False)
            for i, choice in enumerate(block.items, 1):
                console.print(f"  {i}) {choice.label}　[#{choice.id}]" if block.role != "which" else f"  {i}) {choice.label}", markup=False)
        case "article":
            console.print(f"\n《{block.law}》{block.article}　{block.status}", style="bold", markup=False)
            console.print(block.text, markup=False)
        case "figures":
            console.print(f"\n{block.title}", style="bold", markup=False)
            for row in block.rows:
                console.print(f"  {row.label}：{row.amount}　{row.how}　{row.basis}", markup=False)
            console.print(f"  合计：{block.total}", style="bold", markup=False)
        case "question":
            console.print(f"\n（{block.step}/{block.of}）{block.text}", style="bold", markup=False)
            if block.help:
                console.print(block.help, style="dim", markup=False)
        case "ticket":
            console.print(f"\n留言编号 {block.number}，查询码 {block.code}。{block.promise}", markup=False)
        case "file":
            console.print(f"\n文书：{block.label}（{block.name}）", markup=False)
        case "notice":
            console.print(block.text, style="dim", markup=False)
