"""What a resident typed → what is compared: one visible, ordered list of steps, applied to questions and phrases alike.

Knows characters and common words only, nothing of law: legal synonyms come from the knowledge base (search/synonyms)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from bot.text.numerals import NUMERAL, parse_numeral

Step = Callable[[str], str]


def compatible(text: str) -> str:
    """NFKC: full-width letters and digits, circled numbers, ligatures."""
    return unicodedata.normalize("NFKC", text)


def visible(text: str) -> str:
    """Drop control, zero-width and direction-turning characters; line ends become a clause's end."""
    return "".join(
        "，" if c in "\n\r" else " " if c == "\t" else c for c in text if c in "\n\r\t" or unicodedata.category(c) not in _INVISIBLE
    )


_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}


def simplified(text: str) -> str:
    """Traditional to simplified characters. 坏 goes in as 壞: OpenCC takes the 坏 of 打坏 for an old way of writing 坯, unburnt brick."""
    return _converter("t2s").convert(text.replace("坏", "壞"))


def traditional(text: str) -> str:
    """Simplified to traditional as written in Hong Kong; for showing, not for comparing."""
    return _converter("s2hk").convert(text)


@cache
def _converter(name: str) -> _Converter:
    import opencc

    converter: _Converter = opencc.OpenCC(name)
    return converter


class _Converter:
    def convert(self, text: str) -> str:
        raise NotImplementedError


def lower(text: str) -> str:
    return text.lower()


def without_symbols(text: str) -> str:
    """Punctuation ends a clause, emoji and other symbols vanish into a space. % stays: it is a figure."""
    return "".join(c if c == "%" else _symbol(c) for c in text)


@lru_cache(maxsize=8192)
def _symbol(c: str) -> str:
    category = unicodedata.category(c)
    if category[0] == "P":
        return "" if c in "·\"'“”‘’《》「」『』〈〉()（）【】[]-_" else "，"
    return " " if category[0] in "SZ" else c


_REGIONAL = {
    # Cantonese, Hakka-flavoured and Hong Kong/Taiwan words (already in simplified characters) → Mandarin; longest first
    "点解": "为什么", "点样": "怎么", "点办": "怎么办", "点算": "怎么办", "点做": "怎么做", "系咪": "是不是", "系唔系": "是不是",
    "得唔得": "可以吗", "可唔可以": "可不可以", "有冇": "有没有", "唔使": "不用", "唔好": "不要", "唔系": "不是", "唔俾": "不给",
    "唔畀": "不给", "唔得": "不行", "唔知": "不知道", "唔肯": "不肯", "冇办法": "没办法", "冇钱": "没钱", "冇签": "没签", "边度": "哪里",
    "边个": "谁", "边处": "哪里", "几时": "什么时候", "几多": "多少", "几耐": "多久", "而家": "现在", "宜家": "现在", "琴日": "昨天",
    "听日": "明天", "今日": "今天", "寻日": "昨天", "佢哋": "他们", "我哋": "我们", "你哋": "你们", "老细": "老板", "老世": "老板",
    "出粮": "发工资", "粮": "工资", "人工": "工资", "炒鱿": "辞退", "炒咗": "辞退了", "搵": "找", "俾": "给", "畀": "给", "嘅": "的",
    "咗": "了", "喺": "在", "啲": "些", "嚟": "来", "咁": "这样", "乜嘢": "什么", "乜": "什么", "嘢": "东西", "细路": "孩子",
    "细佬哥": "孩子", "阿爸": "爸爸", "阿妈": "妈妈", "老窦": "爸爸", "屋企": "家里", "屋主": "房东", "业主立案法团": "业委会",
    "打交": "打架", "俾人打": "被人打", "差佬": "警察", "差馆": "派出所", "律师楼": "律师事务所", "大状": "律师", "唔": "不", "冇": "没有",
    "佢": "他", "系": "是", "涯": "我", "偓": "我", "𠊎": "我", "食饭": "吃饭", "睇": "看", "倾": "谈", "闹交": "吵架", "拗": "争",
    "计程车": "出租车", "的士": "出租车", "机车": "摩托车", "脚踏车": "自行车", "单车": "自行车", "资讯": "信息", "网路": "网络",
    "讯息": "信息", "简讯": "短信", "软体": "软件", "品质": "质量", "透过": "通过", "视讯": "视频", "帐户": "账户", "提款卡": "银行卡",
    "物业管理公司": "物业公司", "按揭": "房贷", "雇主": "老板", "打工仔": "员工", "公帑": "公款", "薪水": "工资", "薪资": "工资",
    "外劳": "外来务工", "工伤意外": "工伤", "遗嘱执行人": "遗嘱执行人", "离异": "离婚",
}  # fmt: skip
_KEEP = ("关系", "系统", "联系", "体系", "系列", "人工费", "人工智能", "维系", "女单车", "粮食", "粮油", "口粮", "猫粮", "狗粮", "杂粮", "粮店", "直系", "旁系", "系数", "人工授精", "人工流产", "人工服务", "人工客服", "人工咨询", "转人工", "找人工")
_REGIONAL_RE = re.compile("|".join(map(re.escape, sorted((*_KEEP, *_REGIONAL), key=len, reverse=True))))


