"""What a reply is made of, the same for every channel. Channels render blocks; they never make up words of their own.

All texts are plain text (no HTML, no Markdown) in simplified Chinese, or English where `language` asked for it;
`in_script` gives the traditional-script copy."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["sure", "maybe", "none", "urgent", "menu", "wizard", "statute", "form", "directory", "news", "ticket", "case"]
Language = Literal["zh-Hans", "zh-Hant", "en"]


class Block(BaseModel):
    model_config = ConfigDict(frozen=True)


class Text(Block):
    """A paragraph. `lead` opens an answer, `danger` comes before everything, `note` is small print."""

    kind: Literal["text"] = "text"
    text: str
    style: Literal["title", "lead", "plain", "danger", "note"] = "plain"


class Listing(Block):
    """Short items under a heading: steps (numbered), what to bring, notes."""

    kind: Literal["list"] = "list"
    title: str
    items: tuple[str, ...]
    numbered: bool = False


class BasisItem(Block):
    law: str
    article: str
    version: date
    status: Literal["in_force", "amended", "repealed", "not_yet", "unverified"] = "in_force"
    note: str = ""
    gist: str = ""
    choice: str = ""  # the choice id that opens the article, where it can be read


class Basis(Block):
    """The legal basis, the decisive article first. Foldable."""

    kind: Literal["basis"] = "basis"
    title: str
    items: tuple[BasisItem, ...]


class Contact(Block):
    """A place or hotline. Only sourced facts are set; `note` says what is not known yet and whom to ask instead."""

    id: str
    name: str
    does: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    website: str = ""
    note: str = ""
    danger: bool = False


class Contacts(Block):
    kind: Literal["contacts"] = "contacts"
    title: str
    items: tuple[Contact, ...]


class ChoiceItem(Block):
    """`id` is what comes back when it is picked: stable, ≤ 64 bytes, works weeks later. `detail` is a second, smaller line."""

    id: str
    label: str
    detail: str = ""


class Choices(Block):
    """`role` tells channels how to show them: which one is meant, the main menu, a wizard's answers, related things, feedback."""

    kind: Literal["choices"] = "choices"
    prompt: str
    items: tuple[ChoiceItem, ...]
    role: Literal["which", "menu", "wizard", "related", "forms", "tools", "feedback", "actions"] = "which"


class FileOffer(Block):
    """A document the channel can hand over: fetch it with `Assistant.document(session, id)`."""

    kind: Literal["file"] = "file"
    id: str
    name: str
    label: str
    media: Literal["docx", "pdf", "ics"] = "docx"


class ArticleBlock(Block):
    """A statute article to read. `marks` are the words to highlight; neighbours and chapter by choice ids."""

    kind: Literal["article"] = "article"
    law: str
    article: str
    text: str
    status: str  # in words: 现行有效（2021-01-01 施行）…
    in_force: bool
    marks: tuple[str, ...] = ()
    choice: str = ""


class FigureRow(Block):
    label: str
    amount: str
    how: str = ""
    basis: str = ""


class Figures(Block):
    """A calculation, step by step, each with its basis; `total` stands last."""

    kind: Literal["figures"] = "figures"
    title: str
    rows: tuple[FigureRow, ...]
    total: str


class QuestionBlock(Block):
    """A wizard's question. `input` says how to ask; choices come in a Choices block of role `wizard`."""

    kind: Literal["question"] = "question"
    name: str
    text: str
    help: str = ""
    input: Literal["choice", "yes_no", "money", "number", "date", "months", "text", "long_text"]
    step: int
    of: int
    value: str = ""  # what was answered before, when going back
    asked_by: str = ""  # "wizard:ID", "form:ID" or "desk:ID"; with `name` the place that `Message.screen` names


class Ticket(Block):
    """A message left for a person: its number, and the code that alone opens it at a kiosk."""

    kind: Literal["ticket"] = "ticket"
    number: str
    code: str
    promise: str


class Notice(Block):
    """Small but important: disclaimer, review, dates of figures."""

    kind: Literal["notice"] = "notice"
    text: str
    role: Literal["disclaimer", "review", "date", "privacy", "info"] = "info"


AnyBlock = Annotated[
    Text | Listing | Basis | Contacts | Choices | FileOffer | ArticleBlock | Figures | QuestionBlock | Ticket | Notice,
    Field(discriminator="kind"),
]


class Hit(Block):
    """An answer (or statute, form, office …) as the resident sees it, for the API and `ask --jsonl`."""

    id: str
    title: str
    service: str
    topic: str | None
    score: float
    statutes: tuple[tuple[str, str], ...] = ()


class Reply(Block):
    """One turn's reply. `answers` best first; `statutes` from statute search, best first, up to 100."""

    outcome: Outcome
    blocks: tuple[AnyBlock, ...]
    answers: tuple[Hit, ...] = ()
    statutes: tuple[tuple[str, str], ...] = ()
    language: Language = "zh-Hans"
    discreet: bool = False  # neutral title, nothing logged
    title: str = ""  # for page and print titles; neutral when discreet
    ended: bool = False  # the session was wiped
