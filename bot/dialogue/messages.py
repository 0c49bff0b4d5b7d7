"""Leaving a message for a person, looking for the answer, saying more, closing it: guided like everything else, kept by the desk.

What is typed lives in the session until it is sent; the desk is asked after the turn (it is a database), so the openers here only say
what is to be done with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.answers.blocks import ChoiceItem, Choices, Listing, Reply, Text
from bot.answers.menus import human_blocks
from bot.answers.wording import say
from bot.dialogue.message_flows import MESSAGE, MORE, PICK_UP, flow_of, short
from bot.dialogue.pick_up import number_and_code
from bot.dialogue.session import Running
from bot.dialogue.turn import Turn
from bot.knowledge.model import Wizard
from bot.text.normalize import phrase_key
from bot.wizards import shown

REACHED = ("telegram",)  # channels where an answer can be sent to
LEAVE = ("留言", "我要留言", "给工作人员留言", "帮我转告工作人员", "leave a message")
LOOK = ("查留言", "看留言", "查看留言", "我的留言", "留言有回复吗", "my messages")


@dataclass(frozen=True)
class Work:
    """What the desk is to do after the turn."""

    verb: str  # open | read | mine | add | close | show
    facts: dict[str, Any] = field(default_factory=dict)


def asked(turn: Turn) -> Reply | None:
    """留言, 查留言 and the like: whole messages. Number and code in one line also while one of them is asked for."""
    run = turn.session.running
    if turn.message.choice or (run is not None and run.id != f"desk:{PICK_UP.id}"):
        return None
    if said := number_and_code(turn.message.text):
        return _pick_up(turn, *said)
    if run is not None:
        return None
    key = phrase_key(turn.message.text)
    if any(key == phrase_key(w) for w in LOOK):
        return look(turn, "")
    return leave(turn, "") if any(key == phrase_key(w) for w in LEAVE) else None


def leave(turn: Turn, _: str) -> Reply | None:
    return _start(turn, MESSAGE)


def look(turn: Turn, _: str) -> Reply | None:
    """Where the resident is known their messages; elsewhere number and code are asked for."""
    if turn.session.channel in REACHED:
        return _at_the_desk(turn, Work("mine"))
    return _start(turn, PICK_UP)


def _pick_up(turn: Turn, number: str, code: str) -> Reply | None:
    """As after the two questions, or with what is still missing asked; a chat's own message needs no code."""
    if code:
        turn.session.running = None
        return _at_the_desk(turn, Work("read", {"number": number, "code": code}))
    if not number:
        return look(turn, "")
    if _id(number) in known(turn):
        return show(turn, number)
    return _start(turn, PICK_UP, {"number": number})


def more(turn: Turn, number: str) -> Reply | None:
    if _id(number) not in known(turn):
        return look(turn, "")
    turn.session.extra["ticket"] = _id(number)
    return _start(turn, MORE)


def close(turn: Turn, number: str) -> Reply | None:
    if _id(number) not in known(turn):
        return look(turn, "")
    return _at_the_desk(turn, Work("close", {"id": _id(number)}))


def send(turn: Turn, _: str) -> Reply | None:
    """The reviewed message goes to the desk."""
    finished = Running.model_validate(turn.session.extra.get("finished") or {"id": ""})
    if finished.id != "desk:message":  # tapped twice: it has been sent
        return look(turn, "") if known(turn) else None
    given = finished.answers
    service = turn.snapshot.knowledge.answers.get(turn.session.topic_answer)
    slot = next((c.label for q in MESSAGE.questions for c in q.choices if c.value == given.get("slot")), "")
    return _at_the_desk(turn, Work("open", {
        "text": given.get("text") or "", "contact": given.get("contact") or "", "call": given.get("safe") or "", "slot": slot,
        "for_other": given.get("other") == "yes", "service": service.service if service else None,
    }))  # fmt: skip


def finished(turn: Turn, flow: Wizard, run: Running) -> Reply:
    """All questions of a flow are answered."""
    turn.session.running = None
    turn.session.offered = []
    if flow.id == MESSAGE.id:
        turn.session.extra["finished"] = run.model_dump(mode="json")
        return _review(turn, flow, run)
    if flow.id == PICK_UP.id:
        return _at_the_desk(turn, Work("read", {"number": _digits(run.answers["number"]), "code": _digits(run.answers["code"])}))
    return _at_the_desk(turn, Work("add", {"id": turn.session.extra.get("ticket", 0), "text": run.answers["text"] or ""}))


def dropped(turn: Turn) -> bool:
    """Forget the message that waits to be sent; False where none does."""
    waits = bool((turn.session.extra.get("finished") or {}).get("id") == f"desk:{MESSAGE.id}")
    if waits:
        del turn.session.extra["finished"]
    return waits


def _review(turn: Turn, flow: Wizard, run: Running) -> Reply:
    asked_of, language = {q.name: q for q in flow.questions}, turn.language
    said = {n: say(v, language) if asked_of[n].kind == "yes_no" else shown(asked_of[n], v) for n, v in run.answers.items() if v is not None}
    colon = ": " if language == "en" else "："
    lines = tuple(f"{short(n, language)}{colon}{text}" for n, text in said.items())
    edits = tuple(ChoiceItem(id=f"edit:{n}", label=say("edit_this", language, what=short(n, language))) for n in run.answers)
    actions = (ChoiceItem(id="send", label=say("send_message", turn.language)), ChoiceItem(id="leave", label=say("leave", turn.language)))
    return turn.reply(
        "ticket", Text(text=flow.title, style="title"), Listing(title=say("message_review", turn.language), items=lines),
        Choices(prompt=say("message_send_prompt", turn.language), items=actions, role="wizard"),
        Choices(prompt=say("edit_prompt", turn.language), items=edits, role="actions"), title=flow.title, discreet=turn.session.discreet,
    )  # fmt: skip


def _start(turn: Turn, flow: Wizard, given: dict[str, str | None] | None = None) -> Reply | None:
    from bot.dialogue.guided import start  # the guide and its flows know each other

    flow = flow_of(flow.id, turn.language) or flow
    return start(turn, f"desk:{flow.id}", flow, flow.intro, given)


def _at_the_desk(turn: Turn, work: Work) -> Reply:
    turn.work = work
    return turn.reply("ticket", *human_blocks(turn.snapshot.knowledge, turn.language), title=say("message", turn.language))


def show(turn: Turn, number: str) -> Reply | None:
    if _id(number) not in known(turn):
        return look(turn, "")
    return _at_the_desk(turn, Work("show", {"id": _id(number)}))


def known(turn: Turn) -> list[int]:
    """Tickets that this session has opened or shown the code of."""
    return list(turn.session.extra.get("tickets", []))


def know(turn: Turn, id: int) -> None:
    turn.session.extra["tickets"] = list(dict.fromkeys([*known(turn), id]))[-20:]


def _id(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _digits(text: str | None) -> str:
    return "".join(c for c in text or "" if c.isdigit())
