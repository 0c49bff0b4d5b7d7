"""期限 by kind: what begins it, how long it is, under which article; last days move past rest days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field

from bot.calculators import law
from bot.calculators.inputs import Day, Inputs, Rates, in_order, until_today
from bot.calculators.law import cite
from bot.calculators.result import Basis, Result, Sheet
from bot.calculators.working_days import CIVIL_PERIODS, COURT_PERIODS, deadline, rolled
from bot.errors import BadRequest
from bot.text.dates import in_words


@dataclass(frozen=True)
class Period:
    """`label` names the last day; `note` what to know; `renewable` periods start again when the claim is made."""

    title: str
    label: str
    basis: Basis
    days: int = 0
    months: int = 0
    working_days: int = 0
    note: str = ""
    renewable: bool = False
    rolls: bool = True  # a last day on a rest day moves; False: better not rely on it


PERIODS: Mapping[str, Period] = {
    "civil": Period(
        "民事诉讼时效", "起诉最晚到", cite(law.CIVIL_CODE, 188, 192, 195) + CIVIL_PERIODS, months=36, renewable=True,
        note="从知道或应当知道权利被侵害、也知道是谁那天起算；超过二十年的法院一般不保护。有的案件另有规定，请问工作人员。",
    ),
    "labour": Period(
        "劳动仲裁时效", "申请劳动仲裁最晚到", cite(law.LABOUR_ARBITRATION, 27) + CIVIL_PERIODS, months=12, renewable=True,
        note="在职期间讨欠薪不受这一年限制；离开以后要在一年内提。",
    ),
    "award": Period(
        "对劳动仲裁裁决不服", "起诉最晚到", cite(law.LABOUR_ARBITRATION, 48, 50) + COURT_PERIODS, days=15,
        note="从收到裁决书那天的第二天开始数。裁决书上写的期限和法院以裁决书为准。",
    ),
    "appeal-judgment": Period(
        "对一审判决上诉（民事、行政）", "上诉最晚到", cite(law.CIVIL_PROCEDURE, 171) + cite(law.ADMIN_PROCEDURE, 85) + COURT_PERIODS, days=15,
        note="从收到判决书的第二天开始数。小额诉讼一审终审，不能上诉；刑事判决只有十天，请改选“刑事”。",
    ),
    "appeal-ruling": Period(
        "对一审裁定上诉（民事、行政）", "上诉最晚到", cite(law.CIVIL_PROCEDURE, 171) + cite(law.ADMIN_PROCEDURE, 85) + COURT_PERIODS, days=10,
        note="只有不予受理、驳回起诉、管辖权异议这几种裁定能上诉（民事诉讼法第一百五十七条）。刑事裁定只有五天，请改选“刑事”。",
    ),
    "criminal-appeal": Period(
        "对一审刑事判决上诉", "上诉最晚到", cite(law.CRIMINAL_PROCEDURE, 105, 230), days=10, rolls=False,
        note="只数十天，不指望顺延：人在押的，遇节假日也不延长。被害人不服的，五天内请检察院抗诉（刑事诉讼法第二百二十九条）。",
    ),
    "criminal-ruling": Period(
        "对一审刑事裁定上诉", "上诉最晚到", cite(law.CRIMINAL_PROCEDURE, 105, 230), days=5, rolls=False,
        note="只数五天，不指望顺延：人在押的，遇节假日也不延长。",
    ),
    "defence": Period(
        "交答辩状", "交答辩状最晚到", cite(law.CIVIL_PROCEDURE, 128) + COURT_PERIODS, days=15, note="不交答辩状案子照样审，但请一定按时到庭。"
    ),
    "payment-order": Period(
        "对支付令提异议", "提书面异议最晚到", cite(law.CIVIL_PROCEDURE, 227) + COURT_PERIODS, days=15,
        note="不提异议又不还，对方可以申请强制执行。",
    ),
    "retrial": Period(
        "申请再审", "申请再审最晚到", cite(law.CIVIL_PROCEDURE, 216) + COURT_PERIODS, months=6,
        note="从判决、裁定生效那天起算；有新证据等几种情形从知道那天起算。",
    ),
    "enforce": Period(
        "申请强制执行", "申请执行最晚到", cite(law.CIVIL_PROCEDURE, 250) + COURT_PERIODS, months=24, renewable=True,
        note="从判决写的最后付款日起算；分期的从最后一期起算；没写的从生效那天起算。",
    ),
    "confirm": Period(
        "调解协议司法确认", "一起去法院申请最晚到", cite(law.CIVIL_PROCEDURE, 205) + cite(law.MEDIATION, 33) + COURT_PERIODS, days=30,
        note="要双方共同申请。从调解协议生效那天起算。",
    ),
    "commercial": Period("申请撤销商事仲裁裁决", "向法院申请最晚到", cite(law.ARBITRATION, 72) + CIVIL_PERIODS, months=3),
    "review": Period(
        "行政复议", "申请复议最晚到", cite(law.REVIEW, 20, 88) + COURT_PERIODS, days=60,
        note="从知道那个行政行为那天起算；没有告诉您可以复议的，从知道能复议那天起算，最长一年。复议不收费。",
    ),
    "admin-suit": Period(
        "直接打行政官司", "起诉最晚到", cite(law.ADMIN_PROCEDURE, 46, 101) + COURT_PERIODS, months=6,
        note="有几类事情要先复议才能起诉，请先问工作人员。",
    ),
    "after-review": Period("对复议决定不服", "起诉最晚到", cite(law.ADMIN_PROCEDURE, 45, 101) + COURT_PERIODS, days=15),
    "work-injury": Period("申请工伤认定", "本人或家属申请最晚到", cite(law.WORK_INJURY, 17) + CIVIL_PERIODS, months=12),
    "divorce": Period("离婚冷静期", "冷静期最后一天", cite(law.CIVIL_CODE, 1077) + CIVIL_PERIODS, days=30),
    "traffic-review": Period(
        "对事故认定书申请复核", "申请复核最晚到", cite(law.TRAFFIC_RULES, 71, 112), working_days=3,
        note="三日是指三个工作日。同一事故只能复核一次。",
    ),
    "traffic-mediation": Period(
        "请交警调解赔偿", "各方一致申请最晚到", cite(law.TRAFFIC_RULES, 86, 112), working_days=10, note="十日是指十个工作日。也可以不经调解直接起诉。"
    ),
    "protection": Period("对人身安全保护令裁定申请复议", "申请复议最晚到", cite(law.VIOLENCE, 31) + COURT_PERIODS, days=5),
    "correction": Period(
        "社区矫正报到", "报到最晚到", cite(law.CORRECTION, 21), days=10, rolls=False, note="从判决、裁定生效那天起算。请早去，不要等到最后一天。"
    ),
    "petition": Period("对信访处理意见申请复查", "申请复查最晚到", cite(law.PETITION, 35), days=30, rolls=False, note="条例没有写遇休息日顺延，别指望。"),
}  # fmt: skip


class DeadlineInputs(Inputs):
    kind: str | None = Field(None, title="哪一种期限")
    start: Day | None = Field(None, title="从哪一天起算")
    renewed: Day | None = Field(None, title="最后一次要过或对方答应的日期")


def deadlines(given: DeadlineInputs, rates: Rates, today: date) -> Result:
    """The last day of one period, ready for a calendar."""
    if given.kind is None or given.start is None:
        raise BadRequest("还需要知道：哪一种期限、从哪一天起算。")
    period = PERIODS.get(given.kind)
    if period is None:
        raise BadRequest("没有这一种期限，请重新选。")
    until_today(given.start, today, "起算的日期")
    sheet = Sheet(f"期限：{period.title}")
    start = _start(sheet, given, given.start, period, today)
    length = {"days": period.days, "months": period.months, "working_days": period.working_days}
    due = deadline(period.label, start, period.basis, rolls=period.rolls, **length)
    if given.kind == "work-injury":
        sheet.due(deadline("单位申请的期限到", start, cite(law.WORK_INJURY, 17) + CIVIL_PERIODS, days=30))
    sheet.due(due)
    if given.kind == "divorce":
        return _divorce(sheet, start, due.day, today)
    if period.note:
        sheet.note(period.note)
    sheet.note("请至少提前几天办，别卡最后一天。文书上写明了期限的，以文书为准。")
    _late_claim(sheet, given, given.start, period)
    _passed(sheet, due.day, period, today)
    return sheet.result(f"最晚 {due.text}")


def _start(sheet: Sheet, given: DeadlineInputs, start: date, period: Period, today: date) -> date:
    how = "起算那天不算在内，从第二天开始数" if period.days or period.working_days else "到期那个月的同一天是最后一天"
    if given.renewed and period.renewable:
        until_today(given.renewed, today, "最后一次要过的日期")
        in_order(start, given.renewed, "最后一次要过的日期早于起算的日期，请检查。")
        start, how = given.renewed, "中间要过、对方答应过或起诉过的，从那时起重新算"
    sheet.line("从哪天起算", in_words(start), how, period.basis)
    return start


def _late_claim(sheet: Sheet, given: DeadlineInputs, start: date, period: Period) -> None:
    """A claim made after the period had run out doesn't start it again, unless there were others between: only a person can see."""
    if not given.renewed or not period.renewable:
        return
    first = deadline(period.label, start, period.basis, months=period.months).day
    if given.renewed > first:
        sheet.person(
            f"从{in_words(start)}算，{in_words(first)}就满了，您说的这一次在那以后。中间别的时候没催过的，过了期再催不会重新算，"
            "除非对方同意还（民法典第一百九十二条）。请把经过和证据拿给工作人员看，别只靠这个日子。"
        )


