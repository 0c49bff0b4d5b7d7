"""Styled paragraphs: cut where they read well, measured as Telegram measures, written as Telegram's HTML.

Text is styled before it is cut and becomes HTML last, so a cut can never break a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

LIMIT = 4096  # UTF-16 units in one message, after the tags are gone
Mark = Literal["", "b", "i", "u", "code"]


@dataclass(frozen=True)
class Run:
    """Text in one style; with `link`, a link to that address."""

    text: str
    mark: Mark = ""
    link: str = ""

    @property
    def html(self) -> str:
        inner = escape(self.text, quote=False)
        inner = f'<a href="{escape(self.link)}">{inner}</a>' if self.link else inner
        return f"<{self.mark}>{inner}</{self.mark}>" if self.mark else inner


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together. `quote` folds them; `glued` stays on one message with the paragraph after it (a heading);
    `tight` follows the one before without a blank line (the next of a list)."""

    runs: tuple[Run, ...]
    quote: bool = False
    glued: bool = False
    tight: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def html(self) -> str:
        inner = "".join(run.html for run in self.runs)
        return f"<blockquote expandable>{inner}</blockquote>" if self.quote else inner

    @property
    def length(self) -> int:
        return utf16(self.text)


def plain(text: str, mark: Mark = "", *, glued: bool = False) -> Paragraph:
    return Paragraph((Run(text, mark),), glued=glued)


def utf16(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text) + sum(c > "\uffff" for c in text)


_ENDS = ("\n", "。！？!?", "；;", "，,、：: ")  # where to cut, best first
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u0300-\u036f]")


def cut_at(text: str, room: int) -> int:
    """How many characters of `text` to keep so that they fill at most `room` units and end well; 1 ≤ result ≤ len(text)."""
    fits = _prefix(text, room)
    if fits == len(text):
        return fits
    for ends in _ENDS:
        at = max(text.rfind(end, 0, fits) for end in ends) + 1
        if at > fits // 3:
            return at
    while fits > 1 and (_JOINERS.match(text[fits]) or text[fits - 1] == "\u200d"):
        fits -= 1  # not inside an emoji made of several characters
    return max(fits, 1)


def _prefix(text: str, room: int) -> int:
    if utf16(text) <= room:
        return len(text)
    used = 0
    for at, char in enumerate(text):
        used += 1 + (char > "\uffff")
        if used > room:
            return at
    return len(text)


def cut(paragraph: Paragraph, room: int) -> tuple[Paragraph, Paragraph]:
    """The paragraph in two, the first at most `room` units long."""
    at = cut_at(paragraph.text, room)
    head: list[Run] = []
    tail: list[Run] = []
    for run in paragraph.runs:
        head += [replace(run, text=run.text[:at])] if at > 0 else []
        tail += [replace(run, text=run.text[at:])] if at < len(run.text) else []
        at = max(at - len(run.text), 0)
    return replace(paragraph, runs=_trimmed(head)), replace(paragraph, runs=_trimmed(tail))


def _trimmed(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Without line breaks at either end: they would show as holes."""
    found = [run for run in runs if run.text]
    if found:
        found[0] = replace(found[0], text=found[0].text.lstrip("\n"))
        found[-1] = replace(found[-1], text=found[-1].text.rstrip("\n"))
    return tuple(run for run in found if run.text)


def split(paragraphs: Sequence[Paragraph], limit: int = LIMIT) -> list[list[Paragraph]]:
    """Messages of whole paragraphs; only a paragraph that is too long for any message is cut, at its best place."""
    messages: list[list[Paragraph]] = [[]]
    queue = [p for p in paragraphs if p.text.strip()]
    while queue:
        paragraph = queue.pop(0)
        room = limit - _length(messages[-1])
        if _needed(paragraph, queue, limit) <= room:
            messages[-1].append(paragraph)
        elif paragraph.length > limit and room > limit // 5:
            head, tail = cut(paragraph, room)
            messages[-1].append(head)
            queue[:0] = [tail] if tail.runs else []
        elif messages[-1]:
            messages.append([])
            queue.insert(0, paragraph)
        else:
            messages[-1].append(paragraph)  # a heading too long to stay with what follows
    return [m for m in messages if m]


def _needed(paragraph: Paragraph, following: Sequence[Paragraph], limit: int) -> int:
    """Its length, and of a heading also that of what it heads (or of its beginning, when that will be cut)."""
    if paragraph.glued and following:
        return paragraph.length + 2 + min(following[0].length, limit // 4)
    return paragraph.length


def _length(message: Sequence[Paragraph]) -> int:
    return sum(p.length + 2 for p in message)


def to_html(message: Sequence[Paragraph]) -> str:
    return _joined(message, [p.html for p in message])


def to_plain(message: Sequence[Paragraph]) -> str:
    return _joined(message, [p.text for p in message])


def _joined(message: Sequence[Paragraph], parts: Sequence[str]) -> str:
    gaps = ["", *("\n" if p.tight else "\n\n" for p in message[1:])]
    return "".join(gap + part for gap, part in zip(gaps, parts, strict=True))
