"""Documents a resident takes away: blank and filled forms, the consultation opinion, deadlines. Made anew from the session each time."""

from __future__ import annotations

from bot.answers.blocks import FileOffer, Listing, Notice, Reply, Text
from bot.answers.wording import say
from bot.dialogue.turn import Turn


def blank(turn: Turn, id: str) -> Reply | None:
    form = turn.snapshot.knowledge.forms.get(id)
    if form is None:
        return None
    return turn.reply(
        "form", Text(text=form.title, style="title"), Text(text=form.about),
        FileOffer(id=f"blank:{id}", name=f"{form.title}（空白）.docx", label=say("blank", turn.language, title=form.title)),
        *([Listing(title=say("notes", turn.language), items=form.tips)] if form.tips else []),
        Notice(text=say("form_notice", turn.language), role="disclaimer"), title=form.title, discreet=form.discreet,
    )  # fmt: skip


def opinion(turn: Turn, id: str) -> Reply | None:
    """The offer of a written opinion on an answer or on the wizard just finished."""
    knowledge = turn.snapshot.knowledge
    answer = knowledge.answers.get(id)
    wizard = knowledge.wizards.get(id.removeprefix("wizard-")) if id.startswith("wizard-") else None
    subject = answer or wizard
    if subject is None or (wizard and "finished" not in turn.session.extra):
        return None
    name = "法律咨询意见书" if subject.discreet else f"法律咨询意见书-{subject.title}"
    return turn.reply(
        "form", Text(text="法律咨询意见书", style="title"), Text(text="把您说的情况、法律规定、要收集的证据和下一步写在两页纸上，方便带走给人看。"),
        FileOffer(id=f"opinion:{id}", name=f"{name}.docx", label=say("opinion", turn.language)),
        Notice(text=say("disclaimer", turn.language), role="disclaimer"), title="法律咨询意见书", discreet=subject.discreet,
    )  # fmt: skip
