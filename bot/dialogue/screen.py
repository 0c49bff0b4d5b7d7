"""Which question a reply belongs to, where the channel knows the page it was written on: going back in a browser tells no server."""

from __future__ import annotations

from contextlib import suppress

from bot.dialogue.session import Running, Session
from bot.dialogue.turn import Turn
from bot.errors import NotFound
from bot.wizards import Guided
from bot.wizards import edit as step_edit


def follow_screen(turn: Turn) -> None:
    """A reply belongs to what is asked on the page it was written on, whatever has been opened since; on a page that asks nothing, to nothing."""
    session, screen = turn.session, turn.message.screen
    if screen is None:
        return
    if not screen:
        if turn.message.text and session.running is not None:
            put_aside(session)
        return
    id, _, name = screen.partition("/")
    if session.running is None or session.running.id != id:
        _take_up(session, id)
    if session.running is not None and session.running.id == id and name in session.running.answers:
        session.running.asked = name


def _take_up(session: Session, id: str) -> None:
    """Go on with what was put aside or finished, when it is that."""
    finished = session.extra.get("finished")
    if session.paused is not None and session.paused.id == id:
        session.running, session.paused = session.paused, session.running
    elif finished is not None and finished["id"] == id:
        session.paused = session.running or session.paused
        session.running = Running.model_validate(session.extra.pop("finished"))


def put_aside(session: Session) -> None:
    """Nothing runs now, but it can be resumed."""
    session.paused, session.running = session.running or session.paused, None


def reopen(turn: Turn, guided: Guided) -> None:
    """What is asked on the resident's page, though answered before, is the open question again."""
    run = turn.session.running
    if run is not None and turn.message.screen and run.asked in run.answers:
        with suppress(NotFound):  # staff have changed it since
            run.answers, _ = step_edit(guided, run.answers, run.asked, turn.snapshot.knowledge.rates, turn.now.date())


def off_screen(turn: Turn) -> bool:
    """Whether it was written on the page of a question that is not open now."""
    run, screen = turn.session.running, turn.message.screen
    return bool(screen) and (run is None or screen != f"{run.id}/{run.asked}")
