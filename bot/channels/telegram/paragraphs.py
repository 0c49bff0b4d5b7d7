"""One block of a reply → its paragraphs in Telegram."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.blocks import (
    ArticleBlock,
    Basis,
    BasisItem,
    Choices,
    Contact,
    Contacts,
    Language,
    Listing,
    Notice,
    QuestionBlock,
    Text,
    Ticket,
)
from bot.channels.telegram import links
from bot.channels.telegram.figures import figures
from bot.channels.telegram.keyboard import answers, needs_list, numbered
from bot.channels.telegram.rich import Mark, Paragraph, Run, plain
from bot.channels.telegram.words import word

_SIGNS = ("＊", "†", "‡")
_LONGEST_HEADING = 40
_MOST_MARKS = 40  # Telegram shows at most 100 styled places in a message


@dataclass(frozen=True)
class Look:
    """Where the reply will be read: `bot` is our user name (deep links; empty: none), `group` whether others listen."""

    bot: str = ""
    language: Language = "zh-Hans"
    group: bool = False


def paragraphs(block: Any, look: Look) -> list[Paragraph]:
    """Empty for blocks that become buttons or files only."""
    make = _MAKERS.get(block.kind)
    return make(block, look) if make else []


def _text(block: Text, _: Look) -> list[Paragraph]:
    if block.style == "danger":
        return [plain(f"🆘 {block.text}", "b")]
    marks: dict[str, Mark] = {"title": "b", "note": "i"}
    mark: Mark = "b" if _heads(block) else marks.get(block.style, "")
    return [plain(block.text, mark, glued=block.style == "title" or _heads(block))]


def _heads(block: Text) -> bool:
    """A short lead without a full stop is a heading: of one of several results."""
    return block.style == "lead" and len(block.text) <= _LONGEST_HEADING and block.text[-1:] not in "。！？：…"


def _listing(block: Listing, _: Look) -> list[Paragraph]:
    signs = (f"{n}. " if block.numbered else "• " for n in range(1, len(block.items) + 1))
    lines = "\n".join(sign + item for sign, item in zip(signs, block.items, strict=True))
    return [Paragraph((Run(block.title, "b"), Run(f"\n{lines}" if block.title else lines)))]


def _basis(block: Basis, look: Look) -> list[Paragraph]:
    runs = [Run(block.title, "b")]
    for item in block.items:
        runs += [Run("\n"), *_citation(item, look)]
    return [Paragraph(tuple(runs), quote=True)]


def _citation(item: BasisItem, look: Look) -> list[Run]:
    link = links.address(look.bot, item.choice) if links.payload_of(item.choice) else ""
    status = "" if item.status == "in_force" else word(item.status, look.language)
    rest = "".join(f" {part}" for part in (item.gist, item.note) if part)
    return [Run(f"{titled(item.law)}{item.article}", link=link), Run(f"（{item.version}）{status}{rest}")]


def titled(law: str) -> str:
    """A law's name in title marks; a name within the name gets single ones."""
    return f"《{law.translate(str.maketrans('《》', '〈〉'))}》"


def _contacts(block: Contacts, _: Look) -> list[Paragraph]:
    """A line or a few for each; what is said of several of them (not confirmed yet) once, at the end."""
    counted = Counter(item.note for item in block.items if item.note)
    signs = dict(zip((note for note, n in counted.items() if n > 1), _SIGNS, strict=False))
    if not block.items:
        return []
    found = [Paragraph((Run(block.title, "b"),), glued=True)] if block.title else []
    found += [Paragraph((Run("• "), *_contact(item, signs.get(item.note, ""))), tight=True) for item in block.items]
    return found + [Paragraph((Run(f"{sign} {note}", "i"),), tight=True) for note, sign in signs.items()]


def _contact(item: Contact, sign: str) -> list[Run]:
    """`sign` stands for a note that is told at the end."""
    phone = "" if item.phone and item.phone in item.name else item.phone
    known = (("☎️ ", phone), ("📍 ", item.address), ("🕘 ", item.hours), ("🌐 ", item.website))
    runs = [Run(("🆘 " if item.danger else "") + item.name, "b"), Run(f"{sign}：{item.does}" if item.does else sign)]
    runs += [Run("".join(f"\n{icon}{fact}" for icon, fact in known if fact))]
    return [*runs, Run("\n"), Run(item.note, "i")] if item.note and not sign else runs


def _article(block: ArticleBlock, _: Look) -> list[Paragraph]:
    status = f"\n{'' if block.in_force else '⚠️ '}{block.status}"
    heading = Paragraph((Run(f"{titled(block.law)}{block.article}", "b"), Run(status, "i")), glued=True)
    return [heading, Paragraph(tuple(marked(block.text, block.marks)))]


def marked(text: str, marks: Sequence[str]) -> list[Run]:
    """The text with every place of the marked words underlined."""
    words = sorted((m for m in marks if m), key=len, reverse=True)
    if not words:
        return [Run(text)]
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text, maxsplit=_MOST_MARKS)
    return [Run(part, "u" if n % 2 else "") for n, part in enumerate(parts) if part]


def _question(block: QuestionBlock, look: Look) -> list[Paragraph]:
    runs = [Run(f"（{block.step}/{block.of}）"), Run(block.text, "b")]
    more = [block.help, word("before", look.language, value=block.value) if block.value else ""]
    return [Paragraph((*runs, *(Run(f"\n{line}", "i") for line in more if line)))]


def _ticket(block: Ticket, look: Look) -> list[Paragraph]:
    runs = [Run("🎫 "), Run(word("ticket", look.language, number=block.number), "b")]
    if block.code:
        runs += [Run("\n" + word("ticket_code", look.language)), Run(block.code, "code")]
    return [Paragraph((*runs, Run(f"\n{block.promise}" if block.promise else "")))]


def _notice(block: Notice, _: Look) -> list[Paragraph]:
    return [plain(f"⚠️ {block.text}" if block.role == "review" else block.text, "" if block.role == "review" else "i")]


def _choices(block: Choices, _: Look) -> list[Paragraph]:
    """What the buttons can't show. Groups beside the main thing need no prompt: their buttons carry a sign."""
    if needs_list(block):
        lines = [_line(n, item.label, item.detail, numbered(block)) for n, item in enumerate(block.items, 1) if answers(block, item)]
        return [Paragraph((Run(block.prompt, "b"), *(run for line in lines for run in line)))]
    if block.role == "feedback":
        return [plain(block.prompt, "i")]
    return [plain(block.prompt)] if block.role in ("which", "menu", "wizard") and block.prompt else []


def _line(number: int, label: str, detail: str, numbered: bool) -> list[Run]:
    sign = f"{number}. " if numbered else "• "
    return [Run(f"\n{sign}{label}"), *([Run(f"：{detail}", "i")] if detail else [])]


_MAKERS: dict[str, Callable[[Any, Look], list[Paragraph]]] = {
    "text": _text, "list": _listing, "basis": _basis, "contacts": _contacts, "article": _article, "figures": figures,
    "question": _question, "ticket": _ticket, "notice": _notice, "choices": _choices,
}  # fmt: skip
