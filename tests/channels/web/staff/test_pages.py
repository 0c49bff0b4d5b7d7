"""The pages at work, through HTTP as a browser without scripts sends it."""

from __future__ import annotations

import html

import httpx
import pytest

from bot.dialogue.session import Message
from tests.channels.web.staff.conftest import OTHER, House, hidden, log_in, send

ANSWERS = "answers/answers.yaml"
EDIT = "/staff/files/edit"


async def opened(clerk: httpx.AsyncClient, **where: str) -> dict[str, str]:
    """The fields of the editor's form."""
    page = (await clerk.get(EDIT, params={"name": ANSWERS, **where})).text
    text = html.unescape(page.split('wrap="off">\n', 1)[1].split("</textarea>", 1)[0])
    return {"name": hidden(page, "name"), "entry": hidden(page, "entry"), "version": hidden(page, "version"), "text": text}


async def test_a_clerk_changes_one_entry_and_residents_read_it_at_once(clerk: httpx.AsyncClient, house: House) -> None:
    before = (house.folder / ANSWERS).read_text("utf-8")
    form = await opened(clerk, line="22")
    assert form["entry"] == "labour-dismissed" and "labour-resign" not in form["text"] and form["text"].startswith("  - id: labour-dismissed")
    form["text"] = form["text"].replace("违法辞退可以要求赔偿金。", "无故辞退可以要赔偿金。").replace("\n", "\r\n")
    checked = await send(clerk, EDIT, **form, action="check")
    assert "检查通过" in checked.text and "+    summary: 无故辞退" in checked.text and (house.folder / ANSWERS).read_text("utf-8") == before
    saved = await send(clerk, EDIT, **form, note="更口语", action="save")
    assert saved.headers["location"] == "/staff/history/1?saved=1"
    assert (house.folder / ANSWERS).read_text("utf-8") == before.replace("违法辞退可以要求赔偿金。", "无故辞退可以要赔偿金。")
    reply = await house.assistant.reply(Message(session="a", channel="api", text="公司突然把我辞退了"))
    assert "无故辞退" in reply.model_dump_json()
    page = (await clerk.get("/staff/history")).text
    assert "陈小梅" in page and "更口语" in page


async def test_the_empty_lines_between_entries_stay_as_they_were(clerk: httpx.AsyncClient, house: House) -> None:
    path = house.folder / ANSWERS
    before = path.read_text("utf-8").replace("  - id: labour-resign", "\n\n  - id: labour-resign")
    path.write_text(before, "utf-8")
    form = await opened(clerk, entry="labour-dismissed")
    form["text"] = form["text"].strip("\n").replace("违法辞退可以要求赔偿金。", "无故辞退可以要赔偿金。")
    assert (await send(clerk, EDIT, **form, action="save")).status_code == 303
    assert path.read_text("utf-8") == before.replace("违法辞退可以要求赔偿金。", "无故辞退可以要赔偿金。")


async def test_a_mistake_is_shown_with_its_line_and_remedy_and_the_clerks_words_stay(clerk: httpx.AsyncClient, house: House) -> None:
    form = await opened(clerk, entry="labour-dismissed")
    form["text"] = form["text"].replace("summary:", "sumary:")
    answer = await send(clerk, EDIT, **form, action="save")
    assert answer.status_code == 422 and "第 25 行" in answer.text and "是不是想写“summary”" in answer.text and "    sumary: 违法辞退" in answer.text
    assert await house.rooms.editor.history() == []


async def test_when_a_colleague_was_quicker_nothing_is_lost_on_either_side(
    clerk: httpx.AsyncClient, visitor: httpx.AsyncClient, house: House
) -> None:
    mine, theirs = await opened(clerk), await opened(clerk)
    await log_in(visitor, OTHER)
    theirs["text"] = theirs["text"].replace("劳动仲裁不收费。", "仲裁免费。")
    assert (await send(visitor, EDIT, **theirs, action="save")).status_code == 303
    mine["text"] = mine["text"].replace("劳动仲裁不收费。", "仲裁不要钱。")
    refused = await send(clerk, EDIT, **mine, action="save")
    assert refused.status_code == 422 and "被别人改过" in refused.text and "仲裁不要钱。" in refused.text
    assert "仲裁免费。" in (house.folder / ANSWERS).read_text("utf-8")
    assert [c.who for c in await house.rooms.editor.history()] == ["李大明"]


