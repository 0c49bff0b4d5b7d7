"""What was said of the matter under way, so that “他不肯赔” and “去哪里告” are understood in its light. Goes with the session."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.dialogue.session import Session
from bot.search import Match

LASTS = timedelta(minutes=10)
LATEST = 2  # messages kept besides the one it began with
LONGEST = 80  # characters kept of each
_MARKS = re.compile("×[^×]*×")  # where personal data was taken out
TELLS = 14.0  # what an answer about another matter must explain of a message for it to begin that matter


def told(session: Session, now: datetime) -> list[str]:
    """How the matter began and what was said last; nothing when that was long ago."""
    recent = session.story_at is not None and now - session.story_at <= LASTS
    return session.story if recent else []


def tell(session: Session, said: str, match: Match, now: datetime) -> None:
    """A message that was understood goes on with the matter, or begins another. `said` has no personal data any more.

    Of a discreet matter, or where nothing is left of what was said, its kind will do."""
    kind = [c.entry.words[0] for c in match.candidates if c.entry.kind == "answers"][:1]
    if session.discreet:
        _keep(session, kind, now)
        return
    another = match.goes_on is None or (not match.goes_on and match.candidates[0].own >= TELLS)
    _keep(session, [*([] if another else told(session, now)), *([_MARKS.sub("", said)[:LONGEST]] if said else kind)], now)


def opened(session: Session, title: str, now: datetime) -> None:
    """An answer picked from a list says what the matter is."""
    _keep(session, [*told(session, now), title], now)


def _keep(session: Session, story: list[str], now: datetime) -> None:
    first, *rest = dict.fromkeys(filter(None, story)) or [""]
    session.story, session.story_at = [first, *rest[-LATEST:]], now
