"""The only place that wires rooms together; runs all channels in one loop and restarts a fallen one."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from bot.dialogue.assistant import SHENZHEN, Assistant
from bot.library import Library
from bot.settings import Settings

log = structlog.get_logger()


def open_library(settings: Settings) -> Library:
    """The library with the statute index, once one is imported. Raises KnowledgeError."""
    library = Library(settings.knowledge_dir, settings.data_dir / "statutes", settings.data_dir / "indexes")
    gc.freeze()  # see library.keep_out_of_collection; there is nothing to collect yet
    return library


class ShortMemory:
    """Sessions of one process that leaves nothing behind: the console's."""

    def __init__(self) -> None:
        self._sessions: dict[str, dict[str, Any]] = {}

    async def load(self, key: str, idle: timedelta | None = None) -> dict[str, Any] | None:
        return self._sessions.get(key)

    async def save(self, key: str, state: dict[str, Any]) -> None:
        self._sessions[key] = state

    async def forget(self, key: str) -> None:
        self._sessions.pop(key, None)

    async def record_question(self, text: str, reason: str, nearest: list[str], channel: str, tell: str | None = None) -> None: ...

    async def count(
        self, channel: str, outcome: str, milliseconds: float, service: str | None, topic: str | None, answer: str | None
    ) -> None: ...

    async def record_feedback(self, answer: str, helpful: bool, channel: str) -> None: ...

    async def wish(self, text: str, session: str) -> None: ...


@asynccontextmanager
async def assembled(*, in_memory: bool, settings: Settings | None = None) -> AsyncIterator[Assistant]:
    """An assistant without channels: for the console and for tests."""
    settings = settings or Settings()
    library = await asyncio.to_thread(open_library, settings)
    if in_memory:
        yield Assistant(library, ShortMemory())
        return
    from bot.store.conversations import Conversations
    from bot.store.database import open_database

    engine = await open_database(settings.database)
    try:
        yield Assistant(library, Conversations(engine))
    finally:
        await engine.dispose()


@dataclass(frozen=True)
class ExplainedCandidate:
    id: str
    score: float
    phrase: str
    parts: dict[str, float]


@dataclass(frozen=True)
class Explained:
    normalized: str
    outcome: str
    candidates: tuple[ExplainedCandidate, ...]


def explained(question: str, settings: Settings | None = None, folder: Path | None = None) -> Explained:
    """Why a question gets its answer, for staff."""
    finder = open_library(settings or Settings()).snapshot.finder
    rows = tuple(
        ExplainedCandidate(c.entry.id, c.score, c.phrase, dict(c.parts)) for c in finder.matcher.candidates(question, 8)
    )
    return Explained(finder.read(question), finder.match(question).outcome, rows)


class Channel(Protocol):
    """A way to talk to residents: runs until `stop`, then finishes what is under way."""

    name: str

    async def run(self, stop: asyncio.Event, report: Callable[[str], None]) -> None: ...


KEEP_ANSWERS = timedelta(days=1)  # as residents are told where a form begins (wording.py: form_notice)
RESTART_AFTER = (1, 2, 5, 15, 60)  # seconds; the last one repeats


