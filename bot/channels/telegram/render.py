"""Reply → what is sent in Telegram: messages with their buttons, then documents. Pure: no network, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, takewhile

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Contacts, FileOffer, Notice, Reply, Text
from bot.channels.telegram import links
from bot.channels.telegram.keyboard import Button, Rows, fits, rows
from bot.channels.telegram.paragraphs import Look, paragraphs
from bot.channels.telegram.rich import LIMIT, Paragraph, Run, plain, split, to_html, to_plain
from bot.channels.telegram.words import word

WIPE = "tg:wipe"
FILE = "tg:file:"


@dataclass(frozen=True)
class Words:
    """One message: at most 4,096 units of text, and the keyboard under it. `plain` is for when Telegram refuses the HTML."""

    html: str
    plain: str
    buttons: Rows = ()
    protect: bool = False


@dataclass(frozen=True)
class Attachment:
    """A document to fetch from the assistant and send."""

    id: str
    name: str
    label: str


Outgoing = Words | Attachment


def render(reply: Reply, look: Look) -> list[Outgoing]:
    """The reply as a chat shows it; at least one message. `look.language` is overruled by the reply's own."""
    look = Look(look.bot, reply.language, look.group)
    if look.group and reply.discreet:
        return [_in_private(reply, look)]
    files = [block for block in reply.blocks if isinstance(block, FileOffer)]
    # the one document is what was asked for; a calendar entry beside a result is not, and stays a button
    direct = files if len(files) == 1 and files[0].media != "ics" else [f for f in files if not fits(_offered(f, look))]
    buttons = rows([*_file_choices(files, direct, look), *(b for b in reply.blocks if isinstance(b, Choices))])
    if reply.discreet:
        buttons += ((Button(word("wipe", look.language), WIPE),),)
    texts = messages(_paragraphs(reply, look), buttons, protect=reply.discreet)
    return [*texts, *(Attachment(f.id, f.name, f.label) for f in direct)]


def messages(texts: list[Paragraph], buttons: Rows = (), *, protect: bool = False, limit: int = LIMIT) -> list[Words]:
    """The paragraphs on as few messages as they need, the keyboard under the last."""
    parts = split(texts, limit)
    return [
        Words(to_html(part), to_plain(part), buttons if n == len(parts) else (), protect) for n, part in enumerate(parts, 1)
    ]


def text_messages(text: str, choices: tuple[ChoiceItem, ...] = (), *, protect: bool = False) -> list[Words]:
    """A plain text (staff's answer, the channel's own word) with buttons."""
    group = Choices(prompt="", items=choices, role="actions")
    return messages([plain(part) for part in text.split("\n\n")], rows([group]), protect=protect)


def _paragraphs(reply: Reply, look: Look) -> list[Paragraph]:
    """Reading order: the reply's blocks, what the buttons below ask, the closing small print, and was it helpful."""
    read = [b for b in reply.blocks if not isinstance(b, Choices)]
    closing = [*takewhile(_small, reversed(read))][::-1]
    asked = [b for b in reply.blocks if isinstance(b, Choices) and b.role != "feedback"]
    feedback = [b for b in reply.blocks if isinstance(b, Choices) and b.role == "feedback"]
    found: list[Paragraph] = []
    for small, group in groupby([*read[: len(read) - len(closing)], *asked, *closing, *feedback], _small):
        texts = [p for block in group for p in paragraphs(block, look)]
        found += [_joined(texts)] if small and texts else texts
    if any(p.text.strip() for p in found):
        return found
    return [plain(reply.title or word("choose", look.language))]


def _small(block: AnyBlock) -> bool:
    return isinstance(block, Notice) and block.role != "review"


def _joined(texts: list[Paragraph]) -> Paragraph:
    lines = [[*p.runs, Run("\n")] for p in texts]
    return Paragraph(tuple(run for line in lines for run in line)[:-1])


def _offered(offer: FileOffer, look: Look) -> ChoiceItem:
    """The kind of file first: a phone cuts long names, and then Word and PDF look the same."""
    title = offer.name.rpartition(".")[0] or offer.name
    return ChoiceItem(id=FILE + offer.id, label=offer.label if offer.media == "ics" else word(offer.media, look.language, title=title))


def _file_choices(files: list[FileOffer], direct: list[FileOffer], look: Look) -> list[Choices]:
    offered = tuple(_offered(f, look) for f in files if f not in direct)
    return [Choices(prompt="", items=offered, role="actions")] if offered else []


def _in_private(reply: Reply, look: Look) -> Words:
    """In a group a discreet matter is answered with the emergency numbers only, and the way to a private chat."""
    urgent = [b for b in reply.blocks if isinstance(b, Text) and b.style == "danger"]
    lists = [b for b in reply.blocks if isinstance(b, Contacts)]
    numbers = {i.name: i for b in lists for i in b.items if i.danger}  # the answer names those on top again
    contacts = [Contacts(title=lists[0].title, items=tuple(numbers.values()))] if numbers else []
    texts = [p for block in (*urgent, *contacts) for p in paragraphs(block, look)]
    return private_words(links.opens(reply), look, texts)


def private_words(choice: str, look: Look, before: list[Paragraph] | None = None) -> Words:
    """Please write to me in private: a button opens the chat, and there what was asked for."""
    link = links.address(look.bot, choice)
    buttons: Rows = ((Button(word("open_private", look.language), url=link),),) if link else ()
    return messages([*(before or []), plain(word("in_private", look.language))], buttons)[0]
