"""Amounts, numbers and lengths of time as residents type them: 三千五, 3500块, 1.2万, 两年半, 百分之二十.

Only what can be meant in one way is read; 五六千 or 几万 give None, so that the resident is asked again instead of guessed at."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.text.normalize import compatible, mandarin, simplified, visible
from bot.text.numerals import DIGITS, NUMERAL, parse_numeral

_SCALE = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100, "十": 10, "w": 10_000, "k": 1000}
_ABOUT = re.compile(
    r"^(大概|大约|约|差不多|一共|总共|共|合计|我?(每个?月|一个?月)(工资)?|月薪|月工资|月收入|工资|税前|税后|到手|也就|就|有|是|才|要|欠)+"
    r"|(左右|上下|的样子|(一|每)个?月|/月|吧|啊|呢|呀|了|整|多|出头)+$"
)
_CURRENCY = re.compile(r"^(人民币|rmb|￥|¥)|(人民币|rmb)$")
_YUAN = "元|块钱|块|圆|蚊|银"
_MONEY = re.compile(rf"(?:(?P<yuan>.+?)(?:{_YUAN}))?(?:(?P<jiao>[\d{NUMERAL}])[角毛](?:钱)?)?(?:(?P<fen>[\d{NUMERAL}])分(?:钱)?)?")
_CHANGE = re.compile(rf"(.+?)[元块]([\d{NUMERAL}])")
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)([亿万千百十wk]?)")
_LIMIT = Decimal(10) ** 12


MAX_TYPED = 60  # characters; a longer message is a story, no figure or date


def tidy(text: str) -> str:
    """Half-width, simplified, Mandarin, lower-case, without spaces: what all readers of typed values start from."""
    return re.sub(r"\s+", "", mandarin(simplified(visible(compatible(text))))).lower().strip("。，,.!！?？~～、;；")


def parse_amount(text: str) -> Decimal | None:
    """Yuan, with fen at most: 三千五 → 3500, 1.2万 → 12000, 三块五 → 3.5. None for anything unclear, negative or foreign."""
    if len(text) > MAX_TYPED:
        return None
    text = re.sub("^先?[扣花借欠]了", "", _without_about(tidy(text)))
    text = re.sub(f"多(?=(?:{_YUAN}|钱)+$)", "", _CURRENCY.sub("", text))
    if change := _CHANGE.fullmatch(text):  # 三块五 is 3.5
        text = f"{change[1]}块{change[2]}毛"
    value = parse_plain(text.removesuffix("钱"))
    if value is None:
        match = _MONEY.fullmatch(text)
        if match is None or not any(match.groups()):
            return None
        parts = [(match[name], weight) for name, weight in (("yuan", "1"), ("jiao", "0.1"), ("fen", "0.01")) if match[name]]
        values = [(parse_plain(part), Decimal(weight)) for part, weight in parts]
        if any(v is None for v, _ in values):
            return None
        value = sum((v * weight for v, weight in values if v is not None), Decimal(0))
    return value if value < _LIMIT and value == value.quantize(Decimal("0.01")) else None


def says_monthly(text: str) -> bool:
    """Whether an amount was said to be for a month: 一个月五千, 月薪8000."""
    return bool(re.search("每个?月|一个?月|月薪|月工资|月收入|/月", tidy(text)))


def _without_about(text: str) -> str:
    before = None
    while before != text:
        before, text = text, _ABOUT.sub("", text)
    return text


def parse_plain(text: str) -> Decimal | None:
    """A bare number in digits, in characters or mixed: 12,000 · 1.2万 · 一万二 · 3千5 · 一点五."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", text):
        return Decimal(text)
    whole = parse_numeral(text)
    if whole is not None:
        return None if len(text) > 1 and all(c in DIGITS for c in text) else Decimal(whole)  # 两三天 is no figure
    head, point, tail = text.partition("点")
    if point:
        return _with_point(head, tail)
    if re.search(r"\d", text):
        return _mixed("".join(str(DIGITS[c]) if c in DIGITS else c for c in text))
    return None


def _with_point(head: str, tail: str) -> Decimal | None:
    """一点二万 → 12000, 三点五 → 3.5."""
    scale = _SCALE.get(tail[-1:], 1)
    digits = tail if scale == 1 else tail[:-1]
    front = parse_plain(head)
    if front is None or not digits or any(c not in DIGITS and not c.isdecimal() for c in digits):
        return None
    fraction = "".join(str(DIGITS.get(c, c)) for c in digits)
    return (front + Decimal(f"0.{fraction}")) * scale


def _mixed(text: str) -> Decimal | None:
    """1.2万, 3千5 (3500), 1万2千, 1万500."""
    total, last = Decimal(0), 10**13
    position = 0
    for match in _ARABIC.finditer(text):
        number, unit = Decimal(match[1]), _SCALE.get(match[2], 1)
        if match.start() != position or unit >= last or number * unit >= last:
            return None
        short = unit == 1 and total and last >= 100 and len(match[1]) == 1
        total, last, position = total + (number * last / 10 if short else number * unit), unit, match.end()
    return total if position == len(text) and position else None


