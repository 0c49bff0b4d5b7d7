"""The gap queue: what residents asked and nobody could answer, from new to drafted to published — or dismissed."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.errors import BadRequest, BotError, NotFound
from bot.library import Library
from bot.office.gaps_cluster import Grouping
from bot.office.gaps_draft import draft_entry
from bot.office.why import Nearest, nearest
from bot.office.wording import language_named, said
from bot.store.gaps import WORKED_ON, Asked, GapRow, GapStore
from bot.text.normalize import normalize

MOST_OTHERS = 30  # gaps offered for joining: the most alike
STATES = {"new": "新问题", "drafted": "写了草稿", "published": "已发布", "dismissed": "不处理"}


class ChangedMeanwhile(BotError):
    """Somebody else changed it since it was shown."""

    code = "conflict"


class Tell(Protocol):
    """Sends a message to a session that wished to be told (the office's outbox); False when that session can't be reached."""

    async def __call__(self, session: str, text: str) -> bool: ...


@dataclass(frozen=True)
class Gap:
    """One matter. `questions` are redacted, the most asked first, each with how often; `seen` guards against two editors."""

    id: str
    state: str
    asked: int
    questions: tuple[tuple[str, int], ...]
    reasons: dict[str, int]
    channels: dict[str, int]
    first: datetime
    last: datetime
    draft: str
    answer: str
    who: str
    seen: datetime
    wishes: int  # how many want to be told

    @property
    def title(self) -> str:
        return self.questions[0][0] if self.questions else "（原话已按期限删除）"

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for text, _ in self.questions)


class Gaps:
    """The queue over the store and the library in service."""

    def __init__(self, store: GapStore, library: Library, tell: Tell | None = None) -> None:
        self._store = store
        self._library = library
        self._tell = tell
        self._grouping = asyncio.Lock()

    async def queue(self, state: str | None = None) -> list[Gap]:
        """All gaps (of a state), those that most asked for first, then the latest."""
        await self.group()
        asked: dict[str | None, list[Asked]] = defaultdict(list)
        for question in await self._store.questions():
            asked[question.gap].append(question)
        found = [_gap(row, asked[row.id]) for row in await self._store.gaps() if state in (None, row.state)]
        return sorted(found, key=lambda g: (-g.asked, -g.last.timestamp()))

    async def get(self, id: str) -> Gap:
        """Raises NotFound."""
        row = await self._store.gap(id)
        if row is None:
            raise NotFound("没有这个问题，可能并到了别的问题，或已按期限删除。")
        return _gap(row, await self._store.questions(gap=id))

    async def group(self) -> None:
        """Put the questions that came in since into gaps; at most one at a time does it."""
        async with self._grouping:
            everything = await self._store.questions()
            loose = [q for q in everything if q.gap is None]
            if not loose:
                return
            open_gaps = {row.id for row in await self._store.gaps() if row.state != "published"}
            grouping = await asyncio.to_thread(self._grouped, [q for q in everything if q.gap in open_gaps], loose)
            joined = {g.gap: g.ids for g in grouping.groups if g.gap is not None and g.ids}
            await self._store.group(joined, [g.ids for g in grouping.groups if g.gap is None])

    async def sweep(self) -> None:
        """Retention: gaps nobody worked on go when the last of their questions has gone."""
        await self._store.sweep()

    def _grouped(self, known: Iterable[Asked], loose: Iterable[Asked]) -> Grouping:
        snapshot = self._library.snapshot
        common = [p for a in snapshot.knowledge.answers.values() for p in a.phrases[:3]]
        grouping = Grouping(snapshot.finder.analyzer.terms, common)
        for question in known:
            grouping.known(str(question.gap), question.text)
        for question in loose:
            grouping.put(question.id, question.text)
        return grouping

    def nearest(self, gap: Gap) -> list[Nearest]:
        """The entries that come nearest to what was asked, best first; the first may answer it by now."""
        return nearest(self._library, gap.texts[:8]) if gap.texts else []

    def new_draft(self, gap: Gap, today: datetime) -> str:
        """A YAML entry with the phrases filled in and comments that say what to fill."""
        return draft_entry(self._library.snapshot.knowledge, gap.texts, self.nearest(gap), today.date())

    async def save_draft(self, gap: Gap, draft: str, who: str) -> None:
        """Keep the draft; an empty one makes the gap new again. Raises ChangedMeanwhile."""
        await self._change(gap, state="drafted" if draft.strip() else "new", draft=draft, who=who)

    async def dismiss(self, gap: Gap, who: str) -> None:
        """Not ours to answer. Further questions of the kind join it silently."""
        await self._change(gap, state="dismissed", who=who)

    async def reopen(self, gap: Gap, who: str) -> None:
        await self._change(gap, state="drafted" if gap.draft else "new", answer="", who=who)

    async def others(self, gap: Gap) -> list[Gap]:
        """The gaps worked on that this one may be joined with, the most alike first."""
        if not gap.texts:
            return []
        found = [g for g in await self.queue() if g.state in WORKED_ON and g.id != gap.id and g.texts]
        return (await asyncio.to_thread(self._by_likeness, gap, found))[:MOST_OTHERS]

    def _by_likeness(self, gap: Gap, others: list[Gap]) -> list[Gap]:
        likeness, question = Grouping(self._library.snapshot.finder.analyzer.terms).likeness, normalize(gap.title)
        return sorted(others, key=lambda g: -likeness(question, normalize(g.title)))

    async def merge(self, gap: Gap, into: str, who: str) -> None:
        """The two are one matter: all questions, and the draft, go into the gap `into`. Raises BadRequest, ChangedMeanwhile."""
        if not into:
            raise BadRequest("请先选要并到哪个问题。")
        async with self._grouping:
            target = await self.get(into)
            if gap.draft and target.draft:
                raise BadRequest("两个问题都写了草稿，不能并。请先把其中一个的草稿清空、存一下，再并。")
            if not await self._store.merge(gap.id, into, gap.seen, who):
                raise ChangedMeanwhile("别的同事刚刚改了其中一个问题，没有并。请看一眼再决定。")

    async def part(self, gap: Gap, texts: Sequence[str], into: str, who: str) -> str:
        """These of its questions are another matter: into the gap `into`, or (empty) one of their own, whose id is given.
        Raises BadRequest, ChangedMeanwhile."""
        chosen = [t for t in gap.texts if t in texts]
        if not chosen:
            raise BadRequest("请先勾上要挪出去的话。")
        if len(chosen) == len(gap.texts):
            raise BadRequest("全部都勾上了。要把整个问题并到另一个，请用下面的“并过去”。")
        async with self._grouping:
            target = await self._store.part(gap.id, chosen, into, gap.seen, who)
        if not target:
            raise ChangedMeanwhile("别的同事刚刚改了其中一个问题，没有挪。请看一眼再决定。")
        return target

    async def published(self, gap: Gap, answer: str, who: str) -> int:
        """`answer` is in service and answers it; tells those who wished and gives their number. Raises ChangedMeanwhile."""
        await self._change(gap, state="published", answer=answer, who=who)
        return await self._tell_those_who_wished(gap, answer)

    async def _tell_those_who_wished(self, gap: Gap, answer: str) -> int:
        wishes = await self._store.wishes(gap.id)
        entry = self._library.snapshot.knowledge.answers.get(answer)
        if self._tell is None or entry is None or not wishes:
            return 0
        told: dict[str, bool] = {}
        for _, session in wishes:
            if session not in told:
                told[session] = await self._tell(session, said("answer_now", language_named(await self._store.language(session)), title=entry.title))
        await self._store.told(id for id, session in wishes if told[session])
        return sum(told.values())

    async def _change(self, gap: Gap, **values: str) -> None:
        if not await self._store.change(gap.id, gap.seen, asked=gap.asked, **values):
            raise ChangedMeanwhile("别的同事刚刚也改了这一条。请回到这一页看看他改了什么，再决定。")


def _gap(row: GapRow, asked: list[Asked]) -> Gap:
    texts = Counter(q.text for q in asked)
    times = [q.at for q in asked] or [row.created]
    return Gap(
        row.id, row.state, max(len(asked), row.asked if row.state == "published" else 0), tuple(texts.most_common()),
        dict(Counter(q.reason for q in asked)), dict(Counter(q.channel for q in asked)), min(times), max(times),
        row.draft, row.answer, row.who, row.changed, sum(q.wished for q in asked),
    )  # fmt: skip


