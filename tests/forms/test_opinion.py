"""The written opinion: its sections in order, counted without a gap, no heading alone at the foot of a page."""

from __future__ import annotations

import io
from datetime import date

from docx import Document

from bot.forms import Opinion, opinion_document

DAY = date(2026, 11, 23)


def test_parts_that_are_not_there_leave_no_gap_in_the_numbers() -> None:
    paper = Document(
        io.BytesIO(
            opinion_document(Opinion("押金", DAY, law=["甲法"], steps=["去问"], whom=["12348"], disclaimer="不是法律意见"))
        )
    )
    said = [p.text for p in paper.paragraphs]
    assert [t for t in said if "、" in t] == ["一、法律规定", "二、下一步怎么做", "三、可以找谁"]
    assert said[-1] == "不是法律意见"


def test_a_heading_stays_with_what_it_heads() -> None:
    every = ["甲"]
    paper = Document(
        io.BytesIO(
            opinion_document(Opinion("押金", DAY, every, "先谈", every, every, every, every, every, every, "来源", "说明"))
        )
    )
    heads = [p for p in paper.paragraphs if p.text[1:2] == "、"]
    assert [p.text[0] for p in heads] == list("一二三四五六七八")
    assert all(p.paragraph_format.keep_with_next for p in heads)
