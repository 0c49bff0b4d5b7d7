"""Wizards, calculators and forms in the conversation: one question at a time, by replay of the answers that the session keeps."""

from __future__ import annotations

from collections.abc import Collection

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, QuestionBlock, Reply, Text
from bot.answers.menus import menu_blocks
from bot.answers.results import finished_blocks, form_review_blocks
from bot.answers.wording import say
from bot.dialogue import messages, reminders
from bot.dialogue.message_flows import flow_of
from bot.dialogue.screen import off_screen, reopen
from bot.dialogue.session import Running
from bot.dialogue.turn import Turn
from bot.errors import BotError
from bot.knowledge.model import Form, Question
from bot.text.normalize import phrase_key
from bot.wizards import Asking, Finished, Guided, parse_reply, put, shown, state, taken_as
from bot.wizards import back as step_back
from bot.wizards import edit as step_edit

_TYPED = ("text", "long_text")
_RESUME = ("继续", "继续填", "继续答", "接着填", "接着答", "继续刚才没答完的问答", "continue", "go on")
_HOW = {  # how a question is answered, in a word
    "choice": "choose", "yes_no": "choose", "money": "type_money", "number": "type_number", "date": "type_date", "months": "type_months",
    "text": "type_text", "long_text": "type_text",
}  # fmt: skip


def leave_or_resume(turn: Turn) -> Reply | None:
    """退出 / 取消 while something runs, 继续 when it was left; everything else is not ours."""
    if turn.message.choice:
        return None
    if turn.session.running is None:
        return resume(turn, "") if turn.session.paused is not None and _said(turn, _RESUME) else None
    if not _said(turn, turn.snapshot.knowledge.vocabulary.leave):
        return None
    return leave(turn, "")


def running(turn: Turn) -> Reply | None:
    """A typed reply to the question that is open."""
    if turn.message.choice:
        return None
    if turn.session.running is None:
        return _nothing_open(turn) or _taken_down(turn) if turn.message.screen else None
    guided = _guided(turn)
    if guided is None:
        return None if turn.match.outcome == "sure" else _taken_down(turn)
    if _said(turn, turn.snapshot.knowledge.vocabulary.back):
        return back(turn, "")
    reopen(turn, guided)
    now = _state(turn, guided)
    if isinstance(now, Finished):
        return _finish(turn, guided, now)
    if off_screen(turn):
        return again(turn, say("other_page", turn.language))
    question = _on_screen(turn, guided, now)
    if question is None:
        return again(turn, say("question_changed", turn.language))
    try:
        words, today = turn.snapshot.knowledge.vocabulary, turn.now.date()
        value = parse_reply(question, turn.message.text, words, today, paper=isinstance(guided, Form))
    except BotError as problem:
        if question.kind not in _TYPED and turn.match.outcome == "sure" and len(turn.text) >= 6:
            turn.session.paused, turn.session.running = turn.session.running, None
            return None  # a question of its own: answered, and the wizard can be resumed
        return _ask(turn, guided, now, problem=str(problem))
    reply = _answered(turn, guided, question.name, value)
    taken = taken_as(question, turn.message.text, turn.now.date(), value)
    return reply.model_copy(update={"blocks": (reply.blocks[0], Text(text=taken, style="note"), *reply.blocks[1:])}) if taken else reply


def _on_screen(turn: Turn, guided: Guided, now: Asking) -> Question | None:
    """The question that the resident was asked last and now answers; None when staff have taken it out since."""
    asked = turn.session.running.asked if turn.session.running else ""
    return next((q for q in guided.questions if q.name == asked), None) if asked else now.question


def start_wizard(turn: Turn, id: str) -> Reply | None:
    wizard = turn.snapshot.knowledge.wizards.get(id)
    return start(turn, f"wizard:{id}", wizard, wizard.intro) if wizard else None


def start_form(turn: Turn, id: str) -> Reply | None:
    form = turn.snapshot.knowledge.forms.get(id)
    return start(turn, f"form:{id}", form, form.about) if form else None


def start(turn: Turn, key: str, guided: Guided, intro: str, given: dict[str, str | None] | None = None) -> Reply:
    """Begin anew with the first question that is not answered in `given`."""
    session = turn.session
    session.running, session.paused, session.offered = Running(id=key, answers=given or {}), None, []
    session.clarifications = session.unanswered = 0
    session.discreet = session.discreet or guided.discreet
    session.extra.pop("finished", None)
    now = _state(turn, guided)
    assert isinstance(now, Asking)
    opening: list[AnyBlock] = [Text(text=guided.title, style="title"), Text(text=intro)]
    if turn.language == "en" and not key.startswith("desk:"):
        opening.insert(1, Text(text=say("questions_chinese", "en"), style="note"))
    if isinstance(guided, Form):
        blank = ChoiceItem(id=f"blank:{guided.id}", label=say("blank", turn.language, title=guided.title))
        opening += [Text(text=say("form_notice", turn.language), style="note"), Choices(prompt=say("forms", turn.language), items=(blank,), role="forms")]
    return _ask(turn, guided, now, opening=opening)


