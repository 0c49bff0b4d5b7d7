"""How a filled template stands on paper: room to write by hand, no heading or signature alone on a page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

LINE = "＿"  # what stands for an answer not known; in a table the empty box is the place to write
_SHORT, _PARTICULARS, _LONG = Cm(1), Cm(1.7), Cm(3.2)  # of a box to write in by hand
_WHOLE = 240  # characters of a row that is kept on one page; longer ones may run on to the next


def lay_out(paper: Paper) -> None:
    """Boxes high enough for handwriting, air around the words, headings with their table, signatures with what they sign."""
    for table in paper.tables:
        for row in table.rows:
            _row(row)
    blocks = list(paper.iter_inner_content())
    for before, block in pairwise(blocks):
        if isinstance(before, Table) and isinstance(block, Paragraph):
            block.paragraph_format.space_before = Pt(8)
    last = max((n for n, block in enumerate(blocks) if isinstance(block, Table)), default=len(blocks))
    for block in blocks[last:-1]:
        # every row, not the last alone: LibreOffice keeps a table with what follows only as a whole
        cells = [c for row in block.rows for c in row.cells] if isinstance(block, Table) else []
        _with_next([block] if isinstance(block, Paragraph) else (p for c in cells for p in c.paragraphs))


def _row(row: _Row) -> None:
    cells = row.cells
    for paragraph in (p for cell in cells for p in cell.paragraphs):
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    empty = [room for cell in cells if (room := _room(cell, cells[0].text))]
    if empty:
        row.height, row.height_rule = max(empty), WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = row._tr.get_or_add_trPr()
    if sum(len(cell.text) for cell in cells) < _WHOLE:
        properties.append(properties.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}cantSplit"))


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
