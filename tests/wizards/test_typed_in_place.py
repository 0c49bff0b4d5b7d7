"""What residents type in place of buttons and figures, put to the real questions on Sunday 29 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import BadRequest
from bot.library import Library
from bot.wizards import parse_reply
from tests.conftest import ROOT
from tests.wizards.test_knowledge import ALL

TODAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT / "knowledge")


def reply(library: Library, where: str, typed: str) -> str | None:
    wizard, _, name = where.partition(".")
    question = next(q for q in ALL[wizard].questions if q.name == name)
    return parse_reply(question, typed, library.snapshot.knowledge.vocabulary, TODAY)


@pytest.mark.parametrize(
    ("where", "typed", "value"),
    [
        # not known, said in many ways
        ("severance.reason", "记不清了", None), ("severance.reason", "这个我不知道", None), ("court-fee.halved", "没想好", None),
        ("court-fee.halved", "not sure", None), ("injury-compensation.share", "说不准", None), ("inheritance-shares.joint", "搞不清楚", None),
        ("unpaid-wages.left_on", "记不清了", None), ("protection-order.now", "不知道", None), ("unpaid-wages.amount", "没算过", None),
        # a day without a year: what was, unless it is near
        ("severance.ended", "11月20号", "2026-11-20"), ("severance.ended", "上个月20号被开的", "2026-10-20"), ("severance.ended", "12月底", "2026-12-31"),
        ("severance.ended", "3月5号", "2026-03-05"), ("loan-interest.due", "5月1号", "2026-05-01"), ("loan-interest.due", "2027年5月1日", "2027-05-01"),
        ("lending-evidence.due", "10月1号", "2026-10-01"), ("traffic-accident.letter_on", "11月26号收到的", "2026-11-26"),
        # still there
        ("double-pay.ended", "还在上班", None), ("annual-leave.ended", "在职", None), ("double-pay.signed", "没签", None),
        # nothing, of what was asked
        ("annual-leave.taken", "一天没休", "0"), ("injury-compensation.lost_days", "没误工", "0"), ("loan-interest.deducted", "没扣", "0"),
        ("work-injury-compensation.leave_months", "没停", "0"), ("wages-overtime.weekday_hours", "没加班", "0"),
        ("inheritance-shares.parents", "都不在了", "0"),
        ("injury-compensation.child_age", "没有", None), ("injury-compensation.child_age", "没孩子", None), ("loan-interest.overdue_rate", "没有", None),
        # years, halves, grades
        ("annual-leave.year", "去年", "2025"), ("annual-leave.year", "2025年", "2025"), ("annual-leave.total_months", "大概三年半", "42"),
        ("injury-compensation.share", "一半", "50"), ("work-injury-compensation.grade", "三", "3"), ("work-injury-compensation.grade", "第三个", "8"),
        ("injury-compensation.outcome", "十级", "10"), ("severance.wage", "5千多", "5000"), ("severance.wage", "一万五", "15000"),
        # own words for an option
        ("severance.reason", "被老板炒了鱿鱼", "illegal"), ("severance.reason", "我自己不干了", "resigned"), ("severance.reason", "没给我交社保", "forced"),
        ("wages-overtime.left", "被开了", "yes"), ("wages-overtime.left", "还没辞职", "no"), ("wages-overtime.left", "在职", "no"),
        ("unpaid-wages.ran", "电话打不通", "yes"), ("unpaid-wages.ran", "没跑", "no"), ("unpaid-wages.working", "不干了", "no"),
        ("divorce.agree", "他不同意", "no"), ("divorce.agree", "没同意", "no"), ("divorce.violence", "他打我", "yes"), ("divorce.violence", "没打过", "no"),
        ("divorce.children", "两个", "yes"), ("protection-order.now", "他在门口", "yes"), ("protection-order.harm", "掐脖子", "body"),
        ("protection-order.harm", "还没动手", "fear"), ("protection-order.victim", "不敢去", "no"), ("protection-order.evidence", "有录音", "yes"),
        ("protection-order.evidence", "没有病历", "no"), ("inheritance-shares.spouse", "健在", "yes"), ("inheritance-shares.spouse", "早就走了", "no"),
        ("traffic-accident.reported", "报了", "yes"), ("traffic-accident.fair", "不服", "no"), ("work-injury.insured", "没买社保", "no"),
        ("work-injury.fault", "次责", "light"), ("correction-leave.urgent", "下周", "no"), ("dispute-route.willing", "拉黑了", "no"),
    ],
)  # fmt: skip
def test_it_is_understood(library: Library, where: str, typed: str, value: str | None) -> None:
    assert reply(library, where, typed) == value


@pytest.mark.parametrize(
    ("where", "typed", "hint"),
    [
        ("severance.started", "三年半了", "往回数大约是 2023年5月"), ("severance.started", "2019年", "再说是几月"), ("severance.wage", "六七千", "一个范围"),
        ("severance.wage", "6000-7000", "一个范围"), ("severance.wage", "每天300", "一个月的数"), ("annual-leave.total_months", "快十年", "已经满了多少"),
        ("injury-compensation.lost_days", "三个月", "大约是 90 天"), ("work-injury-compensation.leave_months", "20天", "0.7个月"),
        ("loan-interest.rate", "两分", "一分是 1"), ("severance.started", "记不清了", "估一个大概"),
        ("wages-overtime.owed", "一直没发", "金额"), ("wages-overtime.weekday_hours", "都没给钱", "小时"),
    ],
)  # fmt: skip
def test_what_is_not_enough_is_asked_again_with_a_way_on(library: Library, where: str, typed: str, hint: str) -> None:
    with pytest.raises(BadRequest, match=hint):
        reply(library, where, typed)
