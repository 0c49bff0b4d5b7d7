"""Entries of the knowledge base → the blocks of a reply. Every consultation ends with basis, date, disclaimer and a human."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from bot.answers.blocks import (
    AnyBlock,
    Basis,
    BasisItem,
    ChoiceItem,
    Choices,
    Contact,
    Contacts,
    Hit,
    Language,
    Listing,
    Notice,
    Text,
)
from bot.answers.wording import say, unit_name
from bot.knowledge import Knowledge
from bot.knowledge.check import RATE_SLOT
from bot.knowledge.model import Answer, Citation, Outcome, Place, Rate
from bot.text.numerals import parse_numeral

REVIEW_AFTER = timedelta(days=365)
EXPLAINED_AT_MOST = 4
ALWAYS_A_HUMAN = ("hotline-12348", "hall-community")


def answer_blocks(knowledge: Knowledge, answer: Answer, day: date, language: Language = "zh-Hans") -> list[AnyBlock]:
    """The whole answer, in reading order; without feedback buttons."""
    english = answer.en if language == "en" else None
    told = english or answer
    blocks: list[AnyBlock] = [Text(text=told.title, style="title")]
    if language == "en" and not english:
        blocks.append(Notice(text=say("only_chinese", language)))
    blocks += _warnings(answer, day, language)
    blocks.append(Text(text=filled(told.summary, knowledge, day, language), style="lead"))
    steps = tuple(filled(s, knowledge, day, language) for s in told.steps)
    blocks.append(Listing(title=say("steps", language), items=steps, numbered=True))
    if english and (answer.bring or answer.notes):
        blocks.append(Notice(text=say("more_in_chinese", language)))
    if not english:
        for name in ("bring", "notes"):
            if items := getattr(answer, name):
                blocks.append(Listing(title=say(name, language), items=tuple(filled(i, knowledge, day, language) for i in items)))
        if explained := terms_explained(knowledge, " ".join((answer.summary, *answer.steps, *answer.notes))):
            blocks.append(Listing(title=say("terms", language), items=explained))
    blocks += [*basis_blocks(answer.basis, language), contacts(knowledge, answer.where, language)]
    blocks += _offers(knowledge, answer, language)
    blocks.append(Notice(text=say("checked", language, day=answer.reviewed, source=answer.source), role="date"))
    blocks.append(Notice(text=say("disclaimer", language), role="disclaimer"))
    return blocks


def answer_title(answer: Answer, language: Language) -> str:
    """What an answer is called where it is offered."""
    return answer.en.title if language == "en" and answer.en else answer.title


def terms_explained(knowledge: Knowledge, text: str) -> tuple[str, ...]:
    """The words of the glossary that a text uses without saying what they mean, in its order; of words in each other the longest."""
    used = [t for t in knowledge.glossary if t.term in text and t.plain not in text and f"{t.term}（" not in text]
    longest = [t for t in used if not any(t.term != o.term and t.term in o.term and text.count(t.term) == text.count(o.term) for o in used)]
    return tuple(f"{t.term}：{t.plain}。" for t in sorted(longest, key=lambda t: text.index(t.term))[:EXPLAINED_AT_MOST])


def _warnings(answer: Answer, day: date, language: Language) -> list[AnyBlock]:
    due = answer.review_by or answer.reviewed + REVIEW_AFTER
    found: list[AnyBlock] = []
    if answer.as_of:
        found.append(Notice(text=say("as_of", language, year=answer.as_of[:4]), role="date"))
    if day > due:
        found.append(Notice(text=say("review", language, day=due), role="review"))
    return found


def basis_blocks(citations: Iterable[Citation], language: Language = "zh-Hans") -> list[AnyBlock]:
    """The legal basis as a block, or nothing where there is none."""
    items = tuple(BasisItem(law=c.law, article=c.article, version=c.version, choice=law_choice(c.law, c.article)) for c in citations)
    return [Basis(title=say("basis", language), items=items)] if items else []


def law_choice(law: str, article: str) -> str:
    """The choice id that opens an article; laws by a hash, since names are longer than a Telegram button holds."""
    number, _, of = article.removeprefix("第").partition("条")
    suffix = f"-{parse_numeral(of.removeprefix('之'))}" if of.startswith("之") else ""
    return f"law:{law_digest(law)}:{parse_numeral(number)}{suffix}"


def law_digest(law: str) -> str:
    """The first ten hex digits of the sha256 of a law's name, without 中华人民共和国, wherever that stands in it."""
    return hashlib.sha256(law.replace("中华人民共和国", "").encode()).hexdigest()[:10]