def _passed(sheet: Sheet, day: date, period: Period, today: date) -> None:
    left = (day - today).days
    if left < 0 and (moved := rolled(day)[0]) >= today:
        sheet.person(
            f"按最稳的算法，{in_words(day)}就到了。那天是休息日，如果按法律顺延，最晚到{in_words(moved)}，也许还来得及："
            "马上交，或者先寄出、留好寄件回执，再问工作人员或律师。"
        )
    elif left < 0:
        more = "如果中间要过、对方答应过，会重新起算；" if period.renewable else ""
        sheet.person(f"看起来已经过了 {-left} 天。{more}因为不可抗力等耽误的也可能有办法，请马上问工作人员或律师，不要自己放弃。")
    elif left <= 7:
        sheet.person(f"只剩 {left} 天了，请马上办；来不及准备的，先找法律援助机构说明很急。")
    else:
        sheet.note(f"还有 {left} 天。")


def _divorce(sheet: Sheet, start: date, cooling: date, today: date) -> Result:
    """After the cooling-off period both must come within thirty days: counted from its earliest end, so that nobody comes too late."""
    basis = cite(law.CIVIL_CODE, 1077)
    first = cooling + timedelta(days=1)
    sheet.line("可以领证的第一天", in_words(first), "冷静期过完的第二天起；遇登记处休息请顺延", basis)
    last = deadline("两人一起领离婚证最晚到", start + timedelta(days=30), basis + CIVIL_PERIODS, days=30)
    sheet.due(last)
    sheet.note(
        "冷静期里任何一方不想离了，都可以去撤回。期满后三十天内没有两人一起去领证的，当作撤回申请。",
        "具体哪天以登记处给的回执单为准；按最早的算法算，免得去晚。",
    )
    if last.day < today:
        sheet.note("看起来领证的时间已经过了，要离的话得重新申请。")
    return sheet.result(f"{in_words(first)} 到 {in_words(last.day)} 之间，两人一起去领证")
