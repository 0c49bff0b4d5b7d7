"""A reply as residents see it in the chat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answers.blocks import (
    AnyBlock,
    ArticleBlock,
    Basis,
    BasisItem,
    ChoiceItem,
    Choices,
    Contact,
    Contacts,
    FigureRow,
    Figures,
    FileOffer,
    Hit,
    Listing,
    Notice,
    QuestionBlock,
    Reply,
    Text,
    Ticket,
)
from bot.channels.telegram.paragraphs import Look, marked
from bot.channels.telegram.render import Attachment, Outgoing, Words, render, text_messages
from tests.channels.telegram.fake_assistant import violence, wages
from tests.telegram_emulator.markup import parse_html, utf16

LOOK = Look(bot="kuichong_bot")


def words(outgoing: list[Outgoing]) -> list[Words]:
    return [part for part in outgoing if isinstance(part, Words)]


def shown(*blocks: AnyBlock, look: Look = LOOK, **more: Any) -> Words:
    (only,) = words(render(Reply(outcome="sure", blocks=blocks, **more), look))
    return only


def data(message: Words) -> list[str]:
    return [b.data for row in message.buttons for b in row]


def test_an_answer_reads_from_title_to_small_print() -> None:
    (message,) = words(render(wages(), LOOK))
    text, entities = parse_html(message.html)
    order = ["被拖欠工资怎么办", "可以投诉", "1. 先保存 <证据> & 记录", "2. 打 12333", "法律依据", "劳动保障热线", "不是法律意见", "有帮助吗"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert text == message.plain
    assert [e["type"] for e in entities if e["type"] == "expandable_blockquote"] == ["expandable_blockquote"]
    assert data(message) == ["form:wages", "helpful:yes:wages"]


def test_the_article_of_the_basis_is_a_link_into_this_bot() -> None:
    assert '<a href="https://t.me/kuichong_bot?start=law_bbbbbbbbbb_3">' in words(render(wages(), LOOK))[0].html
    assert "<a " not in words(render(wages(), Look()))[0].html


@pytest.mark.parametrize(("status", "word"), [("amended", "已修改"), ("repealed", "已废止"), ("not_yet", "尚未施行"), ("unverified", "待核对")])
def test_a_basis_that_is_not_in_force_says_so(status: Any, word: str) -> None:
    item = BasisItem(law="旧法", article="第一条", version=date(2001, 1, 1), status=status)
    assert word in shown(Basis(title="依据", items=(item,))).plain


def test_a_law_named_within_the_name_of_another_has_single_title_marks() -> None:
    item = BasisItem(law="最高人民法院关于适用《民法典》的解释", article="第一条", version=date(2021, 1, 1))
    assert "《最高人民法院关于适用〈民法典〉的解释》第一条" in shown(Basis(title="依据", items=(item,))).plain


def test_which_one_is_meant_is_asked_before_the_small_print() -> None:
    which = Choices(prompt="哪一件？", items=(ChoiceItem(id="menu", label="菜单"),))
    assert shown(Notice(text="声明", role="disclaimer"), which).plain == "哪一件？\n\n声明"


def test_danger_comes_first_and_is_bold() -> None:
    assert shown(Text(text="快打 110", style="danger"), Text(text="其余")).html.startswith("<b>🆘 快打 110</b>")


def test_a_discreet_answer_is_protected_and_can_be_wiped_with_one_tap() -> None:
    (message,) = words(render(violence(), LOOK))
    assert message.protect
    assert data(message) == ["tg:wipe"]
    assert not words(render(wages(), LOOK))[0].protect


def test_in_a_group_a_discreet_answer_gives_only_the_emergency_numbers_and_the_way_to_a_private_chat() -> None:
    (message,) = words(render(violence(), Look("kuichong_bot", group=True)))
    assert "110" in message.plain
    assert "保护令" not in message.plain
    assert "社区公共法律服务室" not in message.plain
    assert message.buttons[0][0].url == "https://t.me/kuichong_bot?start=answer_protection-order"


def test_in_a_group_no_number_is_named_twice_and_an_article_opens_by_its_own_id() -> None:
    police = Contact(id="110", name="110 报警", does="马上打", danger=True)
    article = Hit(id="law:bbbbbbbbbb:3", title="《反家庭暴力法》第三条", service="statutes", topic=None, score=1.0)
    lists = (Contacts(title="马上可以打", items=(police,)), Contacts(title="去哪里", items=(police,)))
    (message,) = words(render(Reply(outcome="statute", blocks=lists, answers=(article,), discreet=True), Look("kuichong_bot", group=True)))
    assert message.plain.count("110 报警") == 1
    assert message.buttons[0][0].url == "https://t.me/kuichong_bot?start=law_bbbbbbbbbb_3"


def test_one_document_is_sent_at_once_and_several_are_offered_as_buttons() -> None:
    docx, pdf = FileOffer(id="a", name="a.docx", label="Word"), FileOffer(id="b", name="a.pdf", label="PDF", media="pdf")
    one = render(Reply(outcome="form", blocks=(Text(text="好"), docx)), LOOK)
    assert isinstance(one[1], Attachment)
    two = render(Reply(outcome="form", blocks=(Text(text="好"), docx, pdf)), LOOK)
    assert len(two) == 1
    assert data(words(two)[0]) == ["tg:file:a", "tg:file:b"]


def test_a_document_whose_id_fits_no_button_is_sent() -> None:
    offers = (FileOffer(id="x" * 80, name="a.docx", label="一"), FileOffer(id="b", name="b.docx", label="二"))
    out = render(Reply(outcome="form", blocks=(Text(text="好"), *offers)), LOOK)
    assert [part.id for part in out if isinstance(part, Attachment)] == ["x" * 80]


def test_a_reply_of_choices_only_still_has_a_text() -> None:
    assert shown(Choices(prompt="", items=(ChoiceItem(id="menu", label="菜单"),), role="actions")).plain == "请选择："
    assert shown(title="咨询").plain == "咨询"


def test_choices_with_details_are_listed_in_the_text_because_buttons_show_none() -> None:
    items = (ChoiceItem(id="a", label="欠薪", detail="老板不给钱"), ChoiceItem(id="b", label="工伤"))
    message = shown(Choices(prompt="哪一件？", items=items))
    assert "1. 欠薪：老板不给钱\n2. 工伤" in message.plain
    assert [b.label for row in message.buttons for b in row] == ["1. 欠薪", "2. 工伤"]


def test_small_print_is_one_italic_paragraph_and_a_review_warning_is_not_small() -> None:
    html = shown(Text(text="正文"), Notice(text="日期", role="date"), Notice(text="声明", role="disclaimer")).html
    assert html.endswith("<i>日期</i>\n<i>声明</i>")
    assert "⚠️ 正在复核" in shown(Notice(text="正在复核", role="review")).html


def test_a_place_shows_only_what_is_known_of_it() -> None:
    place = Contact(id="x", name="法援处", does="受理申请", address="某路1号", note="电话待核实", website="https://example.org")
    text = shown(Contacts(title="去哪里", items=(place,))).plain
    assert text == "去哪里\n• 法援处：受理申请\n📍 某路1号\n🌐 https://example.org\n电话待核实"


def test_a_hotline_is_not_told_twice_and_a_note_common_to_several_places_once() -> None:
    places = [Contact(id=n, name=n, phone=n[:3], note="待核实") for n in ("110 报警", "119 火警")]
    text = shown(Contacts(title="电话", items=(*places, Contact(id="x", name="某处", phone="8420 6000", note="周末休息")))).plain
    assert text == "电话\n• 110 报警＊\n• 119 火警＊\n• 某处\n☎️ 8420 6000\n周末休息\n＊ 待核实"


def test_figures_stand_in_columns_with_the_total_last() -> None:
    rows = (FigureRow(label="补偿金", amount="12,000元", how="3个月×4,000"), FigureRow(label="欠的工资", amount="800元", basis="第三十条"))
    lines = shown(Figures(title="计算", rows=rows, total="合计 12,800元")).plain.split("\n")
    assert lines[1] == "补偿金\u3000\u300012,000元"
    assert lines[3] == "欠的工资\u3000\u2008\u2007\u2007800元"
    assert lines[-1] == "合计 12,800元"


def test_figures_with_long_labels_are_not_pushed_off_the_screen() -> None:
    row = FigureRow(label="解除劳动合同的经济补偿金额", amount="1元")
    assert "解除劳动合同的经济补偿金额：1元" in shown(Figures(title="计算", rows=(row,), total="1元")).plain


def test_an_article_not_in_force_warns_and_the_words_looked_for_are_marked() -> None:
    block = ArticleBlock(law="民法典", article="第一条", text="为了保护民事主体", status="已废止", in_force=False, marks=("保护", "民事"))
    html = shown(block).html
    assert "⚠️ 已废止" in html
    assert "为了<u>保护</u><u>民事</u>主体" in html


def test_a_word_that_occurs_everywhere_is_marked_only_so_often() -> None:
    assert sum(run.mark == "u" for run in marked("的" * 500, ("的",))) == 40


def test_a_question_shows_where_one_is_and_what_was_answered_before() -> None:
    block = QuestionBlock(name="n", text="月收入多少？", help="税前", input="money", step=2, of=5, value="3000")
    assert shown(block).plain == "（2/5）月收入多少？\n税前\n上次填的：3000"


def test_a_ticket_shows_number_code_and_promise() -> None:
    message = shown(Ticket(number="K-101", code="a7x9", promise="周一 9:00 前答复"))
    assert "K-101" in message.plain
    assert "<code>a7x9</code>" in message.html
    assert "周一 9:00" in message.plain


def test_the_channels_own_words_follow_the_language_of_the_reply() -> None:
    english = words(render(violence().model_copy(update={"language": "en"}), LOOK))[0]
    traditional = words(render(violence().model_copy(update={"language": "zh-Hant"}), LOOK))[0]
    assert english.buttons[-1][0].label == "🗑 Delete this conversation"
    assert traditional.buttons[-1][0].label == "🗑 刪除這段對話"


def test_a_very_long_answer_becomes_several_messages_with_the_buttons_under_the_last() -> None:
    items = tuple(f"第{n}项：" + "说明文字。" * 30 for n in range(60))
    out = words(render(Reply(outcome="sure", blocks=(Listing(title="步骤", items=items, numbered=True), *wages().blocks)), LOOK))
    assert len(out) > 1
    assert all(utf16(message.plain) <= 4096 for message in out)
    assert [bool(message.buttons) for message in out] == [False] * (len(out) - 1) + [True]
    assert all(parse_html(message.html)[0] == message.plain.strip() for message in out)


def test_staff_text_keeps_its_paragraphs_and_is_escaped() -> None:
    (message,) = text_messages("您好 <张>\n\n请带身份证")
    assert message.html == "您好 &lt;张&gt;\n\n请带身份证"
    assert text_messages("   ") == []
