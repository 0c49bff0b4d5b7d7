"""From a gap to an answer in service: a new entry, or phrases for an answer there is. Nothing that `check` rejects gets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from bot.errors import BadRequest
from bot.library import Library
from bot.office.editing import ADDED, NOBODY, Editor, Proposal, Rejected
from bot.office.editing_phrases import with_phrases
from bot.office.editing_trial import Effect
from bot.office.gaps import Gap, Gaps
from bot.office.gaps_draft import unfilled, without_hints
from bot.office.why import why


@dataclass(frozen=True)
class Published:
    """`told` will hear of it; `still` are the gap's questions that don't get this answer even now."""

    answer: str
    file: str
    told: int
    still: tuple[str, ...]


class Publishing:
    def __init__(self, gaps: Gaps, editor: Editor, library: Library) -> None:
        self._gaps = gaps
        self._editor = editor
        self._library = library

    async def check(self, draft: str) -> Proposal:
        """What the checker says of the draft as a new file. Raises BadRequest while it isn't one entry."""
        return await self._editor.propose(_file(self._new_id(draft)), draft)

    async def effects(self, gap: Gap, draft: str) -> list[Effect]:
        return await self._editor.effects(_file(self._new_id(draft)), draft, gap.texts)

    async def publish(self, gap: Gap, draft: str, who: str) -> Published:
        """Raises BadRequest for a draft not finished, Rejected by the checker, ChangedMeanwhile."""
        lines = unfilled(draft)
        if lines:
            raise BadRequest(f"还有没写的内容：第 {'、'.join(map(str, lines))} 行的【】。写好才能发布。")
        answer = self._new_id(draft)
        await self._gaps.save_draft(gap, draft, who)
        try:
            change = await self._editor.save(_file(answer), without_hints(draft), NOBODY, who, kind="publish", note=f"居民问过：{gap.title}")
        except Rejected as refused:
            raise Rejected((await self.check(draft)).errors or refused.problems) from None  # with the lines of the draft as shown
        return await self._done(gap, answer, change.file, who)

    def _new_id(self, draft: str) -> str:
        """The id of the draft's one answer."""
        try:
            data = yaml.safe_load(draft)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise BadRequest(f"草稿的格式不对{f'，在第 {mark.line + 1} 行附近' if mark else ''}。请检查缩进、引号和冒号。") from None
        entries = data.get("answers") if isinstance(data, dict) else None
        if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
            raise BadRequest("草稿里要正好有一条回答（answers: 下面一条以“- id:”开头）。")
        id = str(entries[0].get("id", ""))
        if id in self._library.snapshot.knowledge.answers:
            raise BadRequest(f"编号“{id}”已经有了，请换一个。")
        if not id or not all(part and part.isascii() and part.isalnum() and part == part.lower() for part in id.split("-")):
            raise BadRequest("id 要用英文小写单词、数字和连字符，例如 charging-post。")
        return id

    def with_phrases(self, answer: str, phrases: Sequence[str]) -> tuple[str, str, str]:
        """(file, its text with the phrases added, its version). Raises BadRequest."""
        knowledge = self._library.snapshot.knowledge
        if answer not in knowledge.answers:
            raise BadRequest(f"没有编号为“{answer}”的回答。")
        if not phrases:
            raise BadRequest("请至少勾选一句问法。")
        source = self._editor.read(knowledge.origin("answers", answer).document.file.split("/", 1)[1])
        return source.name, with_phrases(source.text, answer, phrases), source.version

    async def add_phrases(self, gap: Gap, answer: str, phrases: Sequence[str], who: str) -> Published:
        """Put the phrases under an answer there is: the commonest remedy. Raises as `publish`."""
        file, text, version = self.with_phrases(answer, phrases)
        await self._editor.save(file, text, version, who, kind="phrases", note=f"{answer}：{'；'.join(phrases)}")
        return await self._done(gap, answer, file, who)

    def answered_by_now(self, gap: Gap) -> str:
        """The answer that the gap's first question gets directly by now, because somebody improved it elsewhere; "" when none."""
        found = why(self._library, gap.texts[0]) if gap.texts and gap.state in ("new", "drafted") else None
        unhelpful = set(gap.reasons) == {"unhelpful"}  # then being shown an answer is not the remedy
        return found.found[0].id if found and found.outcome == "sure" and found.found[0].kind == "answers" and not unhelpful else ""

    async def settle(self, gap: Gap, who: str) -> Published:
        """Close a gap that is answered by now. Raises BadRequest when it isn't, ChangedMeanwhile."""
        answer = self.answered_by_now(gap)
        if not answer:
            raise BadRequest("现在问还得不到直接的回答，不能这样了结。")
        return await self._done(gap, answer, self._library.snapshot.knowledge.origin("answers", answer).document.file.split("/", 1)[1], who)

    async def _done(self, gap: Gap, answer: str, file: str, who: str) -> Published:
        told = await self._gaps.published(await self._gaps.get(gap.id), answer, who)
        return Published(answer, file, told, self.still_unanswered(gap.texts, answer))

    def still_unanswered(self, texts: Sequence[str], answer: str) -> tuple[str, ...]:
        found = {t: why(self._library, t) for t in texts[:20]}
        return tuple(t for t, w in found.items() if w.outcome == "none" or answer not in [n.id for n in w.found[:5]])


def _file(answer: str) -> str:
    return f"{ADDED}/{answer}.yaml"