async def test_a_change_is_rolled_back_from_its_page(clerk: httpx.AsyncClient, house: House) -> None:
    before = (house.folder / ANSWERS).read_text("utf-8")
    form = await opened(clerk)
    form["text"] = form["text"].replace("劳动仲裁不收费。", "仲裁免费。")
    await send(clerk, EDIT, **form, action="save")
    page = (await clerk.get("/staff/history/1")).text
    assert "退回到这次改动之前" in page
    assert (await send(clerk, "/staff/history/1", version=hidden(page, "version"))).status_code == 303
    assert (house.folder / ANSWERS).read_text("utf-8") == before
    assert "退回" in (await clerk.get("/staff/history/2")).text
    again = await send(clerk, "/staff/history/1", version="0" * 16)
    assert again.status_code == 422


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "answers/../../x.yaml", "..%2fx.yaml", "", "schema/answers.json", "answers/added/x.yaml"])
async def test_the_editor_opens_no_file_but_those_of_the_knowledge_base(clerk: httpx.AsyncClient, name: str) -> None:
    assert (await clerk.get(EDIT, params={"name": name})).status_code == 404


@pytest.mark.parametrize("name", ["../evil.yaml", "/tmp/evil.yaml", "answers/../../evil.yaml", "forms/evil.docx"])
async def test_the_editor_writes_no_file_elsewhere(clerk: httpx.AsyncClient, house: House, name: str) -> None:
    for action in ("check", "save", "effects"):
        answer = await send(clerk, EDIT, name=name, entry="", text="answers: []\n", version="", action=action)
        assert answer.status_code == 404
    assert not list(house.folder.parent.glob("**/evil*"))


async def test_why_a_question_gets_its_answer_is_said_and_nothing_recorded(clerk: httpx.AsyncClient, house: House) -> None:
    page = (await clerk.get("/staff/why", params={"q": "老板拖欠工资怎么办<b>"})).text
    assert "直接回答" in page and "标题和关键词" in page and "entry" not in page.split("得分从哪里来")[0].split("改这条")[0] and "<b>怎" not in page
    assert "&lt;b&gt;" in page and await house.rooms.gaps.queue() == [] and (await house.rooms.reports.figures(house.rooms.this_month())).asked == 0


async def test_an_emptied_box_does_not_delete_the_entry(clerk: httpx.AsyncClient, house: House) -> None:
    before = (house.folder / ANSWERS).read_text("utf-8")
    for action in ("check", "save"):
        refused = await send(clerk, EDIT, **(await opened(clerk, line="22")) | {"text": " \n"}, action=action)
        assert "框里是空的，没有保存" in refused.text and "检查通过" not in refused.text
    assert (house.folder / ANSWERS).read_text("utf-8") == before


async def test_what_residents_typed_is_never_markup(clerk: httpx.AsyncClient, house: House) -> None:
    await house.conversations.record_question("<script>alert(1)</script>\"'><img src=x>", "none", [], "api")
    (gap,) = await house.rooms.gaps.queue()
    for page in ("/staff/", "/staff/gaps", f"/staff/gaps/{gap.id}"):
        text = (await clerk.get(page)).text
        assert "<script" not in text and "<img" not in text and "&lt;script&gt;" in text
    assert "<img" not in (await send(clerk, f"/staff/gaps/{gap.id}", seen=gap.seen.isoformat(), action="draft")).text


async def test_a_gap_answered_by_now_says_so(clerk: httpx.AsyncClient, house: House) -> None:
    await house.conversations.record_question("公司突然把我辞退了", "none", [], "api")
    (gap,) = await house.rooms.gaps.queue()
    assert "会直接得到" in (await clerk.get(f"/staff/gaps/{gap.id}")).text
    done = await send(clerk, f"/staff/gaps/{gap.id}", seen=gap.seen.isoformat(), action="settle")
    assert "已经发布" in done.text and (await house.rooms.gaps.get(gap.id)).answer == "labour-dismissed"


