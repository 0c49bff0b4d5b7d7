"""The ordered list of responders: the first that has a reply wins."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Notice, Reply, Text
from bot.answers.menus import human_blocks, menu_blocks
from bot.answers.wording import say
from bot.dialogue import cases, choices, follow_up, guided, messages, statutes
from bot.dialogue.danger import danger
from bot.dialogue.present import answered, hit, offer
from bot.dialogue.redact import redacted
from bot.dialogue.session import MAX_QUESTION
from bot.dialogue.turn import Turn
from bot.dialogue.wishes import wish_blocks
from bot.text.normalize import phrase_key

Responder = Callable[[Turn], Reply | None]

CLARIFY_AT_MOST = 2
SHOWN_AT_MOST = 5
NONE_OF_THESE = ("都不是", "以上都不是", "都不对", "没有一个是", "none of these", "none")


def unreadable(turn: Turn) -> Reply | None:
    """Nothing to read, or too much."""
    if turn.message.choice:
        return None
    if len(turn.message.text) > MAX_QUESTION:
        too_long = say("too_long", turn.language, limit=MAX_QUESTION)
        return guided.again(turn, too_long) or turn.reply("none", Text(text=too_long))
    if turn.session.running is None and not any(c.isalnum() for c in turn.text):
        return turn.reply("menu", Text(text=say("empty", turn.language)), *menu_blocks(turn.language, greet=False))
    return None


def small_talk(turn: Turn) -> Reply | None:
    """Greetings, thanks, vague calls for help, a wish for a person: whole messages only."""
    words = turn.snapshot.knowledge.vocabulary
    said = _Said(turn.message.text)
    if turn.session.running is None:
        if said.one_of(words.greetings):
            return turn.reply("menu", *menu_blocks(turn.language))
        if said.one_of(words.thanks):
            return turn.reply("menu", Text(text=say("thanks", turn.language)))
        if said.one_of(words.goodbyes):
            return turn.reply("menu", Text(text=say("goodbye", turn.language)))
    if said.one_of(words.menu):
        return turn.reply("menu", *menu_blocks(turn.language))
    if said.one_of(words.person):
        return turn.reply("menu", *human_blocks(turn.snapshot.knowledge, turn.language))
    return None


class _Said:
    """A whole message, compared with sayings whatever the punctuation, script or politeness."""

    def __init__(self, text: str) -> None:
        self.key = phrase_key(text)

    def one_of(self, sayings: tuple[str, ...]) -> bool:
        return any(self.key == phrase_key(s) for s in sayings)


def picked_number(turn: Turn) -> Reply | None:
    """2, 第二个, 都不是: one of the choices offered last. A number alone asks nothing, so it is never looked up."""
    if turn.message.choice:
        return None
    offered, number = turn.session.offered, follow_up.ordinal(turn.text)
    if "none" in offered and _Said(turn.message.text).one_of((*NONE_OF_THESE, *turn.snapshot.knowledge.vocabulary.no)):
        number = offered.index("none") + 1
    if number is None:
        return None
    if not 1 <= number <= len(offered):
        return turn.reply("menu", Text(text=say("no_such_number", turn.language)), *menu_blocks(turn.language, greet=False))
    turn.message = turn.message.model_copy(update={"choice": offered[number - 1], "text": ""})
    return choices.picked(turn)


def no_question(turn: Turn) -> Reply | None:
    """是, 返回 where nothing was asked, 没用 of the disappointed, 字太小: nothing that laws could be looked up for."""
    words = turn.snapshot.knowledge.vocabulary
    said = _Said(turn.message.text)
    if said.one_of(words.unhappy):
        return turn.reply("menu", Text(text=say("unhappy", turn.language), style="lead"), *human_blocks(turn.snapshot.knowledge, turn.language))
    if said.one_of(words.display):
        key = "display_chat" if turn.message.channel == "telegram" else "display_screen"
        return turn.reply("menu", Text(text=say(key, turn.language)), *menu_blocks(turn.language, greet=False))
    if said.one_of((*words.yes, *words.no, *words.unknown, *words.back, *words.leave)):
        return turn.reply("menu", Text(text=say("no_question", turn.language)), *menu_blocks(turn.language, greet=False))
    return None


def asked_by_name(turn: Turn) -> Reply | None:
    """A form, calculator, office or list whose name is (nearly) the whole message."""
    lists = {"文书": "forms", "表格": "forms", "下载文书": "forms", "法律法规": "statutes", "查法律": "statutes", "典型案例": "cases",
             "案例": "cases", "信息动态": "news", "通知": "news", "最新消息": "news", "附近找谁": "directory", "通讯录": "directory"}  # fmt: skip
    if turn.text in lists:
        return choices.open_choice(turn, lists[turn.text])
    named = turn.snapshot.finder.named(turn.message.text)
    if not named or named[0].score < 0.88:
        return None
    if turn.match.outcome == "sure" and turn.match.candidates[0].parts.get("fuzzy", 0) >= named[0].score * 0.45:
        return None  # an answer says it at least as well
    return choices.open_choice(turn, named[0].choice)


def sure(turn: Turn) -> Reply | None:
    if turn.match.outcome != "sure":
        return None
    best = turn.match.candidates[0]
    return answered(turn, turn.snapshot.knowledge.answers[best.entry.id], best.score)


def which_one(turn: Turn) -> Reply | None:
    """Near matches: ask which is meant, at most twice in a row; then the menu, a person and a message. Mostly other answers than the last
    time are no asking again: the resident goes on telling."""
    if turn.match.outcome != "maybe":
        return None
    offered = [offer(turn, c) for c in turn.match.candidates[:SHOWN_AT_MOST]]
    found = {item.id for item in offered}
    again = len(found & set(turn.session.offered)) > len(found) / 2
    turn.session.clarifications = turn.session.clarifications + 1 if again else 1
    turn.unanswered = turn.session.clarifications == CLARIFY_AT_MOST
    if turn.session.clarifications > CLARIFY_AT_MOST:
        return _give_up(turn)
    offered.append(ChoiceItem(id="none", label=say("none_of_these", turn.language)))
    turn.session.offered = [item.id for item in offered]
    prompt = say("which" if turn.session.clarifications == 1 else "which_again", turn.language)
    return turn.reply(
        "maybe", Choices(prompt=prompt, items=tuple(offered)), Notice(text=say("disclaimer", turn.language), role="disclaimer"),
        answers=tuple(hit(turn, c) for c in turn.match.candidates[:SHOWN_AT_MOST]),
    )  # fmt: skip


def _give_up(turn: Turn) -> Reply:
    """The third time in a row: the menu too, for other words did not help."""
    turn.session.clarifications = turn.session.unanswered = 0
    turn.session.offered = []
    hits = tuple(hit(turn, c) for c in turn.match.candidates[:SHOWN_AT_MOST])
    menu = menu_blocks(turn.language, greet=False)
    return turn.reply("none", Text(text=say("loop", turn.language), style="lead"), *_a_person(turn), *menu, answers=hits)


def _a_person(turn: Turn) -> list[AnyBlock]:
    """Whom to ask what nobody answered, and that staff learn of it."""
    human = human_blocks(turn.snapshot.knowledge, turn.language)
    turn.unanswered = not turn.session.discreet and redacted(turn.message.text) is not None
    if not turn.unanswered or not turn.message.wish_record:
        return human
    return [*human, Notice(text=say("none_recorded", turn.language), role="privacy"), *wish_blocks(turn)]


def nothing_understood(turn: Turn) -> Reply:
    """Admitted, never guessed; the question is kept for staff without personal data, dropped when in doubt."""
    turn.session.unanswered += 1
    turn.session.offered = []
    if follow_up.about_nothing(turn):
        return turn.reply("maybe", Text(text=say("which_matter", turn.language), style="lead"), *menu_blocks(turn.language, greet=False))
    if whose := turn.snapshot.finder.elsewhere(turn.message.text):
        matter = next(m for m in turn.snapshot.knowledge.elsewhere if m.id == whose)
        said = say("elsewhere", turn.language, name=matter.name, ask=matter.ask)
        return turn.reply("none", Text(text=said, style="lead"), *human_blocks(turn.snapshot.knowledge, turn.language))
    if turn.session.unanswered > CLARIFY_AT_MOST:
        return _give_up(turn)
    return turn.reply("none", Text(text=say("none", turn.language), style="lead"), *_a_person(turn))


RESPONDERS: tuple[Responder, ...] = (
    unreadable,
    danger,
    choices.picked,
    guided.leave_or_resume,
    messages.asked,
    small_talk,
    guided.running,
    picked_number,
    no_question,
    statutes.cited,
    cases.asked,
    follow_up.running_topic,
    asked_by_name,
    sure,
    statutes.law_wanted,
    which_one,
    statutes.by_story,
    nothing_understood,
)
