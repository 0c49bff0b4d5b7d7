"""A slip in a Word template is told by `check`, in words a clerk can act on, before a resident gets a paper with a hole in it."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from bot.cli.check import find_problems
from bot.forms.templates import check_templates
from bot.knowledge import read_knowledge

FORM = """id: test-receipt
title: 收条（测试）
service: other
about: 收到钱时写。
template: test-receipt.docx
status: reference
asked_as: [收条怎么写, 要一张收条]
questions:
  - {name: payer, ask: 谁付的钱？, kind: text}
  - {name: amount, ask: 收到多少钱？, kind: money}
where: [hotline-12348]
reviewed: 2026-11-01
source: 自拟
"""


@pytest.fixture
def template(folder: Path) -> Path:
    """Where the Word template of a small form belongs; it is not there yet."""
    (folder / "forms").mkdir()
    (folder / "forms" / "test-receipt.yaml").write_text(FORM, "utf-8")
    return folder / "forms" / "test-receipt.docx"


def told_of(template: Path, *lines: str, footer: str = "") -> list[str]:
    """What is said of a template with these `lines`; of none, where there are none."""
    if lines:
        paper = Document()
        for line in lines:
            paper.add_paragraph(line)
        paper.sections[0].footer.paragraphs[0].text = footer
        paper.save(str(template))
    return [str(p) for p in check_templates(read_knowledge(template.parents[1]))]


def test_a_template_with_every_slot_in_its_place_is_left_in_peace(template: Path) -> None:
    assert told_of(template, "今收到 {{ payer }} 交来 {{amount}} 元。") == []
    assert told_of(template, "今收到 {{ payer }} 的款项。", footer="合计 {{ amount }} 元") == []


def test_a_missing_template_is_named_with_where_to_put_it(template: Path) -> None:
    (said,) = told_of(template)
    assert "没有找到文书模板“test-receipt.docx”" in said and "同一个文件夹" in said and "test-receipt.yaml:5" in said


def test_a_file_that_word_did_not_save_as_docx_is_said_to_be_unreadable_not_missing(template: Path) -> None:
    template.write_bytes(b"\xd0\xcf\x11\xe0 an old .doc under a new name")
    (said,) = told_of(template)
    assert "打不开" in said and "另存为" in said
    with zipfile.ZipFile(template, "w") as archive:
        archive.writestr("photo.txt", "a zip, but no Word file")
    (said,) = told_of(template)
    assert "打不开" in said


def test_a_slot_that_nobody_asks_for_is_named_with_the_question_it_may_mean(template: Path) -> None:
    (said,) = told_of(template, "今收到 {{ payer }} 交来 {{ amount }} 元，{{ amuont }} 元整。")
    assert "“{{ amuont }}”" in said and "是不是想写“amount”" in said
    (said,) = told_of(template, "今收到 {{ payer }} 交来 {{ amount }} 元。{{ witness }}")
    assert "没有叫“witness”的问题" in said and "是不是" not in said


def test_an_answer_that_would_stand_nowhere_on_the_paper_is_named(template: Path) -> None:
    (said,) = told_of(template, "今收到 {{ payer }} 交来 ｛｛ amount ｝｝ 元。")  # full-width braces, as a Chinese keyboard types them
    assert "问题“amount”在模板里没有位置" in said and "“{{ amount }}”" in said


@pytest.mark.parametrize("slip", ["{{ payer }", "{{ payer name }}", "{{ }}", "{% if payer %}"])
def test_broken_braces_are_said_to_be_broken(template: Path, slip: str) -> None:
    (said,) = told_of(template, f"今收到 {slip} 交来 {{{{ amount }}}} 元。")
    assert "写得不对" in said and "大括号" in said


def test_check_tells_it_as_an_error(template: Path) -> None:
    told_of(template, "今收到 {{ payer }} 交来 {{ amuont }} 元。")
    errors = [p for p in find_problems(template.parents[1], date(2026, 11, 23), None) if not p.warning]
    assert {"没有叫“amuont”的问题" in str(p) or "问题“amount”" in str(p) for p in errors} == {True} and len(errors) == 2
