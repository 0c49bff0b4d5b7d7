"""Numbers in what was typed that can't be right: told at the end, beside the document. Nothing typed is refused for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{1,4}[\dXx]?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{8}(?:\d{2})?(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def slips_in(text: str) -> Iterator[str]:
    """Identity numbers (known by the birthday inside, so that no bank card is meant) and mobile numbers with a digit wrong."""
    for number in _IDENTITY.findall(text):
        if len(number) != 18:
            yield f"身份证号“{number}”是 {len(number)} 位，应该是 18 位。"
        elif not _adds_up(number):
            yield f"身份证号“{number}”对不上校验码，可能有一位打错了。"
    for number in _MOBILE.findall(text):
        yield f"手机号“{number}”是 {len(number)} 位，应该是 11 位。"


def _adds_up(number: str) -> bool:
    digits = number[:17]
    return digits.isdecimal() and "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11] == number[17].upper()