def picked(turn: Turn, rest: str) -> Reply | None:
    """A tapped option: pick:QUESTION:VALUE."""
    name, _, value = rest.partition(":")
    return _give(turn, name, value)


def unknown(turn: Turn, rest: str) -> Reply | None:
    """不知道，跳过: for the open question."""
    guided = _guided(turn)
    now = _state(turn, guided) if guided else None
    return _give(turn, rest or now.question.name, None) if isinstance(now, Asking) else _nothing_open(turn)


def _give(turn: Turn, name: str, value: str | None) -> Reply | None:
    was_running = turn.session.running is not None
    guided = _guided(turn)
    if guided is None:
        return _taken_down(turn) if was_running else _nothing_open(turn)
    run = turn.session.running
    if run and run.asked and name != run.asked and name not in run.answers:  # a question of that name may come here too, but was not asked yet
        return _next(turn, guided, problem=say("other_button", turn.language))
    return _answered(turn, guided, name, value)


def _taken_down(turn: Turn) -> Reply:
    """Staff have removed the wizard or form while somebody was in it."""
    return turn.reply("menu", Text(text=say("guided_gone", turn.language), style="lead"), *menu_blocks(turn.language, greet=False))


def _nothing_open(turn: Turn) -> Reply | None:
    """An old button, while nothing runs: the way to the result or back in; None when there is neither."""
    if turn.session.paused is not None:
        return turn.reply("menu", Choices(prompt=say("left_open", turn.language), items=(resume_choice(turn),), role="wizard"))
    if "finished" not in turn.session.extra:
        return None
    see = ChoiceItem(id="finish", label=say("see_result", turn.language))
    return turn.reply("menu", Choices(prompt=say("already_finished", turn.language), items=(see,), role="wizard"))


def again(turn: Turn, problem: str) -> Reply | None:
    """The open question once more, with what is wrong about the reply; None when nothing is open."""
    guided = _guided(turn)
    now = _state(turn, guided) if guided else None
    return _ask(turn, guided, now, problem=problem) if guided and isinstance(now, Asking) else None


def _answered(turn: Turn, guided: Guided, name: str, value: str | None) -> Reply:
    run = turn.session.running
    assert run is not None
    earlier = {n for n in run.answers if n != name}
    try:
        run.answers = put(guided, run.answers, name, value, turn.snapshot.knowledge.rates, turn.now.date())
    except BotError as problem:
        return _next(turn, guided, problem=str(problem))
    return _next(turn, guided, answered=earlier)


def back(turn: Turn, _: str) -> Reply | None:
    was_running = turn.session.running is not None
    guided = _guided(turn)
    if guided is None:
        return _taken_down(turn) if was_running else _nothing_open(turn)
    run = turn.session.running
    assert run is not None
    reopen(turn, guided)
    run.answers, value = step_back(guided, run.answers, turn.snapshot.knowledge.rates, turn.now.date())
    return _next(turn, guided, before=value)


def edit(turn: Turn, name: str) -> Reply | None:
    """Correct an earlier answer, also after the result was shown."""
    if turn.session.running is None and "finished" in turn.session.extra:
        turn.session.running = Running.model_validate(turn.session.extra.pop("finished"))
    guided = _guided(turn)
    run = turn.session.running
    if guided is None or run is None:
        return None
    try:
        run.answers, value = step_edit(guided, run.answers, name, turn.snapshot.knowledge.rates, turn.now.date())
    except BotError as problem:
        return _next(turn, guided, problem=str(problem))
    return _next(turn, guided, before=value)


def leave(turn: Turn, _: str) -> Reply:
    if turn.session.running is None and messages.dropped(turn):
        return turn.reply("menu", Text(text=say("message_dropped", turn.language)), *menu_blocks(turn.language, greet=False))
    if turn.session.running is None:
        return turn.reply("menu", Text(text=say("nothing_running", turn.language)), *menu_blocks(turn.language, greet=False))
    turn.session.paused, turn.session.running = turn.session.running, None
    again = Choices(prompt=say("started_over", turn.language), items=(resume_choice(turn),), role="actions")
    return turn.reply("menu", again, *menu_blocks(turn.language, greet=False))


def resume_choice(turn: Turn) -> ChoiceItem:
    return ChoiceItem(id="resume", label=say("resume", turn.language))


def resumable(turn: Turn, prompt: str = "left_open") -> tuple[AnyBlock, ...]:
    """What was left half answered, or stands open below something that came first, by its button."""
    if turn.session.paused is None and turn.session.running is None:
        return ()
    return (Choices(prompt=say(prompt, turn.language), items=(resume_choice(turn),), role="actions"),)


