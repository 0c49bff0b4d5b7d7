"""Slips of typing are put right where, and only where, the knowledge base has never seen the characters side by side."""

from __future__ import annotations

import pickle
from collections import Counter

import numpy as np
import pytest

from bot.search.spelling import Spelling, _counted
from bot.text.normalize import normalize

TOLD = [
    "老板拖欠工资怎么办", "拖欠工资去劳动监察投诉", "申请劳动仲裁要多久", "劳动仲裁收费吗", "交通事故对方不赔钱怎么办", "撞了人不赔钱",
    "邻居漏水泡坏我家", "楼上漏水不肯修", "我想离婚", "老公要离婚我不想离婚", "我被人打了", "我打了人", "公司不发工资", "被辞退怎么赔钱",
    "加班费没给", "费用谁出", "老板跑了", "房子泡了",
]  # fmt: skip


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling([normalize(t) for t in TOLD * 3])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("老板拖欠工姿", "老板拖欠工资"), ("劳动仲才收费吗", "劳动仲裁收费吗"), ("撞了人不陪钱", "撞了人不赔钱"),  # sounds the same
        ("加班废用谁出", "加班费用谁出"),  # … in a place of which only the halves are known
        ("老板拖工欠资", "老板拖欠工资"), ("劳仲动裁收费吗", "劳动仲裁收费吗"),  # changed places
        ("楼上漏饕不肯修", "楼上漏水不肯修"),  # a slip of the finger
        ("老板拖前工姿", "老板拖欠工资"),  # two slips
    ],
)  # fmt: skip
def test_what_was_meant_is_read(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.mend(typed) == meant


@pytest.mark.parametrize("typed", [*TOLD, "我被人打动", "家欠工资去", "墙板泡了", "我被打了", "我打人", "不想离婚", "娭毑的田", "iphone坏了", "abc", "", "，", "三千五", "😀"])
def test_what_may_be_meant_as_written_is_left(spelling: Spelling, typed: str) -> None:
    assert spelling.mend(normalize(typed)) == normalize(typed)


def test_each_clause_is_read_on_its_own(spelling: Spelling) -> None:
    assert spelling.mend("老板拖欠工姿，我想离婚，劳动仲才收费吗") == "老板拖欠工资，我想离婚，劳动仲裁收费吗"


def test_a_model_kept_on_disk_reads_the_same(spelling: Spelling) -> None:
    again: Spelling = pickle.loads(pickle.dumps(spelling))
    assert again.mend("老板拖欠工姿") == "老板拖欠工资"


def test_nothing_learnt_changes_nothing() -> None:
    assert Spelling([]).mend("老板拖欠工姿") == "老板拖欠工姿"


def test_what_follows_what_is_counted_as_a_plain_counter_would() -> None:
    told = "^老板^老人^老板跑了$"
    for length in (2, 3):
        runs = Counter(told[i : i + length] for i in range(len(told) - length + 1))
        after = {start: [n for run, n in runs.items() if run[:-1] == start] for start in {run[:-1] for run in runs}}
        counted, starts = _counted(np.array(list(map(ord, told))), length)
        assert counted == runs
        assert starts == {start: (sum(seen), len(seen)) for start, seen in after.items()}
