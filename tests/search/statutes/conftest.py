"""A made collection of laws: real names, dates and numbers of articles, invented texts (no statute text is kept in the repository)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from bot.search.statutes.build import build
from bot.search.statutes.library import StatuteLibrary
from bot.search.statutes.search import StatuteSearch
from bot.search.statutes.sources import LawText, article_name
from bot.search.terms import Analyzer

TODAY = date(2026, 11, 23)
LENGTHS = {
    # title → articles, published, in force from
    "民法典": (1260, "2020-05-28", "2021-01-01"), "劳动合同法": (98, "2012-12-28", "2013-07-01"), "劳动法": (107, "2018-12-29", "2018-12-29"),
    "治安管理处罚法": (144, "2025-06-27", "2026-01-01"), "民事诉讼法": (306, "2023-09-01", "2024-01-01"), "道路交通安全法": (124, "2021-04-29", "2021-04-29"),
    "消费者权益保护法": (63, "2013-10-25", "2014-03-15"), "工伤保险条例": (67, "2010-12-20", "2011-01-01"), "反家庭暴力法": (38, "2015-12-27", "2016-03-01"),
    "信访工作条例": (50, "2022-02-25", "2022-05-01"), "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）": (91, "2020-12-29", "2021-01-01"),
}  # fmt: skip


def law(title: str, texts: Iterable[str], published: str, effective: str, status: str = "有效", kind: str = "法律") -> LawText:
    return LawText(title, published, effective, status, kind, tuple((article_name(n), "", text) for n, text in enumerate(texts, 1)))


def long_law(title: str) -> LawText:
    count, published, effective = LENGTHS[title]
    return law(title, [f"这是为测试编写的第{n}段。" for n in range(1, count + 1)], published, effective)


def criminal_law() -> LawText:
    """452 numbered articles, with 之一 and 之二 after some."""
    articles = []
    for n in range(1, 453):
        articles.append((article_name(n), "", f"这是为测试编写的第{n}段。"))
        articles += [(article_name(n, of), "", f"补充的第{of}段。\n（一）甲的情形；\n（二）乙的情形。\n另起一段。") for of in ((1, 2) if n in (120, 133, 276, 287) else ())]
    return LawText("刑法", "2020-12-26", "2021-03-01", "有效", "法律", tuple(articles))


def all_laws() -> list[LawText]:
    """With laws repealed, amended, and not yet in force among them."""
    noise = law("噪声防治法", ["邻居夜间大声播放音响。", "室内装修限定时间。"], "2021-12-24", "2022-06-05")
    code = law("环境法典", ["安静是大家的事。", "本法自2026年8月15日起施行。《中华人民共和国噪声防治法》同时废止。"], "2026-03-12", "2026-08-15", "尚未生效")
    coming = law("远航法", ["船要有证。"], "2026-10-01", "2027-01-01", "尚未生效")
    old = law("渔业旧规", ["旧的规矩。"], "1999-01-01", "1999-02-01", "已废止")
    amended = [law("停车条例", ["停车要付费。"], "2019-01-01", "2019-02-01", "已修改"), LawText("停车条例", "2024-01-01", "2024-02-01", "有效", "行政法规", ())]
    kept = law("山林条例", ["树不能乱砍。"], "2018-01-01", "2018-02-01", "未核", "地方性法规")
    return [*map(long_law, LENGTHS), criminal_law(), noise, code, coming, old, *amended, kept]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "statutes"
    build(all_laws(), folder)
    return folder


@pytest.fixture(scope="session")
def library(home: Path) -> StatuteLibrary:
    return StatuteLibrary(home)


@pytest.fixture(scope="session")
def search(library: StatuteLibrary) -> StatuteSearch:
    return StatuteSearch(library, Analyzer(()), TODAY)
