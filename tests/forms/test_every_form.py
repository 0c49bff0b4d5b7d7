"""Every form, blank and filled with what people and pranksters type: it opens, shows the words as typed, and leaves room to write."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm
from docx.table import _Row
from docx.text.paragraph import Paragraph

from bot.errors import BadRequest
from bot.forms import blank, filled
from bot.forms.document import fields
from bot.forms.pdf import pdf
from bot.knowledge import read_knowledge
from tests.conftest import required_program

BASE = read_knowledge(Path(__file__).parent.parent.parent / "knowledge")
FOLDER = BASE.folder / "forms"
HEAD = "参考文本，以受理窗口为准"
HOSTILE = {
    "a name of 200 characters": "欧" * 200,
    "template code": "{{ 7*7 }}",
    "a template statement": "{% for x in y %}",
    "markup": "<w:p/></w:t>",
    "an ampersand": "甲 & 乙 &amp; 丙",
    "a smiley": "阿梅😭👨‍👩‍👧",
    "an address line": "C:\\名<>\"'%s{0}",
}
every_form = pytest.mark.parametrize("id", sorted(BASE.forms))


def words(paper: Paper) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def closing(paper: Paper) -> list[Paragraph]:
    """What is signed and where: the last row of the last table, or where there is no table the paragraphs."""
    return list(paper.tables[-1].rows[-1].cells[0].paragraphs) if paper.tables else [p for p in paper.paragraphs if p.text]


def on_paper(id: str) -> set[str]:
    """The questions with a place on the paper; others only decide what is asked or said."""
    return fields(FOLDER / BASE.forms[id].template)


def boxes(id: str, paper: Paper) -> list[_Row]:
    """The rows with one slot each: not those of a list, nor the closing."""
    return [row for table in paper.tables for row in table.rows[:-1] if len(row.cells) == 2] + [
        row for table in paper.tables[:-1] for row in table.rows[-1:]
    ]


def opened(content: bytes) -> Paper:
    return Document(io.BytesIO(content))


def all_filled(id: str, value: str) -> Paper:
    form = BASE.forms[id]
    return opened(filled(FOLDER, form, {q.name: value for q in form.questions}))


@every_form
def test_the_template_asks_for_just_what_the_questions_give(id: str) -> None:
    form = BASE.forms[id]
    deciding = {c.question for entry in (*form.questions, *form.cautions) for c in entry.when}
    asked = {q.name for q in form.questions}
    assert on_paper(id) <= asked and asked - on_paper(id) <= deciding


@every_form
def test_a_blank_form_says_what_it_is_and_ends_with_a_place_to_sign_and_date(id: str) -> None:
    paper = opened(blank(FOLDER, BASE.forms[id]))
    said = [p.text for p in closing(paper)]
    assert words(paper).startswith(HEAD) and "{{" not in words(paper) and "None" not in words(paper)
    assert "签名" in said[-2] and re.fullmatch(r"\s*年\s+月\s+日", said[-1]), said[-2:]


WITHOUT_BOXES = {"will-own-hand", "evidence-list"}  # a text to copy, a list with a row for each piece
with_boxes = pytest.mark.parametrize("id", sorted(set(BASE.forms) - WITHOUT_BOXES))


@with_boxes
def test_a_blank_form_has_boxes_high_enough_for_handwriting_and_options_to_tick(id: str) -> None:
    form, paper = BASE.forms[id], opened(blank(FOLDER, BASE.forms[id]))
    written = [q for q in form.questions if q.name in on_paper(id)]
    chosen = [q for q in written if q.choices]
    empty = [row for row in boxes(id, paper) if not row.cells[-1].text]
    assert len(empty) == len(written) - len(chosen)
    assert all(row.height and row.height >= Cm(1) and row.height_rule == WD_ROW_HEIGHT_RULE.AT_LEAST for row in empty)
    assert sum(1 for row in empty if row.height and row.height >= Cm(3)) == sum(q.kind == "long_text" for q in written)
    for question in chosen:
        assert all(f"□ {c.label}" in words(paper) for c in question.choices), question.name


@with_boxes
def test_nothing_signed_stands_on_a_page_without_what_it_signs(id: str) -> None:
    last = opened(blank(FOLDER, BASE.forms[id])).tables[-1]
    assert "签名" in last.rows[-1].cells[0].text and "cantSplit" in last.rows[-1]._tr.xml
    assert all(p.paragraph_format.keep_with_next for r in last.rows for c in r.cells for p in c.paragraphs)


@pytest.mark.parametrize("lines", [14, 18])
def test_three_signatures_go_to_the_next_page_with_the_terms_they_sign(lines: int) -> None:
    required_program("soffice", "libreoffice")
    required_program("pdftotext")
    form = BASE.forms["mediation-agreement"]
    told = {q.name: "\n".join(["经过"] * lines) if q.name == "facts" else "甲" for q in form.questions}
    made = subprocess.run(["pdftotext", "-", "-"], input=pdf(filled(FOLDER, form, told)), capture_output=True, check=True)
    signed = [re.sub(r"\s", "", page) for page in made.stdout.decode().split("\f") if "签名" in page]
    assert len(signed) == 1 and "怎么履行、什么时候履行" in signed[0]


@every_form
def test_no_paper_speaks_to_the_resident_where_a_court_reads(id: str) -> None:
    assert "您" not in words(opened(blank(FOLDER, BASE.forms[id])))


@every_form
def test_a_paper_is_said_to_be_chinese_of_the_mainland(id: str) -> None:
    styles = opened(blank(FOLDER, BASE.forms[id])).styles.element.xml
    assert 'w:eastAsia="zh-CN"' in styles and 'w:eastAsia="en-US"' not in styles


@every_form
def test_a_form_says_what_to_do_when_it_is_filled_in_and_what_to_bring(id: str) -> None:
    form = BASE.forms[id]
    assert form.steps and form.bring and form.where


@pytest.mark.parametrize("value", HOSTILE.values(), ids=list(HOSTILE))
@every_form
def test_what_is_typed_stands_there_as_typed(id: str, value: str) -> None:
    paper = all_filled(id, value)
    said = words(paper)
    assert said.count(value) >= len(on_paper(id)) and said.startswith(HEAD)
    assert value.startswith("{") or ("{{" not in said and "{%" not in said)
    assert "49" not in said


@every_form
def test_line_breaks_stay_and_what_no_printer_knows_goes(id: str) -> None:
    said = words(all_filled(id, "第一行\n第二行\x00\x07\x0c\x1b\ud800完"))
    whole = len(on_paper(id)) - (id == "evidence-list")  # there each line is a row
    assert said.count("第一行\n第二行完") == whole and said.count("第二行完") == len(on_paper(id))


@with_boxes
def test_a_long_story_makes_its_box_grow(id: str) -> None:
    story = "二〇二四年三月起在厂里做工。" * 200
    for row in boxes(id, all_filled(id, story)):
        assert story in row.cells[-1].text
        assert row.height_rule != WD_ROW_HEIGHT_RULE.EXACTLY
        assert "cantSplit" not in row._tr.xml, "a row longer than a page must be allowed to run on"


@with_boxes
def test_what_is_not_answered_stays_a_box_to_write_in(id: str) -> None:
    form = BASE.forms[id]
    required = {q.name: "甲" for q in form.questions if not q.optional}
    rows = boxes(id, opened(filled(FOLDER, form, required)))
    assert sum(row.cells[-1].text == "" for row in rows) == len(on_paper(id) - set(required))
    assert "None" not in "".join(row.cells[-1].text for row in rows)


def test_more_than_a_box_can_hold_is_refused_in_plain_words() -> None:
    form = BASE.forms["loan-note"]
    with pytest.raises(BadRequest, match="太长"):
        filled(FOLDER, form, {"lender": "甲" * 3001})


def test_there_is_no_form_for_leave_under_community_correction() -> None:
    assert not [
        f.id for f in BASE.forms.values() if f.service == "community_correction" or "请假" in f.title or "矫正" in f.title
    ]


@pytest.mark.parametrize("complaint", sorted(i for i in BASE.forms if i.startswith("complaint-")))
def test_a_complaint_names_the_court_and_asks_for_what_article_124_wants(complaint: str) -> None:
    said = words(opened(blank(FOLDER, BASE.forms[complaint])))
    for particular in (
        "人民法院",
        "原告",
        "被告",
        "性别、年龄、民族",
        "职业、工作单位",
        "住所、联系方式",
        "诉讼请求",
        "事实和理由",
        "从哪里来、证人姓名和住所",
    ):
        assert particular in said, particular


def test_forms_become_pdf_of_the_length_a_window_expects() -> None:
    required_program("soffice", "libreoffice")
    form = BASE.forms["complaint-lending"]
    answers = {q.name: "二〇二四年三月起在厂里做工。" * 200 if q.kind == "long_text" else "陈阿梅" for q in form.questions}
    assert pages(pdf(blank(FOLDER, BASE.forms["loan-note"]))) == 1
    assert pages(pdf(blank(FOLDER, form))) == 2
    assert 8 <= pages(pdf(filled(FOLDER, form, answers))) <= 13  # four stories of 2,800 characters


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))