async def keep_running(channel: Channel, stop: asyncio.Event, report: Callable[[str], None]) -> None:
    """Run a channel; when it falls, say so and start it again. The others never notice."""
    falls = 0
    while not stop.is_set():
        started = asyncio.get_running_loop().time()
        try:
            await channel.run(stop, report)
            if stop.is_set():
                return
            reason = "提前结束"
        except Exception as error:
            log.exception("channel_fell", channel=channel.name)
            reason = f"{type(error).__name__}: {error}"
        falls = 0 if asyncio.get_running_loop().time() - started > 300 else falls
        pause = RESTART_AFTER[min(falls, len(RESTART_AFTER) - 1)]
        falls += 1
        report(f"{channel.name} 停了（{reason}），{pause} 秒后重新启动；其他渠道照常。")
        await _wait(stop, pause)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def serve(settings: Settings, report: Callable[[str], None], stop: asyncio.Event) -> None:
    """All configured channels over one assistant, until `stop`. Raises KnowledgeError when there is nothing to serve."""
    from bot.channels.metrics import MeasuredAssistant, Metrics
    from bot.channels.web.channel import WebChannel
    from bot.channels.web.staff import staff_mount
    from bot.store.conversations import Conversations
    from bot.store.database import open_database

    library = await asyncio.to_thread(open_library, settings)
    engine = await open_database(settings.database)
    conversations = Conversations(engine)
    outbox, tickets = message_desk(settings, library, engine)
    deliveries = await _deliveries(settings, outbox)
    channels: list[Channel] = []
    health = Health(library, conversations, channels, deliveries, tickets)
    metrics = Metrics(health.figures)
    assistant = MeasuredAssistant(metrics, library, conversations, desk=tickets)
    telegram = _telegram(settings, assistant, engine, outbox, tickets)
    rooms = staff_rooms(settings, library, engine, outbox, tickets, deliveries)
    web = WebChannel(settings, assistant, health.check, telegram, [staff_mount(rooms)], metrics)
    channels += [web, *([telegram] if telegram else [])]
    health.telegram = telegram
    _announce(settings, library, report, telegram is not None)
    if not await rooms.access.anybody():
        report("工作页：没有开放，因为还没有给工作人员发密钥。发一个：python run_bot.py staff key 姓名")
    else:
        report(f"工作页：http://{settings.host}:{settings.port}/staff （{'、'.join(await rooms.access.names())}）")

    def reloaded(good: bool) -> None:
        report(f"知识库已更新，{len(library.snapshot.knowledge.answers)} 条回答。" if good else _broken(library))
        if not good and telegram is not None and settings.staff_chat_id:
            notices.append(asyncio.create_task(telegram.tell_staff(_broken(library))))

    async def desk_round() -> None:
        await tickets.remind_overdue()
        await tickets.store.purge(timedelta(days=settings.ticket_retention_days))

    notices: list[asyncio.Task[None]] = []
    tasks = [asyncio.create_task(keep_running(channel, stop, report)) for channel in channels]
    tasks.append(asyncio.create_task(library.watch(stop, reloaded)))
    tasks.append(asyncio.create_task(_sweep(conversations, settings, stop, rooms.gaps.sweep, desk_round)))
    try:
        await asyncio.gather(*tasks)
    finally:
        stop.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *notices, return_exceptions=True)
        await engine.dispose()
        report("已全部停下。")


def staff_rooms(settings: Settings, library: Library, engine: Any, outbox: Any = None, tickets: Any = None, deliveries: Any = None) -> Any:
    """The office behind /staff; `outbox` tells residents in Telegram. Raises SettingsError for a bad staff key."""
    from bot.office.staff_rooms import open_rooms

    async def tell(session: str, text: str) -> bool:
        if outbox is None or not session.startswith("telegram:"):
            return False
        await outbox.tell(session, text)
        return True

    index = settings.data_dir / "statutes"
    statutes = index if index.is_dir() else None
    return open_rooms(
        engine, library, settings.knowledge_dir, settings.staff_keys, statutes=statutes, tell=tell, tickets=tickets, deliveries=deliveries
    )


async def _deliveries(settings: Settings, outbox: Any) -> Any:
    """The office of what goes to chats, None without Telegram. The staff chat gets what did not reach it: it may be a new one."""
    from bot.office.deliveries import Deliveries

    if not settings.telegram_token.get_secret_value():
        return None
    deliveries = Deliveries(outbox, bool(settings.staff_chat_id))
    if settings.staff_chat_id:
        await deliveries.again()
    return deliveries


def message_desk(settings: Settings, library: Library, engine: Any) -> Any:
    """(outbox, tickets): what must reach a chat, and the book of messages for staff."""
    from bot.office.tickets import Tickets
    from bot.store.outbox import Outbox
    from bot.store.tickets import TicketStore

    heard = bool(settings.staff_chat_id and settings.telegram_token.get_secret_value())
    outbox = Outbox(engine, heard)
    tickets = Tickets(TicketStore(engine), outbox, lambda: library.snapshot.knowledge.office, lambda: datetime.now(SHENZHEN), heard)
    return outbox, tickets


def _telegram(settings: Settings, assistant: Assistant, engine: Any, outbox: Any, tickets: Any) -> Any:
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.channels.telegram.channel import TelegramChannel
    from bot.office.desk import Desk
    from bot.store.inbox import Inbox
    from bot.store.outbox import Trail

    desk: Any = Desk(tickets)  # the same shape as the channel's port; neither room imports the other
    return TelegramChannel(settings, assistant, Inbox(engine), desk, outbox=outbox, trail=Trail(engine))


