"""Who did what to whom, and whether it is wanted: marks that must not fall together however alike the words are.

想离婚 / 不想离婚, 我打了人 / 我被打, 我辞职 / 被辞退, 借给别人 / 向别人借. Each pair is two patterns over normalised text; a
question that shows one side counts against phrases that show the other. (Plain fuzzy scores call these pairs 90 % alike.)"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_OTHERS = "别人|朋友|亲戚|同事|他|她|他们|人家|对方|同学|邻居|老乡|熟人|哥|弟|姐|妹|老板|人"


@dataclass(frozen=True)
class Opposites:
    """Two readings of one matter; `one` and `other` are patterns over normalised text."""

    name: str
    one: re.Pattern[str]
    other: re.Pattern[str]

    def side(self, text: str) -> int:
        """+1 for `one`, -1 for `other`, 0 for neither or both."""
        return bool(self.one.search(text)) - bool(self.other.search(text))


def _pair(name: str, one: str, other: str) -> Opposites:
    return Opposites(name, re.compile(one), re.compile(other))


_NOT = "不想|不愿意?|不同意|不肯|不答应|不要|拒绝|不准备|不打算|死活不"
PAIRS: tuple[Opposites, ...] = (
    _pair("wants divorce / does not", r"(?<!不)(?<!不愿)(我|想|要|提|起诉|协议|申请|闹|办理?|怎么|准备)(要|想|起诉)?离婚(?!协议无效)", rf"({_NOT})离婚|不离婚?$|不想离|不愿离|不同意离"),
    _pair("was beaten / has beaten",
          r"被[^，]{0,8}(打|揍|砍|殴)|打了我|把我打|打我|挨打|挨揍|遭[^，]{0,4}殴打",
          r"我(把|将)[^，]{0,6}打|我打(了|伤)?(人|他|她|别人|对方)|(儿子|孩子|老公|女儿|弟弟|哥哥)(把[^，]{1,6}打|打(了|伤)(人|别人|同学|对方))|还手|失手打|打伤了?(人|别人|他|对方)|打了(人|别人|他|对方)"),
    _pair("resigned / was dismissed",
          r"(?<!被)辞职|(我|想|要|自己|主动)(辞工|离职|不干|走人|不想做)|自离|提离职|我要走|提出离职|提前离职",
          r"被[^，]{0,6}(辞退|开除|炒|裁|解雇|劝退|优化)|(公司|老板|单位|厂里|厂)[^，]{0,6}(辞退|开除|炒|裁|解雇|劝退|解除)|叫我走人|不要我了|让我走|违法解除"),
    _pair("lent / borrowed",
          rf"借(了)?[^，]{{0,8}}给(了)?({_OTHERS})|给({_OTHERS})借了?|(?<!被)({_OTHERS})(向|跟|找|问|管|和)我借|欠我|借我(的)?钱|我借出|借出去|(不还|没还|还没还|不肯还)(我|钱|款)|要债|讨债|把钱借",
          r"我(向|跟|找|问|管|和)[^，]{1,6}借|我欠|还不起|还不上|我借了?(别人|他|网贷|银行|平台|高利贷|钱)|被催(收|债)|逾期还|没钱还|被(借款人|债主|银行|网贷)|催收|上门(要|催|讨)债"),
    _pair("owed wages / withholds wages", r"(拖欠|欠|不发|没发|不给|克扣|扣)(我|我们|工人)?的?(工资|工钱|薪)", r"我是(老板|公司|单位|用人单位|厂)|作为(公司|单位|老板|企业)|公司该怎么|企业如何|员工(不|擅自|突然|自动|没|要求|偷|泄)|我(开|办)的?(公司|厂|店)"),
    _pair("tenant / landlord", r"房东|我租(的|了)|租客怎么|二房东|我是租客|租的房", r"我是房东|租客(不|欠|拖|跑|把|弄|擅自|赖|转租|到期)|我(的|把)?房子?(租|出租)给|收房租|赶走租客|房客(不|欠|跑)"),
    _pair("victim / suspect of a crime", r"(我|家人|父母|妈|爸|老人)?被(骗|偷|抢|诈骗|敲诈|强奸|猥亵)|报案|被害人|受害", r"(我|儿子|老公|弟弟|哥哥|家人|朋友|父亲|孩子)?(偷了|抢了|诈骗了|骗了别人|涉嫌|被抓|被刑拘|被拘|判几年|判多久|怎么判|会判|坐牢|犯了|取保|自首|认罪)"),
    _pair("hit by a vehicle / hit somebody", r"被[^，]{0,8}(车|摩托|电动车)?(撞|碰|刮|轧|压)|撞了我|撞到我|把我撞|撞我", r"我(开车|骑车|的车|开|骑)?[^，]{0,8}(把[^，]{1,8})?撞(了|到|伤|死)(人|别人|行人|老人|他|一个|电动车|一)|撞死了?人|撞了人|撞到人"),
    _pair("plaintiff / defendant", r"(我)?(想|要|怎么|如何|去|能不能|准备)(去)?(起诉|告)|起诉(他|对方|公司|老板)", r"被(起诉|告了|告上)|收到(法院)?(传票|起诉状)|成了被告|我是被告|告我|起诉我"),
    _pair("buyer / seller", r"我买|买(了|到|的)|商家不|卖家(不|骗|发)|退款|店家不|退货", r"我(是|开)(商家|店|网店|卖家)|(买家|顾客|客人)(要|恶意|不|赖|拒|投诉|退)|职业打假|我卖"),
)  # fmt: skip


@lru_cache(maxsize=262_144)  # all phrases of a large knowledge base, as in text.normalize
def sides(text: str) -> tuple[int, ...]:
    """The side of each pair, in PAIRS' order."""
    return tuple(pair.side(text) for pair in PAIRS)


def agreement(question: tuple[int, ...], phrase: tuple[int, ...]) -> int:
    """Pairs on which both take the same side, less four times those on which they oppose."""
    return sum((a == b) - 4 * (a == -b) for a, b in zip(question, phrase, strict=True) if a and b)
