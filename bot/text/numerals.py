"""Chinese numerals: 三十一 → 31, and 31 → 三十一."""

from __future__ import annotations

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5} | {
    "陆": 6, "柒": 7, "捌": 8, "玖": 9, "俩": 2,
}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10_000}
NUMERAL = "".join(DIGITS) + "".join(UNITS) + "".join(MYRIADS) + "亿"
_PLAIN = "零一二三四五六七八九"


def parse_numeral(text: str) -> int | None:
    """三十一 → 31, 一千零四十三 → 1043, 二〇二一 → 2021, 三千五 → 3500; None when it is no numeral."""
    if not text or any(c not in NUMERAL for c in text):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    head, great, tail = text.partition("亿")
    if great:
        front, back = parse_numeral(head or "一"), parse_numeral(tail) if tail else 0
        return None if front is None or back is None else front * 100_000_000 + back * (10_000_000 if len(tail) == 1 else 1)
    total = section = digit = 0
    last_unit = 1
    pending_zero = False
    for c in text:
        if c in DIGITS:
            pending_zero = pending_zero or DIGITS[c] == 0
            digit = DIGITS[c]
        elif c in UNITS:
            section += (digit or (1 if section == 0 or c in "十拾" else 0)) * UNITS[c]
            digit, last_unit, pending_zero = 0, UNITS[c], False
        else:
            section += digit
            total, section, digit, last_unit, pending_zero = (total + (section or 1)) * MYRIADS[c], 0, 0, MYRIADS[c], False
    if digit and last_unit >= 100 and not pending_zero:  # 三千五 says 3500, 三千零五 says 3005
        digit *= last_unit // 10
    return total + section + digit


def to_numeral(number: int) -> str:
    """31 → 三十一, 1043 → 一千零四十三. For 0 … 9999, as article numbers are written."""
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number == 0:
        return "零"
    parts, zero = [], False
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            one = "" if digit == 1 and value == 10 and not parts else _PLAIN[digit]
            parts.append(("零" if zero and parts else "") + one + name)
            zero = False
        else:
            zero = True
    return "".join(parts)


_RUN = re.compile(f"[{NUMERAL}]+")


def numerals_to_digits(text: str) -> str:
    """Every Chinese numeral in `text` written in digits; idioms like 一下 keep their character when a lone 一 is no figure."""
    return _RUN.sub(lambda m: m[0] if (n := parse_numeral(m[0])) is None else str(n), text)
