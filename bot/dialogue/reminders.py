"""A deadline that was calculated comes back in time, in the chat where it was asked: one tap to set it, one to take it back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.answers.blocks import ChoiceItem, Choices, Listing, Reply, Text
from bot.answers.wording import say
from bot.calculators.result import Deadline
from bot.dialogue.session import Running
from bot.dialogue.turn import Turn
from bot.wizards import Finished, state

REACHED = ("telegram",)  # where a reminder can be sent to
BEFORE = (7, 1)  # days before the last day
AT = time(9)


def offer(turn: Turn, end: Finished) -> list[Choices]:
    """The button below a result with deadlines; none where nobody can be told later."""
    if turn.session.channel not in REACHED or end.calculation is None or not _ahead(end.calculation.deadlines, turn.now):
        return []
    return [Choices(prompt=say("remind_prompt", turn.language), items=(ChoiceItem(id="remind", label=say("remind", turn.language)),), role="actions")]


def set_reminder(turn: Turn, _: str) -> Reply | None:
    """remind: for the deadlines of the calculator just finished."""
    deadlines = _finished_deadlines(turn)
    if turn.session.channel not in REACHED or not deadlines:
        return None
    turn.reminders = [(d, when) for d in deadlines for when in _moments(d, turn.now)]
    lines = tuple(f"{d.label}：{d.text}" for d in deadlines)
    undo = ChoiceItem(id="unremind", label=say("unremind", turn.language))
    return turn.reply(
        "wizard", Text(text=say("remind_set", turn.language), style="lead"), Listing(title=say("remind", turn.language), items=lines),
        Choices(prompt=say("choose", turn.language), items=(undo, ChoiceItem(id="menu", label=say("back_to_menu", turn.language))), role="actions"),
    )  # fmt: skip


def take_back(turn: Turn, _: str) -> Reply | None:
    if turn.session.channel not in REACHED:
        return None
    turn.unremind = True
    return turn.reply("menu", Text(text=say("unremind_done", turn.language)))


def _finished_deadlines(turn: Turn) -> tuple[Deadline, ...]:
    run = Running.model_validate(turn.session.extra.get("finished") or {"id": ""})
    wizard = turn.snapshot.knowledge.wizards.get(run.id.removeprefix("wizard:"))
    end = state(wizard, run.answers, turn.snapshot.knowledge.rates, turn.now.date()) if wizard else None
    if not isinstance(end, Finished) or end.calculation is None:
        return ()
    return tuple(_ahead(end.calculation.deadlines, turn.now))


def _ahead(deadlines: tuple[Deadline, ...], now: datetime) -> list[Deadline]:
    return [d for d in deadlines if _moments(d, now)]


def _moments(deadline: Deadline, now: datetime) -> list[datetime]:
    moments = (datetime.combine(deadline.day - timedelta(days=n), AT, now.tzinfo) for n in BEFORE)
    return [m for m in moments if m > now]
