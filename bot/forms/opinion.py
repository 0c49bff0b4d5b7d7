"""The consultation opinion (法律咨询意见书): two pages in plain Chinese, to take to a lawyer, a hall or home."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bot.forms.layout import in_chinese

FONT = "Noto Serif CJK SC"
FALLBACK = "宋体"
NUMBERS = "一二三四五六七八"


@dataclass(frozen=True)
class Opinion:
    """What goes into an opinion; every part is plain text, empty parts are left out."""

    title: str
    day: date
    told: Sequence[str] = ()  # what the resident said
    summary: str = ""
    law: Sequence[str] = ()  # 《法》第几条（公布日期，是否现行）：要点
    cases: Sequence[str] = ()
    evidence: Sequence[str] = ()
    risks: Sequence[str] = ()  # risks and deadlines
    steps: Sequence[str] = ()
    whom: Sequence[str] = ()
    source: str = ""
    disclaimer: str = ""


def opinion_document(opinion: Opinion) -> bytes:
    """The opinion as .docx on A4."""
    document = Document()
    _page(document)
    _heading(document, "法律咨询意见书", 20)
    _line(document, f"事由：{opinion.title}　　日期：{opinion.day:%Y年%m月%d日}")
    parts = (
        ("您告诉我们的情况", opinion.told), ("简要意见", [opinion.summary] if opinion.summary else ()),
        ("法律规定", opinion.law), ("可参考的案例", opinion.cases), ("要收集的证据和材料", opinion.evidence),
        ("时限和风险", opinion.risks), ("下一步怎么做", opinion.steps), ("可以找谁", opinion.whom),
    )  # fmt: skip
    for number, (heading, said) in zip(NUMBERS, ((h, s) for h, s in parts if s), strict=False):
        _section(document, f"{number}、{heading}", said)
    _section(document, "说明", [t for t in (opinion.disclaimer, opinion.source) if t])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _page(document: Paper) -> None:
    in_chinese(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FALLBACK)
    style.paragraph_format.space_after = Pt(3)
    style.paragraph_format.line_spacing = 1.25


def _heading(document: Paper, text: str, size: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _line(document: Paper, text: str) -> None:
    document.add_paragraph(text)


def _section(document: Paper, heading: str, said: Sequence[str]) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(heading).bold = True
    for number, text in enumerate(said, 1):
        document.add_paragraph(text if len(said) == 1 else f"{number}. {text}")
