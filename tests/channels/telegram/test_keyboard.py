"""Buttons that can be read and that Telegram takes."""

from __future__ import annotations

from typing import Any

from bot.answers.blocks import ChoiceItem, Choices
from bot.channels.telegram.keyboard import WIDEST, rows, width


def choices(*labels: str, role: Any = "which") -> Choices:
    items = tuple(ChoiceItem(id=f"answer:{n}", label=label) for n, label in enumerate(labels))
    return Choices(prompt="哪一件？", items=items, role=role)


def test_long_labels_stand_one_a_row_and_short_ones_side_by_side() -> None:
    assert [len(row) for row in rows([choices("被拖欠工资可以找谁投诉", "被公司辞退有没有补偿")])] == [1, 1]
    assert [len(row) for row in rows([choices("是", "不是")])] == [2]
    assert [len(row) for row in rows([choices("法律援助", "人民调解", "公证", "社区矫正")])] == [3, 1]


def test_a_label_too_long_for_a_button_is_cut_and_numbered_like_the_list_in_the_text() -> None:
    (button,), _ = rows([choices("房东" * 20, "短")])
    assert button.label.startswith("1. 房东")
    assert button.label.endswith("…")
    assert width(button.label) <= WIDEST


def test_articles_of_laws_that_begin_alike_are_told_apart_on_their_buttons() -> None:
    law = "看法条：最高人民法院关于审理民间借贷案件适用法律若干问题的规定"
    labels = [row[0].label for row in rows([choices(f"{law}第五条", f"{law}第一百三十三条之一", role="related")])]
    assert labels == ["› 看法条：审理民间借贷案件适…第五条", "› 看法条：审理民…第一百三十三条之一"]
    assert all(width(label) <= WIDEST for label in labels)


def test_an_id_that_telegram_would_refuse_is_left_out_and_the_others_stay() -> None:
    group = Choices(prompt="", items=(ChoiceItem(id="x" * 65, label="长"), ChoiceItem(id="x" * 64, label="可"), ChoiceItem(id="a", label=" ")))
    assert [b.label for row in rows([group]) for b in row] == ["可"]


def test_never_more_buttons_than_telegram_takes() -> None:
    assert sum(map(len, rows([choices(*(f"第{n}个" for n in range(150)))]))) <= 96


def test_forms_tools_and_related_answers_are_told_apart_by_a_sign() -> None:
    signs = [rows([choices("某某", role=role)])[0][0].label for role in ("forms", "tools", "related", "menu")]
    assert signs == ["📄 某某", "🧮 某某", "› 某某", "某某"]


def test_what_two_groups_offer_stands_once() -> None:
    assert [b.label for row in rows([choices("留言", "菜单", role="actions"), choices("留言", "菜单", "公证", role="menu")]) for b in row] == ["留言", "菜单", "公证"]
