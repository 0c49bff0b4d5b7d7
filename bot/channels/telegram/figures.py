"""A calculation as aligned rows. Phones show texts in proportional letters, where only some blanks have a known width:
the ideographic one is as wide as a Chinese character, the figure blank as a digit, the punctuation blank as a comma."""

from __future__ import annotations

from typing import Any

from bot.answers.blocks import Figures
from bot.channels.telegram.keyboard import width
from bot.channels.telegram.rich import Paragraph, Run

IDEOGRAPHIC, HALF, DIGIT, COMMA = "\u3000", "\u2002", "\u2007", "\u2008"
_WIDEST_LABEL = 16  # columns; wider ones push the amounts off a phone's edge


def figures(block: Figures, _: Any = None) -> list[Paragraph]:
    """Title, one row a figure (how it comes about in a second line), the total last."""
    labels = [row.label for row in block.rows]
    amounts = [row.amount for row in block.rows]
    aligned = max(map(width, labels), default=0) <= _WIDEST_LABEL
    runs = [Run(block.title, "b")]
    for row in block.rows:
        shown = f"{_left(row.label, labels)}{IDEOGRAPHIC}{_right(row.amount, amounts)}" if aligned else f"{row.label}：{row.amount}"
        how = " ".join(part for part in (row.how, f"〔{row.basis}〕" if row.basis else "") if part)
        runs += [Run(f"\n{shown}"), *([Run(f"\n{IDEOGRAPHIC}{how}", "i")] if how else [])]
    return [Paragraph((*runs, Run(f"\n{block.total}", "b")))]


def _left(label: str, others: list[str]) -> str:
    missing = max(map(width, others)) - width(label)
    return label + IDEOGRAPHIC * (missing // 2) + HALF * (missing % 2)


def _right(amount: str, others: list[str]) -> str:
    def digits(text: str) -> int:
        return sum(c.isdigit() for c in text)

    def commas(text: str) -> int:
        return sum(c in ",." for c in text)

    return COMMA * (max(map(commas, others)) - commas(amount)) + DIGIT * (max(map(digits, others)) - digits(amount)) + amount
