"""The laws the calculators stand on, each in the version that was read; a test holds every citation against the statute data."""

from __future__ import annotations

from datetime import date

from bot.knowledge.model import Citation
from bot.text.numerals import to_numeral

LABOUR_CONTRACT = "劳动合同法"
LABOUR_CONTRACT_RULES = "劳动合同法实施条例"
LABOUR = "劳动法"
LABOUR_ARBITRATION = "劳动争议调解仲裁法"
LABOUR_DISPUTES_2 = "最高人民法院关于审理劳动争议案件适用法律问题的解释（二）"
LEAVE = "职工带薪年休假条例"
LEAVE_RULES = "企业职工带薪年休假实施办法"
WORK_INJURY = "工伤保险条例"
SOCIAL_INSURANCE = "社会保险法"
COURT_FEES = "诉讼费用交纳办法"
ARBITRATION = "仲裁法"
ARBITRATION_FEES = "仲裁委员会仲裁收费办法"
LENDING = "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"
LATE_INTEREST = "最高人民法院关于执行程序中计算迟延履行期间的债务利息适用法律若干问题的解释"
CIVIL_CODE = "民法典"
CIVIL_CODE_TIME = "最高人民法院关于适用《中华人民共和国民法典》时间效力的若干规定"
CIVIL_PROCEDURE = "民事诉讼法"
CRIMINAL_PROCEDURE = "刑事诉讼法"
INJURY = "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释"
FAMILY_1 = "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）"
INHERITANCE_1 = "最高人民法院关于适用《中华人民共和国民法典》继承编的解释（一）"
MEDIATION = "人民调解法"
REVIEW = "行政复议法"
ADMIN_PROCEDURE = "行政诉讼法"
VIOLENCE = "反家庭暴力法"
TRAFFIC_RULES = "道路交通事故处理程序规定"
CORRECTION = "社区矫正法"
PETITION = "信访工作条例"

VERSIONS = {
    LABOUR_CONTRACT: "2012-12-28", LABOUR_CONTRACT_RULES: "2008-09-18", LABOUR: "2018-12-29", LABOUR_ARBITRATION: "2007-12-29",
    LABOUR_DISPUTES_2: "2025-07-31", LEAVE: "2007-12-14", LEAVE_RULES: "2008-07-17", WORK_INJURY: "2010-12-20",
    SOCIAL_INSURANCE: "2018-12-29", COURT_FEES: "2006-12-19", ARBITRATION: "2025-09-12", ARBITRATION_FEES: "1995-07-28",
    LENDING: "2020-12-29", LATE_INTEREST: "2014-07-07", CIVIL_CODE: "2020-05-28", CIVIL_CODE_TIME: "2020-12-29",
    CIVIL_PROCEDURE: "2023-09-01", INJURY: "2022-04-24", FAMILY_1: "2020-12-29", INHERITANCE_1: "2020-12-29",
    CRIMINAL_PROCEDURE: "2018-10-26",
    MEDIATION: "2010-08-28", REVIEW: "2023-09-01", ADMIN_PROCEDURE: "2017-06-27", VIOLENCE: "2015-12-27",
    TRAFFIC_RULES: "2018-02-02", CORRECTION: "2019-12-28", PETITION: "2022-02-25",
}  # fmt: skip


def cite(law: str, *articles: int) -> tuple[Citation, ...]:
    """The articles of a law named above, in the version that was read."""
    version = date.fromisoformat(VERSIONS[law])
    return tuple(Citation(law=law, article=f"第{to_numeral(a)}条", version=version) for a in articles)
