"""Numbers in what was typed that can't be right: told at the end, beside the document. Nothing typed is refused for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.identity import is_identity_number

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{1,4}[\dXx]?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{8}(?:\d{2})?(?![0-9A-Za-z])")


def slips_in(text: str) -> Iterator[str]:
    """Identity numbers (known by the birthday inside, so that no bank card is meant) and mobile numbers with a digit wrong."""
    for number in _IDENTITY.findall(text):
        if len(number) != 18:
            yield f"身份证号“{number}”是 {len(number)} 位，应该是 18 位。"
        elif not is_identity_number(number):
            yield f"身份证号“{number}”对不上校验码，可能有一位打错了。"
    for number in _MOBILE.findall(text):
        yield f"手机号“{number}”是 {len(number)} 位，应该是 11 位。"
