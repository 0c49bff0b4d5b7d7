"""A statute cited in any form: 民法典第1043条, 民法典一千零四十三条, 《劳动合同法》38条, 劳动法第八十五, 刑法266之一第二款."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    "婚姻登记管理条例": "婚姻登记条例", "监狱管理法": "监狱法", "刑事诉讼": "刑事诉讼法", "民事诉讼": "民事诉讼法",
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
    # repealed laws people still name → the law that holds their matter now, and where in it
    "婚姻法": ("民法典", "婚姻家庭编"), "合同法": ("民法典", "合同编"), "继承法": ("民法典", "继承编"), "物权法": ("民法典", "物权编"),
    "侵权责任法": ("民法典", "侵权责任编"), "侵权法": ("民法典", "侵权责任编"), "担保法": ("民法典", "物权编和合同编"), "收养法": ("民法典", "婚姻家庭编"),
    "民法总则": ("民法典", "总则编"), "民法通则": ("民法典", "总则编"), "信访条例": ("信访工作条例", ""),
}  # fmt: skip

_ARTICLE = re.compile(
    rf"\s*(?:的|之|规定|里|中|中的|里的)?\s*第?\s*(\d{{1,4}}|[{NUMERAL}]+)\s*条?(?:\s*之\s*([{NUMERAL}]|\d))?(?:\s*[,，、]?\s*第\s*([{NUMERAL}]+|\d+)\s*款)?"
)
_NOISE = re.compile(r"[《》〈〉]|中华人民共和国")


@dataclass(frozen=True)
class Cited:
    """A law by its full name; `article` as written in Chinese (第一千零四十三条) where said. `former` is the repealed name used."""

    law: str
    article: str | None
    paragraph: int | None = None
    former: str = ""
    part: str = ""
    whole: bool = False  # nothing but the citation was said


class CitationReader:
    """Knows laws by full name, by short and former names."""

    def __init__(self, laws: Iterable[str]) -> None:
        self._names: dict[str, str] = {_key(law): law for law in laws}
        for title in list(self._names.values()):
            for derived in _derived(title):
                self._names.setdefault(_key(derived), title)
        known = set(self._names.values())
        self._names |= {_key(s): law for s, law in SHORT.items() if law in known and _key(s) not in self._names}
        current = {_key(law) for law in known}
        self._former = {_key(old): (old, *new) for old, new in FORMER.items() if _key(old) not in current and new[0] in known}
        names = sorted({*self._names, *self._former}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names))) if names else None

    def read(self, text: str) -> list[Cited]:
        """The citations in a text as typed, in order, without repetition."""
        plain = _key(simplified(compatible(text)))
        found = []
        for match in self._pattern.finditer(plain) if self._pattern else ():
            number = _ARTICLE.match(plain, match.end())
            article = _article(number) if number else None
            end = number.end() if number and article else match.end()
            paragraph = _number(number[3]) if number and article and number[3] else None
            rest = re.sub(r"[^\w]|查|一下|看看|是什么|怎么规定|内容|规定|原文|全文|的|请问|讲|说|了|啥|什么", "", plain[: match.start()] + plain[end:])
            former, law, part = self._former.get(match[0], ("", self._names.get(match[0], ""), ""))
            found.append(Cited(law, article, paragraph, former, part, whole=not rest))
        return list(dict.fromkeys(found))


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


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else parse_numeral(text)


def _article(match: re.Match[str]) -> str | None:
    number = _number(match[1])
    if number is None or not 0 < number < 2000:
        return None
    of = _number(match[2]) if match[2] else None
    return f"第{to_numeral(number)}条" + (f"之{to_numeral(of)}" if of else "")
