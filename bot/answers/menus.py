"""Menus and lists: the main menu, a service's answers, topics, communities, forms, news, cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Contacts, Language, Listing, Notice, Text
from bot.answers.compose import answer_title, contact, contacts, place_name
from bot.answers.wording import say, service_name, topic_name
from bot.knowledge import Knowledge
from bot.knowledge.model import TOPICS, Answer, Case, News

PAGE = 12  # answers a page of a service's list
MENU = ("consultation", "mediation", "notary", "community_correction", "legal_aid", "statutes", "cases", "directory", "forms", "news")


def menu_blocks(language: Language, greet: bool = True) -> list[AnyBlock]:
    items = [ChoiceItem(id=_menu_choice(s), label=service_name(s, language)) for s in (*MENU, "halls", "court_station", "other")]
    items.append(ChoiceItem(id="message", label=say("message", language)))
    return [
        Text(text=say("menu" if greet else "menu_short", language), style="lead"),
        Choices(prompt=say("choose", language), items=tuple(items), role="menu"),
    ]


def _menu_choice(service: str) -> str:
    return service if service in ("directory", "news", "forms", "statutes", "cases") else f"service:{service}"


def human_blocks(knowledge: Knowledge, language: Language) -> list[AnyBlock]:
    """A person to turn to, and a message that can be left."""
    leave = ChoiceItem(id="message", label=say("message", language))
    look = ChoiceItem(id="messages", label=say("messages", language))
    menu = ChoiceItem(id="menu", label=say("back_to_menu", language))
    return [contacts(knowledge, (), language), Choices(prompt=say("person", language), items=(leave, look, menu), role="actions")]


def service_blocks(knowledge: Knowledge, service: str, page: int, language: Language) -> list[AnyBlock]:
    """The answers of a service, a page at a time; consultation by topic first."""
    if service == "consultation":
        items = tuple(ChoiceItem(id=f"topic:{i}", label=topic_name(t, language)) for i, t in enumerate(TOPICS))
        return [Text(text=service_name(service, language), style="title"), Choices(prompt=say("choose", language), items=items, role="menu")]
    answers = [a for a in knowledge.answers.values() if a.service == service]
    return _answer_list(answers, service_name(service, language), f"service:{service}", page, language)


def topic_blocks(knowledge: Knowledge, number: int, page: int, language: Language) -> list[AnyBlock]:
    topic = TOPICS[number]
    answers = [a for a in knowledge.answers.values() if a.topic == topic and a.service == "consultation"]
    return _answer_list(answers, topic_name(topic, language), f"topic:{number}", page, language)


def _answer_list(answers: list[Answer], title: str, choice: str, page: int, language: Language) -> list[AnyBlock]:
    shown = answers[page * PAGE : (page + 1) * PAGE]
    items = [ChoiceItem(id=f"answer:{a.id}", label=answer_title(a, language)) for a in shown]
    if len(answers) > (page + 1) * PAGE:
        items.append(ChoiceItem(id=f"{choice}:{page + 1}", label=say("more", language)))
    items.append(ChoiceItem(id="menu", label=say("back_to_menu", language)))
    return [Text(text=title, style="title"), Choices(prompt=say("choose", language), items=tuple(items), role="menu")]


def directory_blocks(knowledge: Knowledge, language: Language) -> list[AnyBlock]:
    communities = tuple(ChoiceItem(id=f"community:{c.id}", label=c.name) for c in knowledge.communities.values())
    places = tuple(ChoiceItem(id=f"place:{p.id}", label=place_name(p, language)) for p in knowledge.places.values() if p.kind != "hotline")
    hotlines = tuple(contact(p, language) for p in knowledge.places.values() if p.kind == "hotline")
    return [
        Text(text=service_name("directory", language), style="title"),
        Choices(prompt=say("directory", language), items=communities, role="menu"),
        Choices(prompt=say("where", language), items=places, role="related"),
        Contacts(title=say("phone", language), items=hotlines),
    ]


def community_blocks(knowledge: Knowledge, id: str, language: Language) -> list[AnyBlock]:
    community = knowledge.communities[id]
    serving = [i for i, p in knowledge.places.items() if id in p.communities]
    title = say("community_places", language, name=community.name)
    return [Text(text=title, style="title"), contacts(knowledge, dict.fromkeys((*community.places, *serving)), language)]


def place_blocks(knowledge: Knowledge, id: str, language: Language) -> list[AnyBlock]:
    shown = contact(knowledge.places[id], language)
    related = [a for a in knowledge.answers.values() if id in a.where[:2]][:6]
    return [
        Text(text=shown.name, style="title"), Text(text=shown.does, style="lead"), contacts(knowledge, (id,), language),
        *_related(related, language),
    ]  # fmt: skip


def _related(answers: Iterable[Answer], language: Language) -> list[AnyBlock]:
    items = tuple(ChoiceItem(id=f"answer:{a.id}", label=answer_title(a, language)) for a in answers)
    return [Choices(prompt=say("related", language), items=items, role="related")] if items else []


def form_list_blocks(knowledge: Knowledge, language: Language) -> list[AnyBlock]:
    items = tuple(ChoiceItem(id=f"form:{f.id}", label=f.title, detail=f.about) for f in knowledge.forms.values())
    return [Text(text=service_name("forms", language), style="title"), Choices(prompt=say("choose", language), items=items, role="forms")]


def news_blocks(knowledge: Knowledge, day: date, language: Language) -> list[AnyBlock]:
    """Notices that are out and not yet expired, newest first."""
    current = [n for n in knowledge.news if n.published <= day <= n.expires]
    blocks: list[AnyBlock] = [Text(text=say("news", language), style="title")]
    for item in current:
        blocks += _notice(knowledge, item, language)
    return blocks if current else [*blocks, Text(text=say("no_news", language))]


def _notice(knowledge: Knowledge, item: News, language: Language) -> list[AnyBlock]:
    return [
        Text(text=f"{item.published}　{item.title}", style="lead"), Text(text=item.text),
        Notice(text=say("source", language, source=item.source), role="date"),
        *_related([knowledge.answers[i] for i in item.answers], language),
    ]  # fmt: skip


def case_list_blocks(knowledge: Knowledge, topic: str | None, language: Language) -> list[AnyBlock]:
    cases = [c for c in knowledge.cases.values() if topic in (None, c.topic)]
    title = service_name("cases", language)
    if topic is None:
        used = [t for t in TOPICS if any(c.topic == t for c in cases)]
        items = tuple(ChoiceItem(id=f"cases:{TOPICS.index(t)}", label=topic_name(t, language)) for t in used)
    else:
        items = tuple(ChoiceItem(id=f"case:{c.id}", label=c.title, detail=_issued(c)) for c in cases)
    return [Text(text=title, style="title"), Choices(prompt=say("choose", language), items=items, role="menu")]


def case_blocks(knowledge: Knowledge, case: Case, language: Language) -> list[AnyBlock]:
    parts = [(say(name, language), getattr(case, name)) for name in ("facts", "question", "outcome", "lesson")]
    blocks: list[AnyBlock] = [Text(text=case.title, style="title"), Text(text=_issued(case), style="note")]
    blocks += [Listing(title=title, items=(text,)) for title, text in parts]
    if case.superseded:
        blocks.append(Notice(text=case.superseded, role="review"))
    answers = dict.fromkeys((*case.answers, *(a.id for a in knowledge.answers.values() if case.id in a.cases)))
    blocks += _related([knowledge.answers[i] for i in answers], language)
    blocks += [Notice(text=say("source", language, source=case.source), role="date"), Notice(text=say("disclaimer", language), role="disclaimer")]
    return blocks


def _issued(case: Case) -> str:
    return "，".join(filter(None, (case.issuer, case.number, case.published)))