def resume(turn: Turn, _: str) -> Reply | None:
    if turn.session.paused is None:
        return again(turn, "")
    turn.session.running, turn.session.paused = turn.session.paused, None
    guided = _guided(turn)
    return _next(turn, guided, answered=set(turn.session.running.answers)) if guided and turn.session.running else _taken_down(turn)


def finish(turn: Turn, _: str) -> Reply | None:
    """The result once more."""
    if turn.session.running is None and "finished" in turn.session.extra:
        turn.session.running = Running.model_validate(turn.session.extra["finished"])
    guided = _guided(turn)
    return _next(turn, guided) if guided else None


def _guided(turn: Turn) -> Guided | None:
    """The wizard or form that runs, as it is today; None (and stopped) when staff have removed it."""
    run = turn.session.running
    if run is None:
        return None
    kind, _, id = run.id.partition(":")
    if kind == "desk":
        return flow_of(id, turn.language)
    shelf = turn.snapshot.knowledge.forms if kind == "form" else turn.snapshot.knowledge.wizards
    guided: Guided | None = shelf.get(id)
    if guided is None:
        turn.session.running = None
    return guided


def _state(turn: Turn, guided: Guided) -> Asking | Finished:
    run = turn.session.running
    assert run is not None
    return state(guided, run.answers, turn.snapshot.knowledge.rates, turn.now.date())


def _next(turn: Turn, guided: Guided, problem: str = "", before: str | None = None, answered: Collection[str] = ()) -> Reply:
    """`answered`: the names answered before; where one of them is asked again, staff have changed its question meanwhile."""
    now = _state(turn, guided)
    if isinstance(now, Finished):
        return _finish(turn, guided, now)
    if not problem and now.question.name in answered:
        problem = say("question_changed", turn.language)
    return _ask(turn, guided, now, problem=problem, before=before)


def _ask(
    turn: Turn, guided: Guided, now: Asking, *, opening: list[AnyBlock] | None = None, problem: str = "", before: str | None = None
) -> Reply:
    question = now.question
    if turn.session.running is not None:
        turn.session.running.asked = question.name
    said = shown(question, before) if before is not None else ""
    blocks: list[AnyBlock] = opening or [Text(text=guided.title, style="note")]
    if problem:
        blocks.append(Text(text=problem, style="lead"))
    asked = QuestionBlock(
        name=question.name, text=question.ask, help=question.help or "", input=question.kind, step=now.step, of=now.of, value=said,
        asked_by=turn.session.running.id if turn.session.running else "",
    )
    options = _options(turn, question, bool(now.answers))
    day = question.kind == "date" and isinstance(guided, Form)
    turn.session.offered = [o.id for o in options] if question.kind in ("choice", "yes_no") else []
    return turn.reply(
        "form" if isinstance(guided, Form) else "wizard", *blocks, asked,
        Choices(prompt=say("type_day" if day else _HOW[question.kind], turn.language), items=tuple(options), role="wizard"), title=guided.title, discreet=turn.session.discreet,
    )  # fmt: skip


def _options(turn: Turn, question: Question, can_go_back: bool) -> list[ChoiceItem]:
    language = turn.language
    options = [ChoiceItem(id=f"pick:{question.name}:{c.value}", label=c.label) for c in question.choices]
    if question.kind == "yes_no":
        options = [ChoiceItem(id=f"pick:{question.name}:{v}", label=say(v, language)) for v in ("yes", "no")]
    if question.optional:
        options.append(ChoiceItem(id=f"unknown:{question.name}", label=say("skip", language)))
    if can_go_back:
        options.append(ChoiceItem(id="back", label=say("back", language)))
    return [*options, ChoiceItem(id="leave", label=say("leave", language))]


def _finish(turn: Turn, guided: Guided, now: Finished) -> Reply:
    session, knowledge = turn.session, turn.snapshot.knowledge
    run = session.running
    assert run is not None
    if run.id.startswith("desk:") and not isinstance(guided, Form):
        return messages.finished(turn, guided, run)
    session.extra["finished"] = run.model_dump(mode="json")
    session.offered = []
    if isinstance(guided, Form):
        session.running = None
        blocks = form_review_blocks(knowledge, guided, now, turn.now.date(), turn.language)
        return turn.reply("form", *blocks, title=guided.title, discreet=session.discreet)
    session.running = None
    blocks = finished_blocks(knowledge, guided, now, turn.now.date(), turn.language)
    blocks[-1:-1] = reminders.offer(turn, now)
    return turn.reply("wizard", *blocks, title=guided.title, discreet=session.discreet)


def _said(turn: Turn, words: tuple[str, ...]) -> bool:
    key = phrase_key(turn.message.text)
    return any(key == phrase_key(word) for word in words)
