"""Load on the Telegram channel, over HTTP with the real client, beside a bare echo bot of the same library.

    python -m tests.benchmarks.telegram_load                  everything: four minutes
    python -m tests.benchmarks.telegram_load --seconds 5      a short version
    python -m tests.benchmarks.telegram_load --store          inbox and sessions in SQLite instead of memory

The bot runs in a process of its own, the emulator with the people in this one. Latency is from when Telegram has the message to when
it has the answer; CPU is the bot process's. A fixed reply stands for the assistant, so what is measured is the channel."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from typing import Any

import uvloop

from bot.answers.blocks import Reply, Text
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.memory import MemoryInbox
from bot.dialogue.session import Message, Session
from bot.settings import Settings
from tests.telegram_emulator import Emulator, Person


class Echo:
    """The fastest assistant there is."""

    async def reply(self, message: Message) -> Reply:
        return Reply(outcome="sure", blocks=(Text(text=message.text),))

    async def session(self, key: str) -> Session:
        return Session(key=key)

    async def forget(self, session: str) -> None: ...

    async def document(self, session: str, id: str) -> Any:
        raise NotImplementedError


async def channel(url: str, token: str, limited: bool, store: bool) -> None:
    settings = Settings(TELEGRAM_BOT_TOKEN=token, telegram_api_url=url, requests_per_minute=100_000)
    inbox: Any = MemoryInbox()
    if store:
        from bot.store.database import open_database
        from bot.store.inbox import Inbox

        inbox = Inbox(await open_database(f"sqlite+aiosqlite:///{Path(tempfile.mkdtemp()) / 'load.sqlite'}"))
    await TelegramChannel(settings, Echo(), inbox, limited=limited).run(asyncio.Event(), lambda _: None)


async def bare(url: str, token: str) -> None:
    """What the library's own documentation shows, with concurrent updates and a pool that is large enough."""
    from telegram.ext import ApplicationBuilder, MessageHandler, filters

    async def echo(update: Any, _: Any) -> None:
        await update.message.reply_text(update.message.text)

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").concurrent_updates(True).connection_pool_size(64)
    application = builder.pool_timeout(60).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    await application.initialize()
    await application.start()
    assert application.updater is not None
    await application.updater.start_polling()
    await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def bot_process(kind: str, telegram: Emulator) -> AsyncIterator[asyncio.subprocess.Process]:
    command = [sys.executable, "-m", "tests.benchmarks.telegram_load", "--serve", kind, telegram.url]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    try:
        await telegram.world.until(lambda: telegram.world.poll_number, 30)
        yield process
    finally:
        process.kill()
        await process.wait()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def steady(kind: str, per_second: float, seconds: float, *, flood: bool = False) -> dict[str, float]:
    """So many messages a second from as many people; every one must be answered."""
    async with Emulator(flood=flood) as telegram, bot_process(kind, telegram) as process:
        people = [telegram.person(f"人{n}") for n in range(int(per_second))]
        await warmed_up(telegram, people[:20])
        before, total = cpu_seconds(process.pid), int(per_second * seconds)
        asked: dict[int, list[float]] = {person.id: [] for person in people}
        start = time.perf_counter()
        for n in range(total):
            await asyncio.sleep(max(0.0, start + n / per_second - time.perf_counter()))
            person = people[n % len(people)]
            asked[person.id].append(time.perf_counter())
            await person.says(f"{n}")
        await telegram.world.until(lambda: sum(len(p.chat.by_bot) - p.chat.heard for p in people) >= total, 120)
        return figures(telegram, people, asked, total, start) | {"cpu ms/reply": 1000 * (cpu_seconds(process.pid) - before) / total}


async def burst(kind: str, size: int, *, flood: bool) -> dict[str, float]:
    """All at once: 20 people, each with a queue of messages, answered in order and none lost."""
    async with Emulator(flood=flood) as telegram, bot_process(kind, telegram) as process:
        people = [telegram.person(f"人{n}") for n in range(20)]
        await warmed_up(telegram, people)
        before, start = cpu_seconds(process.pid), time.perf_counter()
        for n in range(size):
            await people[n % 20].says(f"{n}")
        await telegram.world.until(lambda: sum(len(p.chat.by_bot) - p.chat.heard for p in people) >= size, 120)
        for number, person in enumerate(people):
            got = [int(m["text"]) for m in person.chat.by_bot[person.chat.heard :]]
            assert got == list(range(number, size, 20)), f"out of order or lost: {got}"
        refused = sum(1 for call in telegram.world.calls if call.method == "sendMessage") - size - 20
        cpu = 1000 * (cpu_seconds(process.pid) - before) / size
        return {"replies": size, "seconds": time.perf_counter() - start, "refused (429)": refused, "cpu ms/reply": cpu}


async def warmed_up(telegram: Emulator, people: list[Person]) -> None:
    for person in people:
        await person.says("热身")
    for person in people:
        await person.hears(30)
    telegram.world.arrived.clear()


def figures(telegram: Emulator, people: list[Person], asked: dict[int, list[float]], total: int, start: float) -> dict[str, float]:
    times = []
    for person in people:
        got = telegram.world.arrived.get(person.id, [])
        assert len(got) == len(asked[person.id]), "an answer is missing"
        times += [1000 * (b - a) for a, b in zip(asked[person.id], got, strict=True)]
    times.sort()
    last = max(got[-1] for got in telegram.world.arrived.values())
    return {
        "replies": total, "per second": total / (last - start), "p50 ms": times[len(times) // 2], "p99 ms": times[int(len(times) * 0.99)],
        "max ms": times[-1],
    }  # fmt: skip


def show(name: str, row: dict[str, float]) -> None:
    print(f"{name:34}" + "  ".join(f"{k} {v:.1f}" for k, v in row.items()), flush=True)


async def main(seconds: float, store: bool) -> None:
    ours, limited = ("store", "store-limited") if store else ("channel", "channel-limited")
    p99: dict[str, list[float]] = {"bare": [], ours: []}
    for kind in ("bare", ours) * 5:  # in turn: the machine is not always the same
        row = await steady(kind, 200, min(seconds, 10))
        show(f"200/s, {kind}", row)
        p99[kind].append(row["p99 ms"])
    bare_ms, our_ms = median(p99["bare"]), median(p99[ours])
    print(f"p99, median of five: {our_ms:.1f} ms, the bare echo bot {bare_ms:.1f} ms: {our_ms / bare_ms:.2f} times, {our_ms - bare_ms:+.1f} ms")
    show("burst of 200, limiter off", await burst(ours, 200, flood=False))
    show("burst of 200, limits kept", await burst(limited, 200, flood=True))
    show("30/s, limits kept", await steady(limited, 29.5, seconds, flood=True))


def serve(kind: str, url: str) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    token = Emulator.token
    gc.collect()
    gc.freeze()  # as the application does when all is loaded, for both alike
    store, limited = kind.startswith("store"), kind.endswith("limited")
    uvloop.run(bare(url, token) if kind == "bare" else channel(url, token, limited, store))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--store", action="store_true")
    arguments.add_argument("--serve", nargs=2)
    chosen = arguments.parse_args()
    if chosen.serve:
        serve(*chosen.serve)
    else:
        gc.disable()  # the emulator's own pauses are no business of the bots
        uvloop.run(main(chosen.seconds, chosen.store))
