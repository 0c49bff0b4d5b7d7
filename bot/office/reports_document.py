"""The monthly report as a Word document, worded and laid out as an office's yearly report gives its figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.office.reports import CHANNELS, Figures, service_name
from bot.office.reports_table import Cell, TableOf, opinions, percent, results, tables

BODY, HEADING = "仿宋", "黑体"
NUMERALS = "一二三四五六七八九十"


def monthly_report(now: Figures, before: Figures, tickets: Sequence[tuple[str, str]], made: date) -> bytes:
    """`tickets` are lines of the message desk (name, figure). Returns a .docx."""
    document = _empty()
    _title(document, "葵涌街道公共法律服务智能助手", f"{now.period}运行情况报告")
    sections: list[tuple[str, Any]] = [
        ("总体情况", lambda: _overall(document, now, before, made)), ("服务事项", lambda: _services(document, now)),
        ("群众关心的问题", lambda: _topics(document, now)), ("群众评价", lambda: _opinions(document, now)),
        ("留言办理", lambda: _tickets(document, tickets)), ("知识库更新", lambda: _knowledge(document, now)),
        ("问题与下步打算", lambda: _outlook(document, now)),
    ]  # fmt: skip
    for numeral, (title, write) in zip(NUMERALS, sections, strict=False):
        document.add_heading(f"{numeral}、{title}", 1)
        write()
    _closing(document, now, made)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _overall(document: Any, now: Figures, before: Figures, made: date) -> None:
    so_far = f"（截至{made.month}月{made.day}日）" if made <= now.period.last else ""  # a month not over is compared with nothing
    change = f"，比上期{_compared(now.asked, before.asked)}" if before.asked and not so_far else ""
    _text(document, f"{now.period}{so_far}，智能助手通过自助终端、Telegram 和网络接口，24 小时受理居民提问 {now.asked} 次{change}。")
    if now.asked:
        _text(
            document,
            f"其中直接答上 {now.results['answered']} 次，占 {percent(now.share('answered'))}；反问确认 {now.results['asked_back']} 次，"
            f"占 {percent(now.share('asked_back'))}；没有答上 {now.results['unanswered']} 次，占 {percent(now.share('unanswered'))}，"
            "均已提示居民拨打 12348 或到窗口咨询。"
            f"早上 9 点至下午 6 点以外提问 {now.out_of_hours} 次，占 {percent(now.out_of_hours, now.asked)}。"
            + (f"另有引导问答、计算和文书填写 {now.guided} 步。" if now.guided else "")
            + (f"听到紧急情况并先报求助电话 {now.urgent} 次。" if now.urgent else ""),
        )
    _table(document, results(now))
    _table(document, TableOf("", "从哪里问", ("渠道", "次数", "占比"), tuple((CHANNELS.get(c, c), n, percent(n, now.asked)) for c, n in now.channels.most_common())))


def _services(document: Any, now: Figures) -> None:
    named = [f"{service_name(s)} {n} 次" for s, n in now.services.most_common(5)]
    _text(document, f"居民使用较多的服务依次为：{'、'.join(named)}。" if named else "本期没有可归入具体服务的提问。")
    _table(document, _one(now, "services"))
    if now.services:
        _table(document, _one(now, "service-hours"))


def _topics(document: Any, now: Figures) -> None:
    named = [f"{t}（{n} 次）" for t, n in now.topics.most_common(5)]
    _text(document, f"咨询较集中的主题是{'、'.join(named)}。" if named else "本期没有法律咨询类提问。")
    _table(document, _one(now, "topics"))
    _table(document, _one(now, "answers"))


def _opinions(document: Any, now: Figures) -> None:
    said = now.helpful + now.unhelpful
    if now.satisfaction is None:
        _text(document, f"本期收到评价 {said} 次，数量太少，不计算满意率。")
    else:
        _text(document, f"本期收到评价 {said} 次，认为有帮助的 {now.helpful} 次，满意率 {percent(now.satisfaction)}。")
    if said:
        _table(document, opinions(now))
    if now.worst:
        _table(document, _one(now, "unhelpful"))


def _tickets(document: Any, tickets: Sequence[tuple[str, str]]) -> None:
    if not tickets:
        _text(document, "本期没有居民留言。")
        return
    _text(document, "居民给工作人员的留言办理情况如下表。")
    _table(document, TableOf("", "留言办理", ("项目", "数量"), tuple(tickets)))


def _knowledge(document: Any, now: Figures) -> None:
    _text(
        document,
        f"本期修改知识库 {now.changes} 次，针对没有答上的问题补充并发布回答 {now.gaps_published} 条。"
        f"目前待处理问题 {now.gaps['new']} 个，已有草稿 {now.gaps['drafted']} 个。",
    )


def _outlook(document: Any, now: Figures) -> None:
    weak = [f"“{now.title(a)}”" for a, _, _ in now.worst[:3]]
    if weak:
        _text(document, f"居民表示没帮上的回答（{'、'.join(weak)}）需要复核改写。")
    if now.gaps["new"]:
        _text(document, f"还有 {now.gaps['new']} 个居民问过、没有答上的问题待补充。")
    _text(document, "（请经办人补充：本期工作亮点、存在问题和下步打算。）", grey=True)


def _closing(document: Any, now: Figures, made: date) -> None:
    _text(
        document,
        "统计口径：一次提问计一次，打开菜单、致谢、点评价、留言和引导问答里的每一步不计；从选项里点开一条也计一次。只统计次数，不含问题内容和个人信息。"
        f"答上的问题从收到到回复，一半在 {now.milliseconds_at(0.5)} 毫秒内，九成五在 {now.milliseconds_at(0.95)} 毫秒内（不含网络时间）。",
        grey=True,
    )
    for line in ("葵涌街道办事处公共法律服务工作站", f"{made.year}年{made.month}月{made.day}日"):
        paragraph = document.add_paragraph(line)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = True


def _compared(now: int, before: int) -> str:
    if now == before:
        return "持平"
    return f"{'增加' if now > before else '减少'} {abs(now - before)} 次（{percent(abs(now - before), before)}）"


def _one(found: Figures, key: str) -> TableOf:
    return next(t for t in tables(found) if t.key == key)


def _empty() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin = section.bottom_margin = Cm(2.6)
    _face(document.styles["Normal"], BODY, 14)
    language = OxmlElement("w:lang")  # or punctuation is set as in Taiwan
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    _face(document.styles["Heading 1"], HEADING, 15)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    return document


def _face(style: Any, name: str, size: float) -> None:
    style.font.name = name
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), name)
    for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _title(document: Any, *lines: str) -> None:
    for line, size in zip(lines, (18, 22), strict=True):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size, run.font.name = True, Pt(size), HEADING
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADING)


def _text(document: Any, text: str, grey: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.paragraph_format.line_spacing = 1.4
    run = paragraph.add_run(text)
    if grey:
        run.font.color.rgb, run.font.size = RGBColor(0x50, 0x50, 0x50), Pt(11)


def _table(document: Any, table: TableOf) -> None:
    if not table.rows:
        return
    caption = document.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    run = caption.add_run(table.title)
    run.bold, run.font.size = True, Pt(12)
    made = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _row(made.rows[0], table.head, head=True)
    for cells in table.rows:
        _row(made.add_row(), cells)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _row(row: Any, cells: Sequence[Cell], head: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for i, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if i == 0 and not head else WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(str(content))
        run.font.size, run.bold = Pt(11), head
        if head:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "E8EEF4")
            cell._tc.get_or_add_tcPr().append(shade)
