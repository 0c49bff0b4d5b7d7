"""Chinese numerals: 三十一 → 31, and 31 → 三十一."""

from __future__ import annotations

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5} | {
    "陆": 6, "柒": 7, "捌": 8, "玖": 9, "俩": 2,
}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10_000}
NUMERAL = "".join(DIGITS) + "".join(UNITS) + "".join(MYRIADS) + "亿"
_LONGEST = 40  # characters; nobody writes a longer figure
_PLAIN = "零一二三四五六七八九"
_SOME = "".join(c for c, value in DIGITS.items() if value)
_SECTION = re.compile(
    f"(?:([{_SOME}]?)[千仟])?(?:[零〇]?([{_SOME}]?)[百佰])?(?:[零〇]?([{_SOME}]?)[十拾])?(?:([零〇]?)([{_SOME}]))?"
)


def parse_numeral(text: str) -> int | None:
    """三十一 → 31, 一千零四十三 → 1043, 二〇二一 → 2021, 三千五 → 3500; None when it is no numeral (四五千 says no figure)."""
    if not text or len(text) > _LONGEST or any(c not in NUMERAL for c in text):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    for name, value in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = text.partition(name)
        if found:
            front = None if len(head) > 1 and all(c in DIGITS for c in head) else parse_numeral(head)  # 两三万 is no figure
            back = _after(tail, value)
            return None if front is None or back is None else front * value + back
    return _section(text)


def _after(tail: str, unit: int) -> int | None:
    """What follows 万 or 亿: 一万二 says 12000, 一万零二 says 10002."""
    if not tail:
        return 0
    if len(tail) == 1 and tail in DIGITS:
        return DIGITS[tail] * unit // 10
    if all(c in DIGITS for c in tail):  # 一万零五; 一万二三 is no figure
        return DIGITS[tail[1]] if len(tail) == 2 and DIGITS[tail[0]] == 0 else None
    value = parse_numeral(tail.lstrip("零〇"))
    return value if value is not None and value < unit else None


def _section(text: str) -> int | None:
    """Up to 9999: 三千五 says 3500, 三千零五 says 3005."""
    match = _SECTION.fullmatch(text)
    if match is None:
        return None
    thousands, hundreds, tens, zero, last = match.groups()
    total, unit = 0, 1
    for digit, value in ((thousands, 1000), (hundreds, 100), (tens, 10)):
        if digit is not None:
            total, unit = total + (DIGITS[digit] if digit else 1) * value, value
    if last:
        total += DIGITS[last] * (unit // 10 if unit >= 100 and not zero else 1)
    return total


def to_numeral(number: int) -> str:
    """31 → 三十一, 1043 → 一千零四十三. For 0 … 9999, as article numbers are written."""
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number == 0:
        return "零"
    parts: list[str] = []
    zero = False
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
    """Every Chinese numeral in `text` written in digits; what is no figure (四五千, 万一) keeps its characters."""
    return _RUN.sub(lambda m: m[0] if (n := parse_numeral(m[0])) is None else str(n), text)
