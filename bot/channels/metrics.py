"""Figures for Prometheus: how much is asked and answered how fast, what waits, how the knowledge stands. Numbers only: no
question, no answer's id, nobody's chat."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.answers.blocks import Reply
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message

Figures = Callable[[], Awaitable[Mapping[str, float]]]
FAILED = "failed"  # beside the outcomes of blocks.Outcome: the program broke down over this message
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
GAUGES = {
    "tickets_open": "Messages left for a person that wait for an answer",
    "tickets_overdue": "Of these: waiting for longer than a working day",
    "outbox_waiting": "Messages due to be sent to a chat",
    "outbox_undeliverable": "Messages that can't reach their chat and nobody has dealt with",
    "staff_chat_lost": "1: the staff chat can't be written to",
    "telegram_receiving": "1: messages come in from Telegram",
    "knowledge_age_seconds": "Since the knowledge in service was read",
    "knowledge_reload_ok": "0: the folder has errors, an older state is in service",
    "knowledge_answers": "Answers in service",
    "database_ok": "0: the database can't be read",
}
log = structlog.get_logger()


class Metrics:
    """One a program. `figures`: what GAUGES names, as far as there is such a thing here."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._own = CollectorRegistry()
        self._replies = Counter("kuichong_replies", "Messages answered", ("channel", "outcome"), registry=self._own)
        self._seconds = Histogram("kuichong_reply_seconds", "From a message to its reply", ("channel",), registry=self._own, buckets=BUCKETS)

    def replied(self, channel: str, outcome: str, seconds: float) -> None:
        self._replies.labels(channel, outcome).inc()
        self._seconds.labels(channel).observe(seconds)

    async def text(self) -> bytes:
        """The exposition: the process's own figures, and ours."""
        now = CollectorRegistry()
        for name, value in (await self._measured()).items():
            Gauge(f"kuichong_{name}", GAUGES[name], registry=now).set(value)
        return generate_latest(REGISTRY) + generate_latest(self._own) + generate_latest(now)

    async def _measured(self) -> Mapping[str, float]:
        try:
            return {**await self._figures(), "database_ok": 1}
        except Exception as error:  # what was counted is told all the same
            log.error("metrics_unmeasured", error=type(error).__name__)
            return {"database_ok": 0}


class MeasuredAssistant(Assistant):
    """Counts what it answers and how long that takes; each channel has its replies from here."""

    def __init__(self, metrics: Metrics, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._metrics = metrics

    async def reply(self, message: Message) -> Reply:
        started, outcome = time.perf_counter(), FAILED
        try:
            reply = await super().reply(message)
            outcome = reply.outcome
        finally:
            self._metrics.replied(message.channel, outcome, time.perf_counter() - started)
        return reply