def mandarin(text: str) -> str:
    """Cantonese and other regional words in Mandarin; 关系, 联系 and the like keep their 系."""
    return _REGIONAL_RE.sub(lambda m: _REGIONAL.get(m[0], m[0]), text)


_NUMBER = re.compile(rf"[{NUMERAL}]*[{NUMERAL.replace('一', '').replace('两', '').replace('千', '').replace('万', '')}]+[{NUMERAL}]*|[一两][百千万年月天岁]")


def digits(text: str) -> str:
    """Chinese numerals in digits where they are figures (三十天 → 30天); a lone 一 stays (一直, 一下)."""

    def figure(match: re.Match[str]) -> str:
        word = match[0]
        tail = "" if word[-1] in NUMERAL else word[-1]
        number = parse_numeral(word[: len(word) - len(tail)])
        return word if number is None else f"{number}{tail}"

    return _NUMBER.sub(figure, text)


_FILLERS = re.compile(
    "您好|你好|大家好|请问一下|想请问|请问|请教一下|请教|咨询一下|想咨询|我想问一下|想问一下|我想问|想问|问一下|我想知道|想知道|想了解一下|想了解"
    "|麻烦你|麻烦您|麻烦|谢谢你|谢谢您|谢谢|多谢|谢了|拜托|帮帮我|帮我看看|在吗|有人吗|律师你好|各位律师|各位老师|hello|hi(?![a-z])|please|帮忙看一下|这种情况"
    "|^律师(?=我|你|您|，)|^老师(?=我|你|您|，)|我的情况是|是这样的|情况是这样|事情是这样|啊|呀|呢|吧|嘛|哦|噢|喔|哎|唉|嗯|额|啦|哈"
)


def without_fillers(text: str) -> str:
    """Politeness and particles say nothing of the matter. Kept whole when nothing else would be left."""
    rest = _FILLERS.sub("", text)
    return rest if any(c.isalnum() for c in rest) else text


def compact(text: str) -> str:
    """No spaces inside Chinese, one comma between clauses, runs of one character (！！！ 啊啊啊啊) cut to two."""
    text = re.sub(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])", "", text)
    text = re.sub(r"[，\s]*，[，\s]*", "，", text).strip("， ")
    return re.sub(r"([^\d])\1{2,}", r"\1\1", text)


STEPS: tuple[Step, ...] = (compatible, visible, simplified, lower, without_symbols, mandarin, digits, without_fillers, compact)


@lru_cache(maxsize=4096)
def literal(text: str) -> str:
    """As `normalize`, but with every word kept: for rules that listen for words."""
    for step in STEPS:
        text = step(text) if step is not without_fillers else text
    return text


def phrase_key(text: str) -> str:
    """What makes two phrases the same: everything but punctuation, script and politeness."""
    return normalize(text).replace("，", "")


@lru_cache(maxsize=262_144)  # all of a large knowledge base: a reload reads it again
def normalize(text: str) -> str:
    """Every step of STEPS in order. Idempotent for what it returns; an empty string when nothing readable is left."""
    for step in STEPS:
        text = step(text)
    return text


_BETWEEN = "\u16a0"  # a rune: no step changes it, joins it with its neighbours or reads it as the end of a clause
_BY_CHARACTER, _BY_TEXT = STEPS[:7], STEPS[7:]  # what may be done to many texts in a row, and what looks at where a text begins and ends


def normalize_all(texts: Iterable[str]) -> dict[str, str]:
    """`normalize` for many texts at once: by text, what it becomes. What was asked for the last time is remembered."""
    global _told
    wanted = dict.fromkeys(texts)
    known = _told
    new = [text for text in wanted if text not in known]
    found = {text: known.get(text, "") for text in wanted} | _normalized_together(new)
    _told = found
    return dict(found)


_told: dict[str, str] = {}


def _normalized_together(texts: list[str]) -> dict[str, str]:
    row = _BETWEEN.join(texts)
    for step in _BY_CHARACTER:
        row = step(row)
    pieces = row.split(_BETWEEN)
    if len(pieces) != len(texts):  # somebody writes in runes
        return {text: normalize(text) for text in texts}
    for step in _BY_TEXT:
        pieces = [step(piece) for piece in pieces]
    return dict(zip(texts, pieces, strict=True))


def clauses(normalized: str) -> tuple[str, ...]:
    """The clauses of a normalised text, in order."""
    return tuple(c for c in normalized.split("，") if c)
