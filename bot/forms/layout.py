"""How a filled template stands on paper: room to write by hand, no heading or signature alone on a page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

LINE = "＿"  # what stands for an answer not known; in a table the empty box is the place to write
_SHORT, _PARTICULARS, _LONG = Cm(1), Cm(1.5), Cm(3)  # of a box to write in by hand
_WHOLE = 240  # characters of a row that is kept on one page; longer ones may run on to the next
_CLOSING = 400  # characters after the last table that are still a mere closing, with its signatures


def lay_out(paper: Paper) -> None:
    """Boxes high enough for handwriting, air around the words, headings with their table, signatures with what they sign."""
    in_chinese(paper)
    paper.styles["Normal"].paragraph_format.line_spacing = 1.0  # fonts for Chinese bring their own air
    for table in paper.tables:
        for row in table.rows:
            _row(row)
    blocks = list(paper.iter_inner_content())
    for before, block in pairwise(blocks):
        if isinstance(before, Table) and isinstance(block, Paragraph):
            block.paragraph_format.space_before = Pt(8)
    if paper.tables:
        after = blocks[max(n for n, block in enumerate(blocks) if isinstance(block, Table)) + 1 :]
        closing = [block for block in after if isinstance(block, Paragraph)]
        if sum(len(p.text) for p in closing) < _CLOSING:
            _close(paper, paper.tables[-1], closing)
        else:
            _with_next(closing[:-1])


def _close(paper: Paper, table: Table, closing: list[Paragraph]) -> None:
    """The last table with the signatures under it, as a last row without lines: only a table is kept whole with what follows it.

    LibreOffice moves a table to the next page for its own rows, not for a signature that comes after."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    cell = row.cells[0].merge(row.cells[-1])
    for paragraph in closing:
        cell._tc.append(paragraph._p)
    cell._tc.remove(cell._tc.p_lst[0])
    _without_lines(cell)
    _whole(row)
    _with_next(p for r in table.rows for c in r.cells for p in c.paragraphs)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(1)  # no document ends with a table


def _without_lines(cell: _Cell) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.makeelement(qn("w:tcBorders"))
    for side in ("left", "bottom", "right"):
        borders.append(borders.makeelement(qn(f"w:{side}"), {qn("w:val"): "nil"}))
    properties.append(borders)


def in_chinese(paper: Paper) -> None:
    """Said to be Chinese of the mainland: else a printer's fallback font sets commas and colons in the middle, as in Hong Kong or Japan."""
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _row(row: _Row) -> None:
    cells = row.cells
    for paragraph in (p for cell in cells for p in cell.paragraphs):
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    empty = [room for cell in cells if (room := _room(cell, cells[0].text))]
    if empty:
        row.height, row.height_rule = max(empty), WD_ROW_HEIGHT_RULE.AT_LEAST
    if sum(len(cell.text) for cell in cells) < _WHOLE:
        _whole(row)


def _whole(row: _Row) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:cantSplit")))


def _room(cell: _Cell, label: str) -> Length | None:
    """The height to write in by hand, where the cell holds only a line to write on; the line goes."""
    line = cell.text.strip()
    if not line or line.strip(LINE):
        return None
    cell.text = ""
    if len(line) > 20:
        return _LONG
    return _PARTICULARS if "、" in label or len(label) > 14 else _SHORT


def _with_next(paragraphs: Iterable[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True
