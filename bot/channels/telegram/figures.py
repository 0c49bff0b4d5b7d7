"""A calculation as aligned rows. Phones show texts in proportional letters, where only some blanks have a known width:
the ideographic one is as wide as a Chinese character, the figure blank as a digit, the punctuation blank as a comma."""

from __future__ import annotations

import re
from typing import Any

from bot.answers.blocks import Figures
from bot.channels.telegram.keyboard import width
from bot.channels.telegram.rich import Paragraph, Run
from bot.channels.telegram.words import word

IDEOGRAPHIC, HALF, DIGIT, COMMA = "\u3000", "\u2002", "\u2007", "\u2008"
_INTERPRETATION = re.compile(r"《最高人民法院关于(?:审理|适用)?((?:[^《》]|《[^《》]*》)+?)(?:案件)?(?:适用法律)?(?:若干)?(?:问题)?的(解释|规定|批复)(?=[》（])((?:（.）)?)》")
_WIDEST_LABEL = 16  # columns; wider ones push the amounts off a phone's edge


def figures(block: Figures, look: Any = None) -> list[Paragraph]:
    """Title, one row a figure (how it comes about in a second line), the total last."""
    labels = [row.label for row in block.rows]
    amounts = [row.amount for row in block.rows]
    aligned = max(map(width, labels), default=0) <= _WIDEST_LABEL
    runs = [Run(block.title, "b")]
    for row in block.rows:
        shown = f"{_left(row.label, labels)}{IDEOGRAPHIC}{_right(row.amount, amounts)}" if aligned else f"{row.label}：{row.amount}"
        how = " ".join(part for part in (row.how, f"〔{short_laws(row.basis)}〕" if row.basis else "") if part)
        runs += [Run(f"\n{shown}"), *([Run(f"\n{IDEOGRAPHIC}{how}", "i")] if how else [])]
    total = word("total", look.language if look else "zh-Hans", total=block.total) if block.total[:1].isdigit() else block.total
    return [Paragraph((*runs, Run(f"\n{total}", "b")))]


def short_laws(basis: str) -> str:
    """Judicial interpretations by the names that people use; the full ones stand in the legal basis below.

    《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》第一条 → 《民间借贷规定》第一条"""
    return _INTERPRETATION.sub(lambda m: f"《{m[1].replace('《中华人民共和国', '').replace('》', '').replace('〈中华人民共和国', '').replace('〉', '')}{m[2]}{m[3]}》", basis)


def _left(label: str, others: list[str]) -> str:
    missing = max(map(width, others)) - width(label)
    return label + IDEOGRAPHIC * (missing // 2) + HALF * (missing % 2)


def _right(amount: str, others: list[str]) -> str:
    def digits(text: str) -> int:
        return sum(c.isdigit() for c in text)

    def commas(text: str) -> int:
        return sum(c in ",." for c in text)

    return COMMA * (max(map(commas, others)) - commas(amount)) + DIGIT * (max(map(digits, others)) - digits(amount)) + amount
