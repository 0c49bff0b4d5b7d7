"""What may be recorded of a question: without names, numbers and addresses; nothing at all when in doubt."""

from __future__ import annotations

import re

from bot.text.identity import is_identity_number
from bot.text.normalize import compatible, visible

_ID = re.compile(r"(?<![\dA-Za-z])(\d{17}[\dXx]|\d{15})(?![\dA-Za-z])")
_HK_ID = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}\d{6}[(（]?[\dAa][)）]?(?!\d)")
_PASSPORT = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,2}\d{7,8}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,19}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)|(?<!\d)\+?852[ -]?\d{4}[ -]?\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_HANDLE = re.compile(r"(?:微信|QQ|qq|Q Q|wechat|weixin|vx|VX|抖音号?|telegram|电报)[号是：: ]{0,3}[A-Za-z0-9_-]{5,}")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_ADDRESS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}(?:省|市|区|县|镇|街道|村|社区|花园|小区|大厦|公寓|工业区|苑|路|街|巷|大道))*[\u4e00-\u9fff]{1,10}(?:路|街|巷|大道|花园|小区|大厦|公寓|苑|村|新村|围|里)"
    r"[\u4e00-\u9fff]{0,6}\d+[\d一-龥-]{0,4}(?:号|栋|幢|座|楼|单元|室|房|层)(?:\d+[-\d]*(?:号|栋|幢|座|楼|单元|室|房|层)?)*"
)
_ROOM = re.compile(r"\d+\s*(?:栋|幢|座|单元|号楼)\s*[A-Za-z]?\d*\s*(?:单元)?\s*\d+\s*(?:室|房|号)?")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温欧阳"
)
_NAMED = re.compile(rf"((?:我|他|她|对方|老板|房东|丈夫|妻子|老公|老婆|儿子|女儿|被告|原告|朋友|同事|经理|名字|姓名|本人|邻居|司机|包工头|叫|名叫)(?:的名字)?(?:叫做?|是|名叫|：|:))\s*([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})")
_TITLED = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?=先生|女士|小姐|老板|经理|医生|法官|律师|老师|警官|总(?!工|包|额|数|共|是|体|之|算|会|理|公))")
_CLEAR_SURNAMES = _SURNAMES.translate(dict.fromkeys(map(ord, "钱于向方白金石万高程武毛任余江温何夏史")))  # the others begin everyday words
_NO_NAME = "(?!韩国|许多|谢谢|孙子|孙女|周末|周围|黄金|徐州|罗湖|龙岗|龙华|苏州|郑州|严重|曾经|田地|林地|叶子|陈旧|毛坯|杜绝|唐突|熊孩|侯)"
_RELATED = re.compile(rf"(?<![\u4e00-\u9fff][的])[{_CLEAR_SURNAMES}](?=姐|哥|叔|姨|嫂|伯|婶|师傅|主任|书记|队长|科长|校长|工头)")
_DOING = re.compile(
    rf"(?:(?<=[，。,；;、 ])|^|(?<=[和跟被把给向找告])|(?<=借给)){_NO_NAME}[{_CLEAR_SURNAMES}][\u4e00-\u9fff]{{1,2}}?"
    "(?=借|欠|打了|打我|打伤|骂|骗|不还|不给|不肯|不承认|不认|说|偷|抢|威胁|撞|逼我|让我|要我|把我|找我|签|答应|去世|死了)"
)
_NAME_AFTER = re.compile(rf"(?:身份证|电话|手机|住址|银行卡)[^，。,]{{0,4}}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_LONG_NUMBER = re.compile(r"\d[\d -]{6,}\d")


def is_bank_card(digits: str) -> bool:
    """Luhn's checksum."""
    if not 12 <= len(digits) <= 19:
        return False
    total = sum(d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(map(int, reversed(digits))))
    return total % 10 == 0


def redacted(text: str) -> str | None:
    """`text` with what could name a person replaced by ×; None when something doubtful is left: then it must not be kept."""
    clean = visible(compatible(text))
    clean = _ID.sub(lambda m: "×证件×" if len(m[0]) == 15 or is_identity_number(m[0]) else "×号码×", clean)
    clean = _CARD.sub(lambda m: "×卡号×" if is_bank_card(re.sub(r"\D", "", m[0])) else m[0], clean)
    for pattern, mark in (
        (_LINK, "×网址×"), (_MAIL, "×邮箱×"), (_HANDLE, "×账号×"), (_PHONE, "×电话×"), (_HK_ID, "×证件×"), (_PASSPORT, "×证件×"),
        (_PLATE, "×车牌×"), (_ADDRESS, "×地址×"), (_ROOM, "×地址×"),
    ):  # fmt: skip
        clean = pattern.sub(mark, clean)
    clean = _NAMED.sub(r"\1×姓名×", clean)
    for pattern in (_TITLED, _RELATED, _DOING):
        clean = pattern.sub("×姓名×", clean)
    if _LONG_NUMBER.search(clean) or _NAME_AFTER.search(clean) or clean.count("×") > 12:
        return None
    return clean[:500]
