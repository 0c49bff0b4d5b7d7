"""A tapped choice: each prefix of a choice id and what it opens. Old buttons still work, or say why not."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers import menus
from bot.answers.blocks import Reply, Text
from bot.answers.menus import human_blocks, menu_blocks
from bot.answers.wording import say
from bot.dialogue import cases, guided, messages, papers, reminders, statutes
from bot.dialogue.present import answered
from bot.dialogue.screen import put_aside
from bot.dialogue.turn import Turn
from bot.dialogue.wishes import wish, wish_blocks
from bot.knowledge.model import SERVICES, TOPICS


def picked(turn: Turn) -> Reply | None:
    """The reply to a picked choice; None when the message was typed."""
    return open_choice(turn, turn.message.choice) if turn.message.choice else None


def open_choice(turn: Turn, choice: str) -> Reply:
    """What a choice id opens. Unknown or outdated ids get a friendly word and the menu."""
    prefix, _, rest = choice.partition(":")
    opener = _OPENERS.get(prefix)
    reply = opener(turn, rest) if opener else None
    return reply or turn.reply("none", Text(text=say("gone", turn.language)), *menu_blocks(turn.language, greet=False))


def _menu(turn: Turn, _: str) -> Reply:
    turn.session.clarifications = turn.session.unanswered = 0
    turn.session.offered, turn.session.story = [], []
    put_aside(turn.session)  # what is typed under the menu is a question, no answer
    return turn.reply("menu", *menu_blocks(turn.language), *guided.resumable(turn))


def _answer(turn: Turn, id: str) -> Reply | None:
    answer = turn.snapshot.knowledge.answers.get(id)
    return answered(turn, answer, 1.0) if answer else None


def _service(turn: Turn, rest: str) -> Reply | None:
    service, _, page = rest.partition(":")
    if service not in SERVICES:
        return None
    if service in ("directory", "forms", "cases", "statutes"):
        return open_choice(turn, service)
    return turn.reply("menu", *menus.service_blocks(turn.snapshot.knowledge, service, _number(page), turn.language))


def _topic(turn: Turn, rest: str) -> Reply | None:
    number, _, page = rest.partition(":")
    if not number.isdecimal() or int(number) >= len(TOPICS):
        return None
    return turn.reply("menu", *menus.topic_blocks(turn.snapshot.knowledge, int(number), _number(page), turn.language))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _place(turn: Turn, id: str) -> Reply | None:
    if id not in turn.snapshot.knowledge.places:
        return None
    return turn.reply("directory", *menus.place_blocks(turn.snapshot.knowledge, id, turn.language))


def _community(turn: Turn, id: str) -> Reply | None:
    if id not in turn.snapshot.knowledge.communities:
        return None
    return turn.reply("directory", *menus.community_blocks(turn.snapshot.knowledge, id, turn.language))


def _directory(turn: Turn, _: str) -> Reply:
    return turn.reply("directory", *menus.directory_blocks(turn.snapshot.knowledge, turn.language))


def _news(turn: Turn, _: str) -> Reply:
    return turn.reply("news", *menus.news_blocks(turn.snapshot.knowledge, turn.now.date(), turn.language))


def _forms(turn: Turn, _: str) -> Reply:
    return turn.reply("form", *menus.form_list_blocks(turn.snapshot.knowledge, turn.language))


def _none_of_these(turn: Turn, _: str) -> Reply:
    turn.session.offered = []
    blocks = [*human_blocks(turn.snapshot.knowledge, turn.language), *(wish_blocks(turn) if turn.session.last_question else [])]
    return turn.reply("none", Text(text=say("none", turn.language), style="lead"), *blocks)


def _person(turn: Turn, _: str) -> Reply:
    return turn.reply("menu", *human_blocks(turn.snapshot.knowledge, turn.language))


def _helpful(turn: Turn, rest: str) -> Reply | None:
    said, _, id = rest.partition(":")
    if said not in ("yes", "no") or id not in turn.snapshot.knowledge.answers:
        return None
    rated: list[str] = turn.session.extra.setdefault("rated", [])
    if rest not in rated:  # a button tapped twice counts once
        turn.feedback = (id, said == "yes")
        turn.session.extra["rated"] = [*rated, rest][-40:]
    if said == "yes":
        return turn.reply("menu", Text(text=say("helpful_thanks", turn.language)))
    human = human_blocks(turn.snapshot.knowledge, turn.language)
    return turn.reply("menu", Text(text=say("unhelpful_thanks", turn.language)), *human)


def _forget(turn: Turn, _: str) -> Reply:
    turn.forget = True
    return turn.reply("menu", Text(text=say("forgotten", turn.language)), *menu_blocks(turn.language, greet=False), ended=True)


_OPENERS: dict[str, Callable[[Turn, str], Reply | None]] = {
    "menu": _menu, "answer": _answer, "service": _service, "topic": _topic, "place": _place, "community": _community,
    "directory": _directory, "case": cases.open_case, "cases": cases.open_list, "news": _news, "forms": _forms, "none": _none_of_these,
    "person": _person, "helpful": _helpful, "forget": _forget, "tell": wish,
    "law": statutes.open_article, "statutes": statutes.home,
    "wizard": guided.start_wizard, "form": guided.start_form, "blank": papers.blank, "pick": guided.picked,
    "unknown": guided.unknown, "back": guided.back, "edit": guided.edit, "leave": guided.leave, "resume": guided.resume,
    "finish": guided.finish, "opinion": papers.opinion, "message": messages.leave, "messages": messages.look, "send": messages.send, "ticket": messages.show,
    "more": messages.more, "done": messages.close, "remind": reminders.set_reminder, "unremind": reminders.take_back,
}  # fmt: skip
