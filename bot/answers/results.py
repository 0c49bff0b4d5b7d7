"""What came out of a wizard, calculator or form: explained, never a decision, every answer still editable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, FigureRow, Figures, FileOffer, Language, Listing, Notice, Text
from bot.answers.compose import basis_blocks, contacts, outcome_filled
from bot.answers.wording import say
from bot.calculators.result import Result
from bot.forms.pdf import converter
from bot.forms.slips import slips_in
from bot.knowledge import Knowledge
from bot.knowledge.model import Form, Outcome, Wizard
from bot.wizards import Answered, Finished, Guided, review, titled

_LONGEST_LABEL = 200  # characters of one line of a review


def finished_blocks(knowledge: Knowledge, wizard: Wizard, end: Finished, day: date, language: Language = "zh-Hans") -> list[AnyBlock]:
    """Result first, then why, what to do, by when, with what, where; then the answers it rests on."""
    end = replace(end, outcomes=tuple(outcome_filled(o, knowledge, day, language) for o in end.outcomes))
    blocks: list[AnyBlock] = [Text(text=wizard.title, style="title")]
    if end.refusal:
        blocks.append(Text(text=f"算不出来：{end.refusal}", style="lead"))
    if end.calculation:
        blocks += _figures(end.calculation, language)
    for number, outcome in enumerate(end.outcomes):
        person = outcome.person and not any(o.person for o in end.outcomes[:number])  # said once
        blocks += _outcome(outcome, end.because if number == 0 else (), person and not (end.calculation and end.calculation.ask_person), language)
    basis = [c for o in end.outcomes for c in o.basis] + list(end.calculation.basis if end.calculation else ())
    blocks += basis_blocks({c.key: c for c in basis}.values(), language)
    blocks.append(contacts(knowledge, [i for o in end.outcomes for i in o.where], language))
    blocks += _next_things(knowledge, wizard, end, language)
    blocks += [*_answers_given(knowledge, wizard, end.answers, day, language), Notice(text=say("not_a_decision", language), role="disclaimer")]
    blocks.append(Notice(text=say("checked", language, day=wizard.reviewed, source=wizard.source), role="date"))
    return [*blocks, Notice(text=say("disclaimer", language), role="disclaimer")]


def _figures(result: Result, language: Language) -> list[AnyBlock]:
    rows = tuple(FigureRow(label=s.label, amount=s.amount, how=s.how, basis=s.basis_text) for s in result.steps)
    blocks: list[AnyBlock] = [Figures(title=result.title, rows=rows, total=result.total)]
    if result.ask_person:
        blocks.append(Text(text=say("ask_person", language), style="lead"))
    if result.notes:
        blocks.append(Listing(title=say("notes", language), items=result.notes))
    if result.deadlines:
        blocks.append(FileOffer(id="ics:deadline", name="期限提醒.ics", label="把期限存进日历（.ics）", media="ics"))
    return blocks


def _outcome(outcome: Outcome, because: tuple[str, ...], person: bool, language: Language) -> list[AnyBlock]:
    blocks: list[AnyBlock] = [Text(text=outcome.title, style="lead"), Text(text=outcome.text)]
    if person:
        blocks.append(Text(text=say("ask_person", language), style="lead"))
    if because:
        blocks.append(Listing(title="为什么这样说", items=because))
    if outcome.steps:
        blocks.append(Listing(title=say("steps", language), items=outcome.steps, numbered=True))
    if outcome.bring:
        blocks.append(Listing(title=say("bring", language), items=outcome.bring))
    if outcome.deadline:
        blocks.append(Listing(title=say("deadline", language), items=(outcome.deadline,)))
    return blocks


def _next_things(knowledge: Knowledge, wizard: Wizard, end: Finished, language: Language) -> list[AnyBlock]:
    forms = dict.fromkeys(i for o in end.outcomes for i in o.forms)
    answers = dict.fromkeys((*(i for o in end.outcomes for i in o.answers), *wizard.answers))
    tools = dict.fromkeys(i for o in end.outcomes for i in o.wizards)
    blocks: list[AnyBlock] = []
    for role, prompt, items in (
        ("forms", "forms", [ChoiceItem(id=f"form:{i}", label=knowledge.forms[i].title) for i in forms]),
        ("tools", "tools", [ChoiceItem(id=f"wizard:{i}", label=knowledge.wizards[i].title) for i in tools]),
        ("related", "related", [ChoiceItem(id=f"answer:{i}", label=knowledge.answers[i].title) for i in answers]),
    ):
        if items:
            blocks.append(Choices.model_validate({"prompt": say(prompt, language), "items": tuple(items), "role": role}))
    opinion = ChoiceItem(id=f"opinion:wizard-{wizard.id}", label=say("opinion", language))
    leave = ChoiceItem(id="message", label=say("message", language))
    return [*blocks, Choices(prompt=say("person", language), items=(opinion, leave), role="actions")]


def _answers_given(
    knowledge: Knowledge, guided: Guided, answers: Mapping[str, str | None], day: date, language: Language
) -> list[AnyBlock]:
    given = review(guided, answers, knowledge.rates, day)
    paper = isinstance(guided, Form)
    items = tuple(ChoiceItem(id=f"edit:{a.question.name}", label=_in_review(a, paper)) for a in given)
    return [Choices(prompt=say("your_answers", language), items=items, role="actions")] if items else []


def _in_review(given: Answered, paper: bool) -> str:
    """One line; of a long story its beginning."""
    text = "空着，打印以后可以手写" if paper and given.value is None else given.text
    label = f"{titled(given.question).replace('：', '，')}：{text}"
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def form_review_blocks(knowledge: Knowledge, form: Form, end: Finished, day: date, language: Language = "zh-Hans") -> list[AnyBlock]:
    """What to think of first; everything entered, to be read once more, each item editable; then the document, unless it is of no use."""
    ready = say("form_stopped" if end.stopped else "form_ready", language)
    slips = tuple(dict.fromkeys(s for value in end.answers.values() for s in slips_in(value or "")))
    return [
        Text(text=form.title, style="title"), Text(text=ready, style="lead"), *_cautions(knowledge, end, language),
        *([Listing(title=say("look_again", language), items=slips)] if slips else []),
        *_answers_given(knowledge, form, end.answers, day, language),
        *([] if end.stopped else [*file_offers(f"form:{form.id}", form.title, form.title, language), *hand_in(form, language)]),
        *basis_blocks(form.basis, language), contacts(knowledge, form.where, language),
        Notice(text=say("form_notice", language), role="disclaimer"),
    ]  # fmt: skip


def _cautions(knowledge: Knowledge, end: Finished, language: Language) -> list[AnyBlock]:
    forms = dict.fromkeys(i for c in end.cautions for i in c.forms)
    tools = dict.fromkeys(i for c in end.cautions for i in c.wizards)
    instead = [ChoiceItem(id=f"form:{i}", label=knowledge.forms[i].title) for i in forms]
    instead += [ChoiceItem(id=f"wizard:{i}", label=knowledge.wizards[i].title) for i in tools]
    blocks: list[AnyBlock] = [Text(text=c.text, style="lead") for c in end.cautions]
    return [*blocks, Choices(prompt=say("instead", language), items=tuple(instead), role="tools")] if instead else blocks


def hand_in(form: Form, language: Language) -> list[AnyBlock]:
    """What to do with the filled paper, what to bring, and how to fill it."""
    parts = (("hand_in", form.steps), ("bring", form.bring), ("notes", form.tips))
    return [Listing(title=say(key, language), items=said, numbered=key == "hand_in") for key, said in parts if said]


def file_offers(id: str, name: str, label: str, language: Language) -> list[FileOffer]:
    """A document as .docx, to change and fill in; beside it as PDF where this machine can make one."""
    offers = [FileOffer(id=id, name=f"{name}.docx", label=label)]
    if converter() is not None:
        offers.append(FileOffer(id=f"pdf:{id}", name=f"{name}.pdf", label=say("as_pdf", language, title=label), media="pdf"))
    return offers