async def test_knowledge_health_names_what_is_broken_due_and_unconfirmed(clerk: httpx.AsyncClient, house: House) -> None:
    path = house.folder / ANSWERS
    path.write_text(path.read_text("utf-8").replace("reviewed: 2026-11-23", "reviewed: 2025-01-02", 1), "utf-8")
    house.rooms.library.reload()
    page = (await clerk.get("/staff/knowledge")).text
    assert "过了复核日期 2026-01-02" in page and "已过期，居民会看到“正在复核”" in page
    path.write_text(path.read_text("utf-8").replace("summary:", "sumary:", 1), "utf-8")
    house.rooms.library.reload()
    assert "是不是想写“summary”" in (await clerk.get("/staff/knowledge")).text and "是不是想写“summary”" in (await clerk.get("/staff/")).text
    sheet = (await clerk.get("/staff/knowledge/unconfirmed.csv")).content.decode("utf-8-sig")
    assert sheet.startswith("编号,名称,要核对什么,核对结果,依据或经办人,核对日期\r\n") and len(sheet.splitlines()) > 3


async def test_a_spreadsheet_runs_nothing_of_what_residents_typed(clerk: httpx.AsyncClient, house: House) -> None:
    for text in ('=HYPERLINK("http://evil","x")', "+1+1", "-2", "@SUM(A1)", "＝1+1", " =1"):
        await house.conversations.record_question(text, "none", [], "api")
    sheet = (await clerk.get("/staff/gaps.csv")).content.decode("utf-8-sig")
    import csv
    import io

    cells = [row[2] for row in csv.reader(io.StringIO(sheet))][1:]
    assert len(cells) == 6 and all(c.startswith("'") for c in cells)


async def test_pages_of_nothing_say_so(clerk: httpx.AsyncClient) -> None:
    for page, status in (("/staff/gaps/none", 404), ("/staff/history/7", 404), ("/staff/usage/none.csv", 404), ("/staff/usage?month=2026-13", 400), ("/staff/usage?month=0001-01", 400),
                         ("/staff/usage?month=9999-12", 400), ("/staff/usage/report.docx?month=%00", 400), (f"/staff/history/{10**30}", 404),
                         ("/staff/tickets?state=x", 404), ("/staff/history/-1", 404), ("/staff/files/edit?name=%00", 404),
                         ("/staff/answers/none", 400), ("/staff/nothing", 404)):  # fmt: skip
        answer = await clerk.get(page)
        assert answer.status_code == status and "出了点问题" in answer.text, page


async def test_a_form_too_large_is_refused_politely(clerk: httpx.AsyncClient) -> None:
    answer = await send(clerk, EDIT, name=ANSWERS, entry="", version="", text="x" * 9_000_000, action="check")
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["gaps?state={}", "files/edit?name=danger.yaml&line={}", "files/edit?name=danger.yaml&entry={}", "history?name={}", "why?q={}", "answers/{}"])
async def test_odd_addresses_are_answered_calmly(clerk: httpx.AsyncClient, address: str) -> None:
    for odd in ("%00", "%F0%9F%98%80" * 300, "1e9", "-1", "９９", "%ED%A0%80", "..%2f..", "'%22%3E%3Cx", "99999999999999999999"):
        assert (await clerk.get("/staff/" + address.format(odd))).status_code < 500, odd


@pytest.mark.parametrize("address", ["gaps/x", "files/edit", "history/1", "logout", "tickets/1"])
async def test_odd_forms_are_answered_calmly(clerk: httpx.AsyncClient, house: House, address: str) -> None:
    assert house.rooms.desk is not None
    await house.rooms.desk.tickets.open(key="k", text="问题", channel="kiosk")
    for odd in ({}, {"action": "nothing"}, {"action": "reply", "seen": "x"}, {"action": ["save", "check"]}, {"name": "danger.yaml", "action": "save", "text": "\x00"},
                {"name": "danger.yaml", "entry": "none", "action": "check"}, {"action": "canned", "canned": "x" * 5000}):  # fmt: skip
        await log_in(clerk)
        assert (await send(clerk, f"/staff/{address}", **odd)).status_code < 500, odd
        assert (await clerk.post(f"/staff/{address}", content=b"\xff\xfe%%%", headers={"content-type": "image/png"})).status_code < 500


async def test_a_notice_that_waits_to_be_sent_is_not_called_told(house: House, clerk: httpx.AsyncClient) -> None:
    question = "包工头跑路了工钱谁给"
    await house.conversations.record_question(question, "none", [], "telegram", tell="telegram:7")
    (gap,) = await house.rooms.gaps.queue()
    page = await send(clerk, f"/staff/gaps/{gap.id}", seen=gap.seen.isoformat(), action="phrases", answer="labour-wages-owed", phrase=question)
    assert house.told and "1 位" in page.text and "已经排上" in page.text and "已通知" not in page.text
