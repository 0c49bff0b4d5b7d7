"""The outbox on its way: staff answers to residents, tickets to the staff chat. A chat that is slow holds up no other."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence

import structlog

from bot.answers.blocks import ChoiceItem
from bot.channels.telegram.place import Place, place_of_session
from bot.channels.telegram.ports import Delivery, Outbox, Trail
from bot.channels.telegram.render import text_messages
from bot.channels.telegram.sender import Sender, StoppingError, UnreachableError

_LOOK_AGAIN = 5.0  # seconds: what another process wrote, or an answer that the database refused to tick off

log = structlog.get_logger()


class Delivering:
    def __init__(self, outbox: Outbox, sender: Sender, trail: Trail, staff_chat: Callable[[], int]) -> None:
        self._outbox = outbox
        self._trail = trail
        self._sender = sender
        self._staff_chat = staff_chat
        self._on_the_way: dict[str, asyncio.Task[None]] = {}
        self._finished = asyncio.Event()

    async def run(self) -> None:
        """Deliver what is due until cancelled."""
        while True:
            self._finished.clear()
            try:
                self._start(await self._outbox.due(besides=tuple(self._on_the_way)))
            except Exception as error:
                log.error("telegram_outbox", error=type(error).__name__)
            await self._bell()

    async def _bell(self) -> None:
        """Something new in the outbox, a chat served (it may have got more meanwhile), or time to look again."""
        bells = {asyncio.create_task(self._outbox.wait()), asyncio.create_task(self._finished.wait())}
        try:
            await asyncio.wait(bells, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for bell in bells:
                bell.cancel()
            await asyncio.gather(*bells, return_exceptions=True)

    async def close(self, grace: float) -> None:
        """Let what is being sent finish for `grace` seconds; the rest stays due."""
        tasks = set(self._on_the_way.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _start(self, due: Sequence[Delivery]) -> None:
        by_chat: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in due:
            by_chat[delivery.to].append(delivery)
        for to, deliveries in by_chat.items():
            if to not in self._on_the_way:
                self._on_the_way[to] = asyncio.create_task(self._deliver(to, deliveries))

    async def _deliver(self, to: str, deliveries: list[Delivery]) -> None:
        """In order; stops at the first that can't be sent now, so that none overtakes another."""
        try:
            for delivery in deliveries:
                await self._send(delivery)
        except StoppingError:
            return
        except Exception as error:  # the database is away: look again later, not at once
            log.error("telegram_delivery", error=type(error).__name__)
        else:
            self._finished.set()
        finally:
            self._on_the_way.pop(to, None)

    async def _send(self, delivery: Delivery) -> None:
        place = self._place(delivery.to)
        choices = tuple(ChoiceItem(id=c.id, label=c.label) for c in delivery.choices)  # from a store that knows no blocks
        words = text_messages(delivery.text, choices, protect=delivery.discreet)
        if place is None or not words:
            return await self._outbox.failed(delivery.id, "gone" if place is None else "refused")
        try:
            sent = await self._sender.words(place, words)
        except UnreachableError as error:
            log.warning("telegram_undeliverable", delivery=delivery.id, why=error.why)
            return await self._outbox.failed(delivery.id, error.why)
        await self._outbox.sent(delivery.id, sent)
        if place.private:
            await self._trail.add(place.chat_id, sent)

    def _place(self, to: str) -> Place | None:
        if to != "staff":
            return place_of_session(to)
        return Place(self._staff_chat(), 0, private=False) if self._staff_chat() else None