def _broken(library: Library) -> str:
    lines = "\n".join(map(str, library.problems[:10]))
    return f"知识库有错，暂不生效，继续用原来的内容：\n{lines}"


def _announce(settings: Settings, library: Library, report: Callable[[str], None], telegram: bool) -> None:
    knowledge = library.snapshot.knowledge
    report(f"知识库：{len(knowledge.answers)} 条回答（{settings.knowledge_dir}），修改保存后两秒内生效。")
    report(f"网页和接口：http://{settings.host}:{settings.port} （自助终端打开这个网址；接口说明 /api/v1/openapi.json）")
    report("Telegram：正在连接。" if telegram else "Telegram：没有启动，因为没有设置 TELEGRAM_BOT_TOKEN。在 Telegram 里找 @BotFather，发 /newbot 可申请令牌。")
    report(f"法规原文：{_statutes(library)}")
    report(f"数据库：{(settings.database_url and '由 BOT_DATABASE_URL 指定') or settings.data_dir / 'assistant.sqlite'}")


def _statutes(library: Library) -> str:
    finder = library.snapshot.finder
    if finder.statutes is not None:
        return f"已导入 {finder.statutes.library.size:,} 条。"
    if finder.statutes_problem:
        return f"打不开（{finder.statutes_problem}），暂时只用知识库里的要点。"
    return "没有导入，只用知识库里的要点。导入：python run_bot.py statutes import 法规文件夹（导入后自动启用，不用重启）"


class Health:
    """What /healthz and /metrics say: each part really tried."""

    telegram: Any = None  # comes after the assistant, which is measured here

    def __init__(self, library: Library, conversations: Any, channels: list[Channel], deliveries: Any = None, tickets: Any = None) -> None:
        self._library = library
        self._conversations = conversations
        self._channels = channels
        self._deliveries = deliveries
        self._tickets = tickets

    async def check(self) -> dict[str, Any]:
        try:
            database = bool(await self._conversations.healthy())
        except Exception as error:
            log.error("database_unhealthy", error=str(error))
            database = False
        sent = {"deliveries": await self._deliveries.state()} if database and self._deliveries is not None else {}
        snapshot = self._library.snapshot
        return {
            "ok": database,
            "database": database,
            "channels": [c.name for c in self._channels],
            "knowledge": {
                "answers": len(snapshot.knowledge.answers), "snapshot": snapshot.number, "built_in_seconds": round(snapshot.built_in, 3),
                "problems": [str(p) for p in self._library.problems],
            },
            "statutes": _statutes(self._library), **sent, **({"telegram": self.telegram.trouble or "ok"} if self.telegram else {}),
        }  # fmt: skip

    async def figures(self) -> dict[str, float]:
        """As channels.metrics.GAUGES names them."""
        snapshot = self._library.snapshot
        found: dict[str, float] = {
            "knowledge_age_seconds": time.time() - snapshot.since, "knowledge_reload_ok": not self._library.problems,
            "knowledge_answers": len(snapshot.knowledge.answers),
        }  # fmt: skip
        if self._tickets is not None:
            waiting = await self._tickets.summary()
            found |= {"tickets_open": waiting["waiting"], "tickets_overdue": waiting["overdue"]}
        if self._deliveries is not None:
            state = await self._deliveries.state()
            lost = state["staff_chat"] == "lost"
            found |= {"outbox_waiting": state["waiting"], "outbox_undeliverable": state["undelivered"], "staff_chat_lost": lost}
        return found | ({"telegram_receiving": not self.telegram.trouble} if self.telegram else {})


async def _sweep(conversations: Any, settings: Settings, stop: asyncio.Event, *more: Callable[[], Awaitable[None]]) -> None:
    """Retention, once an hour; what was filled into forms goes long before the session."""
    while not stop.is_set():
        try:
            await conversations.purge(timedelta(days=settings.retention_days), timedelta(days=settings.retention_days))
            await conversations.drop_answers(KEEP_ANSWERS)
            for sweep in more:
                await sweep()
        except Exception:
            log.exception("sweep_failed")
        await _wait(stop, 3600)
