"""Documents a resident takes away: blank and filled forms, the consultation opinion, deadlines. Made anew from the session each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.answers.blocks import Notice, Reply, Text
from bot.answers.compose import cases_of, contacts, outcome_filled
from bot.answers.compose import filled as filled_text
from bot.answers.results import file_offers, hand_in
from bot.answers.wording import say
from bot.calculators.ics import ics
from bot.dialogue.present import gist
from bot.dialogue.session import Running, Session
from bot.dialogue.turn import Turn
from bot.errors import NotFound
from bot.forms import NOT_NEEDED, Opinion, filled, on_paper, opinion_document, safe_name
from bot.forms import blank as blank_document
from bot.forms.pdf import pdf
from bot.knowledge import Knowledge
from bot.knowledge.model import Citation
from bot.library import Snapshot
from bot.wizards import Finished, review, state


def blank(turn: Turn, id: str) -> Reply | None:
    form = turn.snapshot.knowledge.forms.get(id)
    if form is None:
        return None
    return turn.reply(
        "form", Text(text=form.title, style="title"), Text(text=form.about),
        *file_offers(f"blank:{id}", f"{form.title}（空白）", say("blank", turn.language, title=form.title), turn.language),
        *hand_in(form, turn.language), contacts(turn.snapshot.knowledge, form.where, turn.language),
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
        *file_offers(f"opinion:{id}", name, say("opinion", turn.language), turn.language),
        Notice(text=say("disclaimer", turn.language), role="disclaimer"), title="法律咨询意见书", discreet=subject.discreet,
    )  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A finished document: its file name, kind and bytes."""

    name: str
    media: str
    content: bytes


def document(snapshot: Snapshot, session: Session, id: str, now: datetime) -> Document:
    """What a FileOffer named, made now. Raises NotFound when the session no longer holds what it needs."""
    kind, _, rest = id.partition(":")
    if kind == "pdf" and not rest.startswith(("pdf:", "ics:")):
        source = document(snapshot, session, rest, now)
        return Document(source.name.removesuffix(".docx") + ".pdf", "pdf", pdf(source.content))
    makers = {"blank": _blank_form, "form": _filled_form, "opinion": _opinion, "ics": _calendar}
    if kind not in makers:
        raise NotFound(GONE)
    return makers[kind](snapshot.knowledge, session, rest, now)


GONE = "没有这份文书了，可能已经清除或过期，请重新生成。"


def _blank_form(knowledge: Knowledge, session: Session, id: str, now: datetime) -> Document:
    form = knowledge.forms.get(id)
    if form is None:
        raise NotFound(GONE)
    return Document(safe_name(f"{form.title}（空白）"), "docx", blank_document(knowledge.folder / "forms", form))


def _filled_form(knowledge: Knowledge, session: Session, id: str, now: datetime) -> Document:
    form = knowledge.forms.get(id)
    finished = _finished(session, f"form:{id}")
    if form is None or finished is None:
        raise NotFound(GONE)
    answers, rates, today = finished.answers, knowledge.rates, now.date()
    words = {a.question.name: on_paper(a.question, a.value, a.text) for a in review(form, answers, rates, today)}
    end = state(form, answers, rates, today)
    if isinstance(end, Finished):
        if end.stopped:
            raise NotFound("".join(c.text for c in end.cautions if c.stops))
        words |= dict.fromkeys(end.unasked, NOT_NEEDED)
    return Document(safe_name(form.title), "docx", filled(knowledge.folder / "forms", form, words))


def _finished(session: Session, id: str) -> Running | None:
    """The wizard or form `id` whose answers the session still holds."""
    kept = Running.model_validate(session.extra["finished"]) if "finished" in session.extra else session.running
    return kept if kept and kept.id == id else None