def contacts(knowledge: Knowledge, ids: Iterable[str], language: Language = "zh-Hans") -> Contacts:
    """The named places, then the humans that every answer ends with."""
    wanted = [i for i in dict.fromkeys((*ids, *ALWAYS_A_HUMAN)) if i in knowledge.places]
    return Contacts(title=say("where", language), items=tuple(contact(knowledge.places[i], language) for i in wanted))


def contact(place: Place, language: Language = "zh-Hans") -> Contact:
    """What of a place is sourced; what is not yet known is said to be so."""
    note = ""
    if place.kind == "institution" and not (place.phone and place.address):
        note = say("unconfirmed", language)
    elif place.phone and "phone" in place.to_confirm:
        note = say("unconfirmed_phone", language)
    return Contact(
        id=place.id, name=place_name(place, language), does=place.en.does if language == "en" and place.en else place.does, phone=place.phone.value if place.phone else "",
        address=place.address.value if place.address else "", hours=place.hours.value if place.hours else "",
        website=place.website.value if place.website else "", note=note, danger=place.danger,
    )  # fmt: skip


def place_name(place: Place, language: Language = "zh-Hans") -> str:
    """In English with the Chinese beside it: it is what stands on the door. Hotlines have a number instead."""
    if language != "en" or not place.en:
        return place.name
    return place.en.name if place.kind == "hotline" else f"{place.en.name} ({place.name})"


def _offers(knowledge: Knowledge, answer: Answer, language: Language) -> list[AnyBlock]:
    tools = [ChoiceItem(id=f"wizard:{i}", label=knowledge.wizards[i].title) for i in (*answer.wizards, *answer.calculators)]
    forms = [ChoiceItem(id=f"form:{i}", label=knowledge.forms[i].title) for i in answer.forms]
    related = [ChoiceItem(id=f"answer:{i}", label=answer_title(knowledge.answers[i], language)) for i in answer.related]
    cases = [ChoiceItem(id=f"case:{i}", label=say("case", language, title=knowledge.cases[i].title)) for i in cases_of(knowledge, answer)]
    found: list[AnyBlock] = []
    if tools:
        found.append(Choices(prompt=say("tools", language), items=tuple(tools), role="tools"))
    if forms:
        found.append(Choices(prompt=say("forms", language), items=tuple(forms), role="forms"))
    if related or cases:
        found.append(Choices(prompt=say("related", language), items=(*related, *cases), role="related"))
    return found


def cases_of(knowledge: Knowledge, answer: Answer) -> list[str]:
    """Ids of the cases of an answer, linked from either side."""
    return list(dict.fromkeys((*answer.cases, *(c.id for c in knowledge.cases.values() if answer.id in c.answers))))


def filled(text: str, knowledge: Knowledge, day: date, language: Language = "zh-Hans") -> str:
    """`{rate:ID}` slots with the figure in force on `day`, its date and whether it is confirmed; unknown is said, never guessed."""
    return RATE_SLOT.sub(lambda m: rate_text(knowledge.rates[m[1]], day, language), text)


def outcome_filled(outcome: Outcome, knowledge: Knowledge, day: date, language: Language = "zh-Hans") -> Outcome:
    """A wizard's outcome with its `{rate:ID}` slots filled. Not `because`: answers of residents stand beside it, and are no slots."""

    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filled(t, knowledge, day, language) for t in texts)

    return outcome.model_copy(
        update={
            "title": filled(outcome.title, knowledge, day, language), "text": filled(outcome.text, knowledge, day, language),
            "steps": each(outcome.steps), "bring": each(outcome.bring),
            "deadline": filled(outcome.deadline, knowledge, day, language) if outcome.deadline else None,
        }
    )  # fmt: skip


def rate_text(rate: Rate, day: date, language: Language = "zh-Hans") -> str:
    period = rate.on(day)
    if period is None:
        return say("rate_unknown", language)
    value = f"{period.value:,f}"
    value = value.rstrip("0").rstrip(".") if "." in value else value
    unsure = "" if period.confirmed else say("unverified_rate", language)
    return say("rate", language, value=value, unit=unit_name(rate.unit, language), since=period.since, unsure=unsure)


def answer_hit(answer: Answer, score: float) -> Hit:
    return Hit(
        id=answer.id, title=answer.title, service=answer.service, topic=answer.topic, score=round(score, 4),
        statutes=tuple(c.key for c in answer.basis),
    )  # fmt: skip
