"""A statute cited in any form: 民法典第1043条, 民法典一千零四十三条, 《劳动合同法》38条, 劳动法第八十五, 刑法266之一第二款."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.text.normalize import compatible, simplified
from bot.text.numerals import NUMERAL, parse_numeral, to_numeral

SHORT = {
    # what people call a law → its name; widely used short forms only
    "民诉法": "民事诉讼法", "刑诉法": "刑事诉讼法", "行诉法": "行政诉讼法", "道交法": "道路交通安全法", "交通安全法": "道路交通安全法",
    "交法": "道路交通安全法", "消法": "消费者权益保护法", "消保法": "消费者权益保护法", "消费者保护法": "消费者权益保护法",
    "治安法": "治安管理处罚法", "治安处罚法": "治安管理处罚法", "治安管理法": "治安管理处罚法", "未保法": "未成年人保护法",
    "反家暴法": "反家庭暴力法", "法援法": "法律援助法", "社矫法": "社区矫正法", "调解法": "人民调解法", "社保法": "社会保险法",
    "劳动仲裁法": "劳动争议调解仲裁法", "劳动调解仲裁法": "劳动争议调解仲裁法", "工伤条例": "工伤保险条例", "专利权法": "专利法",
    "版权法": "著作权法", "食安法": "食品安全法", "土地法": "土地管理法", "复议法": "行政复议法", "处罚法": "行政处罚法",
    "国赔法": "国家赔偿法", "电商法": "电子商务法", "个保法": "个人信息保护法", "个人信息法": "个人信息保护法", "妇女权益法": "妇女权益保障法",
    "老年人法": "老年人权益保障法", "农民工工资条例": "保障农民工工资支付条例", "农民工工资支付条例": "保障农民工工资支付条例",
    "诉讼费交纳办法": "诉讼费用交纳办法", "物业条例": "物业管理条例", "拆迁条例": "国有土地上房屋征收与补偿条例",
    "监狱管理法": "监狱法", "刑事诉讼": "刑事诉讼法", "民事诉讼": "民事诉讼法",
    "民间借贷司法解释": "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
    "民间借贷解释": "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
    "民间借贷规定": "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
    "民诉解释": "最高人民法院关于适用《民事诉讼法》的解释", "民诉法解释": "最高人民法院关于适用《民事诉讼法》的解释",
    "人身损害解释": "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释",
    "人身损害赔偿司法解释": "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释",
    "婚姻家庭编解释一": "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）",
    "婚姻家庭编解释二": "最高人民法院关于适用《民法典》婚姻家庭编的解释（二）",
    "劳动争议解释一": "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）",
    "劳动争议解释二": "最高人民法院关于审理劳动争议案件适用法律问题的解释（二）",
    "担保制度解释": "最高人民法院关于适用《民法典》有关担保制度的解释", "继承编解释": "最高人民法院关于适用《民法典》继承编的解释（一）",
}  # fmt: skip

FORMER = {
    # repealed laws people still name → the law that holds their matter now, where in it, and since when
    "婚姻法": ("民法典", "婚姻家庭编", "2021-01-01"), "合同法": ("民法典", "合同编", "2021-01-01"), "继承法": ("民法典", "继承编", "2021-01-01"),
    "物权法": ("民法典", "物权编", "2021-01-01"), "侵权责任法": ("民法典", "侵权责任编", "2021-01-01"),
    "侵权法": ("民法典", "侵权责任编", "2021-01-01"), "担保法": ("民法典", "物权编和合同编", "2021-01-01"),
    "收养法": ("民法典", "婚姻家庭编", "2021-01-01"), "民法总则": ("民法典", "总则编", "2021-01-01"), "民法通则": ("民法典", "总则编", "2021-01-01"),
    "信访条例": ("信访工作条例", "", "2022-05-01"), "治安管理处罚条例": ("治安管理处罚法", "", "2006-03-01"),
    "婚姻登记管理条例": ("婚姻登记条例", "", "2003-10-01"), "城市房屋拆迁管理条例": ("国有土地上房屋征收与补偿条例", "", "2011-01-21"),
    "行政监察法": ("监察法", "", "2018-03-20"),
}  # fmt: skip

_N = rf"\d{{1,4}}(?!\d)|[{NUMERAL}]+"
_LINK = r"[,，、:：;；#＃\-—·.。/|(（]*"
_FINER = (
    rf"(?:{_LINK}第?(?P<paragraph>{_N})款)?(?:{_LINK}第?[(（〔]?(?P<item>{_N})[)）〕]?[项目])?"
)
_OF = rf"(?:之(?P<of>{_N})|-(?P<dash>\d{{1,2}})(?!\d))?"
_ARTICLE = re.compile(
    rf"{_LINK}(?:的|之|规定|里面?|中|中的|里的|上)?{_LINK}(?:"
    rf"(?:第(?P<a>{_N})|(?P<b>{_N})(?=条)){_OF}条?{_OF.replace('of', 'of2').replace('dash', 'dash2')}"  # 第…条, 第…, …条
    rf"|(?P<c>{_N})(?=[之-])(?!-\d{{3}}){_OF.replace('of', 'of3').replace('dash', 'dash3')}条?"  # 刑法133之一, 刑法133-1
    rf"|(?P<d>{_N})(?=$|[^\w]|[怎什规内原讲说查全看吗呢是第和与跟])"  # 民法典1043; but neither 劳动法2倍 nor 民法典一般规定
    rf"){_FINER}"
)
_BEFORE = re.compile(rf"第?(?P<a>{_N})条{_OF}{_FINER}(?:的|,|，)?$")
_NOT_ARTICLES = re.compile(r"^[章编节届款项期批次部审类]|^分编")
_NOISE = re.compile(r"[《》〈〉]|中华人民共和国")


@dataclass(frozen=True)
class Cited:
    """A law by its full name; `article` as written in Chinese (第一千零四十三条) where said. `former` is the repealed name used."""

    law: str
    article: str | None
    paragraph: int | None = None
    item: int | None = None
    former: str = ""
    part: str = ""
    since: str = ""  # the day from which the law took the place of the former one
    whole: bool = False  # nothing but the citation was said


class CitationReader:
    """Knows laws by full name, by short and former names."""

    def __init__(self, laws: Iterable[str], gone: Mapping[str, tuple[str, str]] | None = None) -> None:
        """`laws`: titles in force. `gone`: title of a repealed law → (the law that took its place, since when)."""
        self._names: dict[str, str] = {_key(law): law for law in laws}
        for title in list(self._names.values()):
            for derived in _derived(title):
                self._names.setdefault(_key(derived), title)
        known = set(self._names.values())
        self._names |= {_key(s): law for s, law in SHORT.items() if law in known and _key(s) not in self._names}
        current = {_key(law) for law in known}
        former = {old: (new, "", since) for old, (new, since) in (gone or {}).items()} | FORMER
        self._former = {_key(old): (old, *new) for old, new in former.items() if _key(old) not in current and (not new[0] or new[0] in known)}
        names = sorted({*self._names, *self._former}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names))) if names else None

    def read(self, text: str) -> list[Cited]:
        """The citations in a text as typed, in order, without repetition."""
        plain = _key(simplified(compatible(text)))
        found = []
        taken = 0
        for match in self._pattern.finditer(plain) if self._pattern else ():
            start, end = match.span()
            number = _after(plain, end)
            if number:
                end = number.end()
            elif number := _BEFORE.search(plain[taken:start]):
                start = taken + number.start()
            rest = _ASKING.sub("", plain[:start] + plain[end:])
            former, law, part, since = self._former.get(match[0], ("", self._names.get(match[0], ""), "", ""))
            finer = (_number(number["paragraph"]), _number(number["item"])) if number else (None, None)
            found.append(Cited(law, _article(number), *finer, former, part, since, whole=not rest))
            taken = end
        return list(dict.fromkeys(found))


_ASKING = re.compile(r"[^\w]|查询|查|一下|看看|看|是什么|怎么说|怎么写|怎么规定|内容|规定|条文|原文|全文|的|请问|我想|想|帮我|给我|讲|说|了|啥|什么|有哪些|吗|呢|里")


def _after(plain: str, end: int) -> re.Match[str] | None:
    """The article's number that follows a law's name; not a chapter's, nor a figure."""
    match = _ARTICLE.match(plain, end)
    return match if match and not _NOT_ARTICLES.match(plain[match.end() :]) and _article(match) else None


def _key(text: str) -> str:
    return re.sub(r"\s", "", _NOISE.sub("", compatible(text))).lower()


def _derived(title: str) -> Iterable[str]:
    """Shorter forms that follow from the title itself."""
    plain = _key(title)
    if plain.startswith("最高人民法院"):
        core = re.sub(r"^最高人民法院(、最高人民检察院)?关于(适用|审理|办理|确定)?", "", plain)
        yield core
        yield re.sub(r"(案件)?适用法律(若干)?问题的|若干问题的|有关|的(?=解释|规定)", "", core)
        yield re.sub(r"[()（）]", "", core)
        yield re.sub(r"[()（）]|(案件)?适用法律(若干)?问题的|若干问题的|有关|的(?=解释|规定)", "", core)


def _number(text: str | None) -> int | None:
    return None if not text else int(text) if text.isdigit() else parse_numeral(text)


def _article(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    groups = match.groupdict()
    number = _number(next((groups[g] for g in "abcd" if groups.get(g)), None))
    if number is None or not 0 < number < 10_000:
        return None
    of = _number(next((value for name, value in groups.items() if name.startswith(("of", "dash")) and value), None))
    return f"第{to_numeral(number)}条" + (f"之{to_numeral(of)}" if of else "")