_PERCENT = re.compile(r"百分之(.+)|(.+?)(?:%|个百分点|个点)")
_FAMILIES = {
    # units that mean the same; a question about hours takes no days
    "天": "个?工作日|天|日", "小时": "个?小时|个?钟头|钟", "岁": "周岁|岁",
    "个": "个孩子|个小孩|个娃|个老人|个兄弟姐妹|个人|口人|口|个|人|位|名", "次": "次", "份": "份", "度": "度", "年": "年度|年",
}  # fmt: skip
_SAME = {"人": "个", "位": "个", "口": "个", "日": "天"}


def parse_number(text: str, unit: str = "") -> Decimal | None:
    """A count, a percentage or a rate: 三天半 → 3.5, 百分之二十 → 20, 三成 → 30, 两个 → 2. With `unit`, another unit gives None."""
    if len(text) > MAX_TYPED:
        return None
    text = re.sub("^[休住请加停干][了过]", "", _without_about(tidy(text)))
    if match := _PERCENT.fullmatch(text):
        return parse_plain(match[1] or match[2]) if unit in ("", "%") else None
    if re.fullmatch(f"[{NUMERAL}\\d]成", text) and unit in ("", "%"):
        value = parse_plain(text[:-1])
        return None if value is None else value * 10
    if text in ("一半", "对半", "一人一半") and unit in ("", "%"):
        return Decimal(50)
    half = Decimal(0)
    if "半" in text and text != "一半":
        text, half = "0" + text[1:] if text.startswith("半") else re.sub("个?半", "", text, count=1), Decimal("0.5")
    family = _FAMILIES.get(_SAME.get(unit, unit))
    units = "|".join(_FAMILIES.values()) if family is None and not unit else family or "(?!)"
    match = re.fullmatch(f"(.+?)(?:{units})", text)
    value = parse_plain(match[1] if match else text)
    return None if value is None else value + half


_YEARS = re.compile(r"(?P<number>.+?)多?(?:个)?年(?P<half>半)?(?:零|又|加|多)?")
_MONTHS = re.compile(r"(?P<number>.+?)个?(?P<half>半)?(?:个)?月")


def parse_months(text: str) -> Decimal | None:
    """A length of time in months; the unit must be said: 两年半 → 30, 18个月 → 18, 一年零三个月 → 15, 一个半月 → 1.5."""
    if len(text) > MAX_TYPED:
        return None
    text = _without_length_words(tidy(text))
    if text in ("半年", "半载"):
        return Decimal(6)
    if text in ("半个月", "半月"):
        return Decimal("0.5")
    years, rest = Decimal(0), text
    if match := re.match(_YEARS, text):
        number = parse_plain(match["number"])
        if number is None:
            return None
        years, rest = number * 12 + (6 if match["half"] else 0), text[match.end() :]
        if not rest:
            return years
        if match["half"]:
            return None
    match = _MONTHS.fullmatch(rest)
    number = parse_plain(match["number"]) if match else None
    return None if match is None or number is None else years + number + (Decimal("0.5") if match["half"] else 0)


def _without_length_words(text: str) -> str:
    text = re.sub(r"^(大概|大约|约|差不多|一共|总共|累计|干了|做了|工作了|有)+|(左右|上下|的样子|了|吧|啊|呢|多|出头)+$", "", text)
    return re.sub(r"(?<=[年月])多$", "", text)


def yuan(value: Decimal) -> str:
    """3500 → 3,500 元, 3500.5 → 3,500.50 元."""
    value = value.quantize(Decimal("0.01"))
    return f"{value:,.0f} 元" if value == value.to_integral_value() else f"{value:,.2f} 元"


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "亿", "仟", "佰", "拾", "万", "仟", "佰", "拾", "")


def in_capitals(value: Decimal) -> str:
    """An amount as papers write it: 35000 → 叁万伍仟元整, 1005.3 → 壹仟零伍元叁角."""
    yuan_part, fen = divmod(int(value * 100), 100)
    change = "".join(_CAPITALS[n] + unit for n, unit in ((fen // 10, "角"), (fen % 10, "分")) if n)
    if not change:
        return _whole_in_capitals(yuan_part) + "元整"
    gap = "零" if yuan_part and fen < 10 else ""
    return (_whole_in_capitals(yuan_part) + "元" if yuan_part else "") + gap + change


def _whole_in_capitals(value: int) -> str:
    """Every digit with its place; then places without a digit go, and a gap between digits is one 零."""
    digits = str(value)
    said = "".join(_CAPITALS[int(d)] + p for d, p in zip(digits, _PLACES[-len(digits) :], strict=True))
    said = re.sub("零+", "零", re.sub("零[拾佰仟]", "零", said))
    return re.sub("零([万亿])", r"\1", said).replace("亿万", "亿").rstrip("零") or "零"


def plain(value: Decimal) -> str:
    """A number without needless zeros or exponent: 3.50 → 3.5, 1E+3 → 1000."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def months_in_words(months: Decimal) -> str:
    """30 → 2 年 6 个月, 1.5 → 1.5 个月."""
    years, rest = divmod(months, 12)
    parts = [f"{plain(years)} 年"] if years else []
    return " ".join(parts + ([f"{plain(rest)} 个月"] if rest or not parts else []))
