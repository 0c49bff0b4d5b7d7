"""In force, not yet, amended, repealed: said with dates, with what came after, for the day it is asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.search.statutes.laws import repealed_in, same_version
from bot.search.statutes.library import StatuteLibrary
from bot.search.statutes.search import StatuteSearch
from tests.search.statutes.conftest import TODAY


def said(library: StatuteLibrary, title: str, day: date = TODAY, place: int = 0) -> tuple[str, str]:
    version = library.standing(library.versions(title)[place], day)
    return version.standing, version.words


@pytest.mark.parametrize(
    ("title", "standing", "words"),
    [
        ("民法典", "in_force", "现行有效（2020-05-28 公布、2021-01-01 起施行）"),
        ("远航法", "not_yet", "尚未生效（2026-10-01 公布、2027-01-01 起施行）"),
        ("渔业旧规", "repealed", "已经废止（1999-01-01 公布、1999-02-01 起施行）"),
        ("停车条例", "amended", "旧版本，已经修改（2019-01-01 公布、2019-02-01 起施行）；现行的是 2024-01-01 公布、2024-02-01 起施行的版本"),
        ("噪声防治法", "repealed", "已经废止（2021-12-24 公布、2022-06-05 起施行）；自 2026-08-15 起由《环境法典》代替"),
        ("山林条例", "unverified", "效力没有核对，来自较旧的汇编（2018-01-01 公布、2018-02-01 起施行）"),
    ],
)  # fmt: skip
def test_each_standing_is_said_with_dates_and_what_came_after(library: StatuteLibrary, title: str, standing: str, words: str) -> None:
    assert said(library, title) == (standing, words)


def test_a_law_comes_into_force_on_its_day_and_the_one_it_repeals_goes(library: StatuteLibrary) -> None:
    eve, day = date(2026, 8, 14), date(2026, 8, 15)
    assert said(library, "环境法典", eve)[0] == "not_yet" and said(library, "环境法典", day)[0] == "in_force"
    assert said(library, "噪声防治法", eve) == ("in_force", "现行有效（2021-12-24 公布、2022-06-05 起施行）；《环境法典》 2026-03-12 公布、2026-08-15 起施行，到时以它为准")
    assert said(library, "噪声防治法", day)[0] == "repealed"
    assert "噪声防治法" in library.titles(eve) and "噪声防治法" not in library.titles(day)


def test_what_is_in_force_is_found_before_what_is_repealed(search: StatuteSearch) -> None:
    found = [search.library.key(n) for n, _ in search.search("邻居音响大声，室内装修吵，本法自2026年8月15日起施行", limit=3)]
    assert found[0][0] != "噪声防治法"


def test_closing_articles_name_what_they_repeal_but_not_a_single_article() -> None:
    assert repealed_in(["本法自2021年1月1日起施行。《甲法》、《中华人民共和国乙法》同时废止。"]) == ("甲法", "乙法")
    assert repealed_in(["《关于适用〈甲法〉的解释（一）》第三十二条第一款同时废止。"]) == ()
    assert repealed_in(["依照《甲法》处理。本办法自公布之日起施行，原《丙办法》（法释1号）同时废止。"]) == ("丙办法",)
    assert repealed_in(["本法自公布之日起施行。"]) == ()


def test_dates_of_one_version_may_differ_by_days() -> None:
    assert same_version("2022-04-01", "2022-04-02") and not same_version("2022-04-01", "2022-08-01") and not same_version("", "2022-04-01")


def test_a_law_is_known_with_the_name_of_the_state_in_it(library: StatuteLibrary) -> None:
    assert library.current("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）", TODAY) is not None
