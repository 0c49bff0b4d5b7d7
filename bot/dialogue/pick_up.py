"""“查留言 00001 3678 1117”: number and code of a message said in one go, as they stand on the slip."""

from __future__ import annotations

import re

from bot.text.normalize import normalize

NUMBER, CODE = 5, 8  # digits, as the slip shows them
_ASKED = r"(?:我想|我要|帮我)?(?:查询?|看|查看)?一?下?(?:我的)?留言(?:的(?:答复|回复))?|(?:check |read )?my messages?"
_DIGITS = r"\d(?:[\d ]*\d)?"
_LINE = re.compile(
    rf"(?P<asked>{_ASKED})? ?(?:留言)?(?:编号|号码|号|number|no)?是? ?(?P<first>{_DIGITS})号? ?"
    rf"(?:的?(?:查询码|密码|code)是? ?(?P<second>{_DIGITS}))? ?(?:有没有|有|的)?(?:回复|答复)?[了没吗]*"
)


def number_and_code(text: str) -> tuple[str, str] | None:
    """What a whole message gives of the two; either may be missing. None when it asks for something else.

    Digits alone are number and code only when all are there: they could be a telephone's or an account's."""
    said = _LINE.fullmatch(normalize(text).replace("，", " ").strip())
    if said is None:
        return None
    number, code = _parted(said["first"], said["second"] or "")
    if not said["asked"] and (len(number), len(code)) != (NUMBER, CODE):
        return None
    return (number, code) if len(number) < CODE else ("", "")


def _parted(first: str, second: str) -> tuple[str, str]:
    groups = first.split()
    digits = "".join(groups)
    if second or len(digits) <= CODE:
        return digits, second.replace(" ", "")
    if len(groups[0]) < CODE:
        return groups[0], "".join(groups[1:])
    return digits[:-CODE], digits[-CODE:]