def _opinion(knowledge: Knowledge, session: Session, id: str, now: datetime) -> Document:
    if id.startswith("wizard-"):
        return _wizard_opinion(knowledge, session, id.removeprefix("wizard-"), now)
    answer = knowledge.answers.get(id)
    if answer is None:
        raise NotFound(GONE)
    told = [str(session.extra["told"])] if session.extra.get("told_answer") == id and session.extra.get("told") else []
    say_ = [filled_text(t, knowledge, now.date()) for t in (answer.summary, *answer.steps)]
    opinion = Opinion(
        title=answer.title, day=now.date(), told=told, summary=say_[0], steps=say_[1:], evidence=[filled_text(t, knowledge, now.date()) for t in answer.bring],
        law=_law_lines(knowledge, answer.basis), cases=_case_lines(knowledge, cases_of(knowledge, answer)),
        risks=[filled_text(t, knowledge, now.date()) for t in answer.notes], whom=_whom(knowledge, answer.where),
        source=say("checked", day=answer.reviewed, source=answer.source), disclaimer=say("disclaimer"),
    )  # fmt: skip
    name = "法律咨询意见书" if answer.discreet else f"法律咨询意见书-{answer.title}"
    return Document(safe_name(name), "docx", opinion_document(opinion))


def _wizard_opinion(knowledge: Knowledge, session: Session, id: str, now: datetime) -> Document:
    wizard, finished = knowledge.wizards.get(id), _finished(session, f"wizard:{id}")
    if wizard is None or finished is None:
        raise NotFound(GONE)
    end = state(wizard, finished.answers, knowledge.rates, now.date())
    if not isinstance(end, Finished):
        raise NotFound(GONE)
    outcomes = [outcome_filled(o, knowledge, now.date()) for o in end.outcomes]
    told = [f"{a.question.ask}{a.text}" for a in review(wizard, finished.answers, knowledge.rates, now.date())]
    figures = end.calculation
    opinion = Opinion(
        title=wizard.title, day=now.date(), told=told,
        summary=(f"{figures.title}：{figures.total}。" if figures else "") + "".join(o.title + "。" + o.text for o in outcomes) + end.refusal,
        law=_law_lines(knowledge, [*(c for o in outcomes for c in o.basis), *(figures.basis if figures else ())]),
        evidence=[b for o in outcomes for b in o.bring], steps=[s for o in outcomes for s in o.steps],
        risks=[*(o.deadline for o in outcomes if o.deadline), *(d.label + "：" + d.text for d in (figures.deadlines if figures else ())),
               *(figures.notes if figures else ())],
        whom=_whom(knowledge, [i for o in outcomes for i in o.where]),
        source=say("checked", day=wizard.reviewed, source=wizard.source), disclaimer=say("not_a_decision") + say("disclaimer"),
    )  # fmt: skip
    name = "法律咨询意见书" if wizard.discreet else f"法律咨询意见书-{wizard.title}"
    return Document(safe_name(name), "docx", opinion_document(opinion))


def _law_lines(knowledge: Knowledge, citations: Iterable[Citation]) -> list[str]:
    lines = []
    for citation in {c.key: c for c in citations}.values():
        said = gist(knowledge, *citation.key)
        lines.append(f"《{citation.law}》{citation.article}（{citation.version} 公布）" + (f"：{said}" if said else ""))
    return lines


def _case_lines(knowledge: Knowledge, ids: Iterable[str]) -> list[str]:
    cases = [knowledge.cases[i] for i in ids]
    return [f"{c.title}（{c.issuer}，{c.number or c.published}）：{c.outcome}" for c in cases]


def _whom(knowledge: Knowledge, ids: Iterable[str]) -> list[str]:
    items = contacts(knowledge, ids).items
    return ["　".join(filter(None, (i.name, i.phone, i.address, i.does, i.note and f"（{i.note}）"))) for i in items]


def _calendar(knowledge: Knowledge, session: Session, id: str, now: datetime) -> Document:
    finished = Running.model_validate(session.extra["finished"]) if "finished" in session.extra else None
    wizard = knowledge.wizards.get(finished.id.removeprefix("wizard:")) if finished else None
    if finished is None or wizard is None:
        raise NotFound(GONE)
    end = state(wizard, finished.answers, knowledge.rates, now.date())
    if not isinstance(end, Finished) or end.calculation is None or not end.calculation.deadlines:
        raise NotFound(GONE)
    return Document(safe_name("期限提醒", "ics"), "ics", ics(end.calculation.deadlines, now, discreet=wizard.discreet).encode())
