"""Every error raised on purpose, one family. Each carries the facts; the words are for the person who must act on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class BotError(Exception):
    """The root of the family. `code` names the kind in API answers and logs; the text is Chinese, for staff or residents."""

    code = "error"


class SettingsError(BotError):
    """A setting is misspelt or has a value it can't have."""

    code = "settings"


class BadRequest(BotError):
    """What a caller sent can't be understood: the text says what to send instead."""

    code = "bad_request"


class TooLong(BadRequest):
    """The message is longer than what we read."""

    code = "too_long"


class NotFound(BotError):
    """The thing named doesn't exist (any more)."""

    code = "not_found"


class OutOfRange(BotError):
    """A figure or date lies outside what the dated tables know: refused, never guessed."""

    code = "out_of_range"


class StatuteImportError(BotError):
    """The statutes can't be imported; the index that was there stays in service."""

    code = "statute_import"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in the knowledge base: where, what, and the remedy where we can guess it."""

    file: str
    line: int  # from 1
    column: int  # from 1
    text: str
    suggestion: str = ""
    warning: bool = False

    def __str__(self) -> str:
        hint = f"；是不是想写“{self.suggestion}”？" if self.suggestion else ""
        kind = "提醒：" if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.text}{hint}"


class KnowledgeError(BotError):
    """The knowledge base can't be used as it is. `problems` holds every one of them, in file order."""

    code = "knowledge"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[KnowledgeError], tuple[tuple[Problem, ...]]]:
        """It is made again from its problems where it comes from another process, not from its text."""
        return type(self), (self.problems,)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`, or an empty string when none is near."""
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), "")
