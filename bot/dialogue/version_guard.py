"""Has what a reply cites changed since? Each citation gets its standing; where one changed, the resident is told and the newer version named."""

from __future__ import annotations

from typing import Literal

from bot.answers.blocks import AnyBlock, Basis, BasisItem, Notice, Reply
from bot.answers.compose import law_choice
from bot.answers.wording import say
from bot.dialogue.turn import Turn
from bot.search import StatuteSearch

Status = Literal["in_force", "amended", "repealed", "not_yet", "unverified"]


def guarded(turn: Turn, reply: Reply) -> Reply:
    """The reply with the standing of all it cites, by the imported texts on this day. Without an import it stays as it is."""
    search = turn.snapshot.finder.statutes
    if search is None or not any(isinstance(b, Basis) for b in reply.blocks):
        return reply
    blocks: list[AnyBlock] = []
    changed: list[str] = []
    for block in reply.blocks:
        if isinstance(block, Basis):
            items = tuple(_checked(turn, search, item) for item in block.items)
            changed += [f"《{i.law}》{i.note}" for i in items if i.status in ("amended", "repealed", "not_yet")]
            block = block.model_copy(update={"items": items})
        blocks.append(block)
    if changed:
        blocks.insert(_below_the_title(blocks), Notice(text=say("law_changed", turn.language, what="；".join(dict.fromkeys(changed))), role="review"))
    return reply.model_copy(update={"blocks": tuple(blocks)})


def _below_the_title(blocks: list[AnyBlock]) -> int:
    return next((n + 1 for n, b in enumerate(blocks) if b.kind == "text" and b.style == "title"), 0)


def _checked(turn: Turn, search: StatuteSearch, item: BasisItem) -> BasisItem:
    status, note = standing_of(turn, search, item)
    choice = item.choice and law_choice(item.law, item.article)
    return item.model_copy(update={"status": status, "note": note or item.note, "choice": choice})


def standing_of(turn: Turn, search: StatuteSearch, item: BasisItem) -> tuple[Status, str]:
    """Where the version that was cited stands today, and in words what came after it. A law that was not imported is left alone."""
    day = turn.now.date()
    found = search.library.current(item.law, day)
    if found is None or item.version.isoformat() > found.publication:  # cited from a source newer than what was imported
        return "in_force", ""
    version = search.library.standing(found, day)
    if found.publication == item.version.isoformat() or not found.publication:
        if version.standing == "in_force" and search.library.place(found, item.article) is None:
            return "amended", f"现行版本里没有{item.article}"
        return version.standing, version.after
    if version.standing == "repealed":
        return "repealed", version.after
    return "amended", f"引用的是 {item.version} 公布的版本，现行的是 {found.publication} 公布的版本"
