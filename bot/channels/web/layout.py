"""A reply's blocks in the places of a page: danger, main column, side column, small print. The order within each stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.answers.blocks import AnyBlock, Choices, Contacts, Notice, QuestionBlock, Reply, Text

_SIDE_ROLES = ("related", "forms", "tools", "feedback")
_AFTERWARDS = ("back", "leave", "unknown")


@dataclass
class Layout:
    """`title` is taken out of the main column for the page's heading."""

    title: str = ""
    danger: list[AnyBlock] = field(default_factory=list)
    main: list[AnyBlock] = field(default_factory=list)
    side: list[AnyBlock] = field(default_factory=list)
    small: list[AnyBlock] = field(default_factory=list)
    question: QuestionBlock | None = None
    options: Choices | None = None  # the wizard's answers
    ways: Choices | None = None  # skip, back, leave


def arranged(reply: Reply) -> Layout:
    page = Layout()
    after_danger = False
    for block in reply.blocks:
        after_danger = _danger(page, block, after_danger)
        if after_danger:
            continue
        if reply.outcome == "news" and page.title:
            page.main.append(block)  # a notice, its source and what belongs to it stay together
        else:
            _place(page, block)
    if not page.main and not page.question:  # a list and nothing else has the page to itself
        page.main, page.side = page.side, []
    return page


def _danger(page: Layout, block: AnyBlock, after_danger: bool) -> bool:
    """The danger text and the numbers right behind it stay together."""
    if isinstance(block, Text) and block.style == "danger":
        page.danger.append(block)
        return True
    if after_danger and isinstance(block, Contacts):
        page.danger.append(block)
        return True
    return False


def _place(page: Layout, block: AnyBlock) -> None:
    if isinstance(block, Text) and block.style == "title" and not page.title:
        page.title = block.text
    elif isinstance(block, Choices) and block.role == "which" and not page.title and not page.main:
        page.title = _question(block.prompt)
        page.main.append(block.model_copy(update={"prompt": page.title}))
    elif isinstance(block, QuestionBlock):
        page.question = block
    elif isinstance(block, Choices) and block.role == "wizard" and page.question:
        page.options, page.ways = _split(block)
    elif isinstance(block, Notice) and block.role in ("disclaimer", "date", "privacy"):
        page.small.append(block)
    elif isinstance(block, Choices) and block.role == "related":
        page.side.extend(_not_yet_offered(page, block))
    elif isinstance(block, Contacts) or (isinstance(block, Choices) and _aside(block)):
        page.side.append(block)
    else:
        page.main.append(block)


def _not_yet_offered(page: Layout, block: Choices) -> list[AnyBlock]:
    """What may have been meant and what is related overlap: each is offered once."""
    offered = {item.id for earlier in page.side if isinstance(earlier, Choices) for item in earlier.items}
    items = tuple(item for item in block.items if item.id not in offered)
    return [block.model_copy(update={"items": items})] if items else []


def _question(prompt: str) -> str:
    """The question alone: that one may reply by number is for chats."""
    end = re.search("[？?]", prompt)
    return prompt[: end.end()] if end else prompt


def _aside(block: Choices) -> bool:
    """What comes after the answer; corrections of one's own answers belong to it."""
    return block.role in _SIDE_ROLES or (block.role == "actions" and not any(i.id.startswith("edit:") for i in block.items))


def _split(block: Choices) -> tuple[Choices | None, Choices | None]:
    """A wizard's real answers, and the ways around them."""
    ways = tuple(i for i in block.items if i.id.partition(":")[0] in _AFTERWARDS)
    options = tuple(i for i in block.items if i not in ways)

    def some(items: tuple[object, ...]) -> Choices | None:
        return block.model_copy(update={"items": items}) if items else None

    return some(options), some(ways)
