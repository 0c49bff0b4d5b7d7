"""A clerk's work in a real Chromium without scripts; and axe on every page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.dialogue.session import Message
from bot.store.outbox import Outbox
from tests.channels.web.conftest import served
from tests.channels.web.staff.conftest import KEY, House

QUESTION = "小区能不能装电动车充电桩"
TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FILLED = {
    "id: new-20261123-1": "id: charging-post", "service: consultation": "service: other", "【再补一种说法 1】": "充电桩谁批准",
    "【再补一种说法 2】": "车位装充电桩要什么材料", "【再补一种说法 3】": "物业不让装充电桩怎么办", "【再补一种说法 4】": "新能源车充电桩怎么申请",
    "【一两句话直接回答】": "先向物业提出书面申请。", "【第一步】": "找物业要申请表。", "【第二步】": "向供电部门报装。",
    "【依据什么核对的，例如 对照国家法律法规数据库条文整理】": "测试", "    basis:   # 法律依据，最关键的放第一；version 是所引版本的公布日期\n": "",
    "      - {law: 【法律名称】, article: 第一条, version: 2020-05-28}\n": "",
}  # fmt: skip


async def test_from_a_question_nobody_could_answer_to_its_answer(house: House, desk_page: tuple[Page, str]) -> None:
    page, address = desk_page
    async with httpx.AsyncClient(base_url=address) as resident:

        async def ask(**what: str) -> dict[str, object]:
            answer = await resident.post("/api/v1/ask", json=what)
            found: dict[str, object] = answer.json()
            return found

        first = await ask(question=QUESTION)
        assert first["outcome"] != "sure"
        await ask(choice="none", session=str(first["session"]))

        await page.get_by_role("link", name="没答上的问题").click()
        await page.get_by_role("link", name=QUESTION).click()
        await page.get_by_role("button", name="起草稿").click()
        await page.get_by_role("button", name="发布给居民").click()
        await expect(page.get_by_role("alert")).to_contain_text("还有没写的内容")

        draft = await page.get_by_label("草稿").input_value()
        for blank, words in FILLED.items():
            assert blank in draft, blank
            draft = draft.replace(blank, words)
        await page.get_by_label("草稿").fill(draft.replace("summary:", "sumary:"))
        await page.get_by_role("button", name="发布给居民").click()
        await expect(page.get_by_role("alert")).to_contain_text("是不是想写“summary”")
        assert (await ask(question=QUESTION))["outcome"] != "sure"

        await page.get_by_label("草稿").fill(draft)
        await page.get_by_role("button", name="检查一下").click()
        await expect(page.get_by_role("status")).to_contain_text("检查通过")
        await page.get_by_role("button", name="看会影响哪些问题").click()
        await expect(page.get_by_role("row", name=QUESTION)).to_contain_text("直接回答")
        await page.get_by_role("button", name="发布给居民").click()
        await expect(page.get_by_role("status")).to_contain_text("已经发布")

        now = await ask(question=QUESTION)
        assert now["outcome"] == "sure" and now["answers"][0]["id"] == "charging-post"  # type: ignore[index]
    await page.get_by_role("link", name="改动记录").click()
    await expect(page.get_by_role("row", name="陈小梅")).to_contain_text("发布新回答")


async def test_an_unhelpful_answer_is_seen_in_the_queue_and_in_the_figures(house: House, desk_page: tuple[Page, str]) -> None:
    page, address = desk_page
    async with httpx.AsyncClient(base_url=address) as resident:
        for helpful in ("no", "yes", "yes"):
            session = (await resident.post("/api/v1/ask", json={"question": "老板拖欠工资怎么办"})).json()["session"]
            said = await resident.post("/api/v1/ask", json={"choice": f"helpful:{helpful}:labour-wages-owed", "session": session})
            assert said.status_code == 200
    await page.goto(f"{address}/staff/usage")
    await expect(page.locator("#opinions")).to_contain_text("66.7%")
    await expect(page.locator("#unhelpful")).to_contain_text("老板拖欠工资怎么办")
    await page.goto(f"{address}/staff/gaps")
    await expect(page.locator(".queue")).to_contain_text("说没帮上 1")


async def test_a_question_is_moved_out_of_its_cluster_and_put_back(house: House, desk_page: tuple[Page, str]) -> None:
    page, address = desk_page
    other = "小区装电动车充电桩要什么手续"
    for text in (QUESTION, QUESTION, other):
        await house.conversations.record_question(text, "none", [], "kiosk")
    await page.goto(f"{address}/staff/gaps")
    await page.get_by_role("link", name=QUESTION).click()
    await page.get_by_text("有的话不是同一件事").click()
    await page.get_by_role("group", name="挪哪几句").get_by_label(other).check()
    await page.get_by_role("button", name="挪出去").click()
    await expect(page.get_by_role("status")).to_contain_text(f"已经挪到“{other}”")
    await expect(page.locator("main")).to_contain_text("居民的原话（共 2 次）")
    await page.get_by_role("status").get_by_role("link", name=other).click()
    await expect(page.locator("main")).to_contain_text("居民的原话（共 1 次）")
    await page.get_by_text("和另一个问题是同一件事").click()
    await page.get_by_label("并到哪个问题").select_option(label=f"{QUESTION}（2 次）")
    await page.get_by_role("button", name="并过去").click()
    await expect(page.get_by_role("status")).to_contain_text("已经并到这里")
    await expect(page.locator("main")).to_contain_text("居民的原话（共 3 次）")
    assert len(await house.rooms.gaps.queue()) == 1


async def test_a_message_that_reached_nobody_is_seen_on_the_first_page_and_ticked_off(house: House, desk_page: tuple[Page, str]) -> None:
    page, address = desk_page
    assert house.rooms.desk is not None
    await house.rooms.desk.tickets.open(key="1", text="房东不退押金", channel="telegram", session="telegram:7")
    await house.rooms.desk.tickets.reply(1, "2", "李大明", "请带合同来。")
    outbox = Outbox(house.engine)
    for delivery in await outbox.due():
        await outbox.failed(delivery.id, "gone" if delivery.to == "staff" else "blocked")
    await page.goto(f"{address}/staff/")
    await page.get_by_role("alert").get_by_role("link", name="看怎么办").click()
    lost = page.locator("#deliveries")
    await expect(lost).to_contain_text("工作群已解散，或机器人被移出了群")
    await expect(lost.get_by_role("row", name="00001")).to_contain_text("打电话")
    await lost.get_by_role("button", name="再发一次").click()
    await expect(lost.get_by_role("status")).to_contain_text("正在补发")
    await lost.get_by_role("button", name="都处理了").click()
    await expect(lost.get_by_role("row", name="00001")).to_have_count(0)
    assert {d.to for d in await outbox.due()} == {"staff"}


async def test_a_message_left_at_one_terminal_is_answered_by_staff_and_read_at_another(house: House, desk_page: tuple[Page, str]) -> None:
    page, address = desk_page
    async with httpx.AsyncClient(base_url=address) as resident:
        session = ""

        async def says(**what: str) -> Any:
            nonlocal session
            answer = (await resident.post("/api/v1/ask", json=what | ({"session": session} if session else {}))).json()
            session = answer["session"]
            return answer["reply"]["blocks"]

        await says(choice="message")
        await says(question="房东不退押金，怎么要回来")
        for _ in range(2):
            await says(choice="unknown")
        blocks = await says(choice="send")
        ticket = next(b for b in blocks if b["kind"] == "ticket")

        await page.get_by_role("link", name="留言", exact=True).click()
        await page.get_by_role("link", name=f"留言 {ticket['number']}").click()
        await expect(page.locator(".talk")).to_contain_text("房东不退押金，怎么要回来")
        await page.get_by_label("写给居民的话").fill("请带租房合同和转账记录来社区法律服务室。")
        await page.get_by_role("button", name="发给居民").click()
        await expect(page.get_by_role("status")).to_contain_text("已答复")

        session = ""  # another terminal
        await says(choice="messages")
        await says(question=ticket["number"])
        assert "请带租房合同和转账记录" in str(await says(question=ticket["code"]))


async def test_a_message_is_written_sent_and_looked_up_by_buttons_on_the_page(house: House, browser: Browser) -> None:
    async with served(house.app) as address:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(address)
        await page.get_by_role("button", name="给工作人员留言").click()
        await page.locator(".typed textarea").fill("房东不退押金")
        await page.get_by_role("button", name="确定").click()
        for _ in range(2):
            await page.get_by_role("button", name="不知道，跳过").click()
        await page.get_by_role("button", name="发送留言").click()
        number, code = await page.locator(".ticket dd").all_inner_texts()
        await page.get_by_role("button", name="离开并清除").click()
        await page.get_by_role("button", name="查留言的答复").click()
        for given in (number, code):
            await page.locator(".typed input:not([type=hidden])").fill(given)
            await page.get_by_role("button", name="确定").click()
        await expect(page.locator("#reply")).to_contain_text("房东不退押金")
        await context.close()


@pytest.fixture
async def scripted(house: House, browser: Browser) -> AsyncIterator[tuple[Page, str]]:
    """axe is a script: this browser may run it."""
    async with served(house.app) as address:
        context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
        page = await context.new_page()
        yield page, address
        await context.close()


async def violations(page: Page) -> list[str]:
    found = (await Axe().run(page, options=TAGS)).response["violations"]
    return [f"{v['id']}: {n['html'][:200]}" for v in found for n in v["nodes"]]


async def test_no_violation_on_any_page_wide_or_narrow(house: House, scripted: tuple[Page, str]) -> None:
    page, address = scripted
    for text in ("老板拖欠工资怎么办", "离婚", QUESTION, "龙舌兰几年开花"):
        await house.assistant.reply(Message(session="kiosk:1", channel="kiosk", text=text))
        await house.assistant.reply(Message(session="kiosk:1", channel="kiosk", choice="helpful:no:labour-wages-owed"))
    for gap in (await house.rooms.gaps.queue())[:1]:
        await house.rooms.gaps.save_draft(gap, house.rooms.gaps.new_draft(gap, house.rooms.clock()), "陈小梅")
    answers = house.rooms.editor.read("answers/answers.yaml")
    await house.rooms.editor.save(answers.name, answers.text.replace("不收费。", "免费。", 1), answers.version, "陈小梅")
    assert house.rooms.desk is not None
    left = {"text": "房东不退押金", "channel": "telegram", "session": "telegram:7", "contact": "13800138000", "call": "no", "discreet": True}
    ticket = (await house.rooms.desk.tickets.open(key="1", **left)).number
    await house.rooms.desk.tickets.reply(1, "2", "李大明", "请带合同来。")
    outbox = Outbox(house.engine)
    for delivery in await outbox.due():
        await outbox.failed(delivery.id, "gone" if delivery.to == "staff" else "blocked")
    await house.conversations.record_question(f"{(await house.rooms.gaps.queue('new'))[0].title}呢", "none", [], "kiosk")
    drafted, new = (await house.rooms.gaps.queue("drafted"))[0], (await house.rooms.gaps.queue("new"))[0]

    await page.goto(f"{address}/staff/login")
    assert await violations(page) == []
    await page.get_by_label("您的密钥").fill("wrong")
    await page.get_by_role("button", name="登录").click()
    assert await violations(page) == []
    await page.get_by_label("您的密钥").fill(KEY)
    await page.get_by_role("button", name="登录").click()
    pages = ("", "gaps", "gaps?state=drafted", f"gaps/{drafted.id}", f"gaps/{new.id}", "knowledge", "files", "files/edit?name=danger.yaml&line=3",
             "files/edit?name=answers/answers.yaml&line=30", "history", "history/1", "why?q=离婚", "usage", "tickets?state=answered", f"tickets/{ticket}",
             "nothing")  # fmt: skip
    for size in ({"width": 1366, "height": 900}, {"width": 390, "height": 844}):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for name in pages:
            await page.goto(f"{address}/staff/{name}")
            await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert await violations(page) == [], (name, size)
            assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (name, size)
    await page.goto(f"{address}/staff/files/edit?name=answers/answers.yaml&line=30")
    text = await page.locator("#text").input_value()
    await page.locator("#text").fill(text.replace("steps:", "step:"))
    for button in ("检查", "看会影响", "保存"):
        await page.get_by_role("button", name=button).click()
        assert await violations(page) == [], button


async def test_the_page_when_no_key_is_set_is_clean_too(house: House, scripted: tuple[Page, str]) -> None:
    page, address = scripted
    house.rooms.access._fixed.clear()
    await page.goto(f"{address}/staff/")
    assert "还没有开放" in await page.locator("h1").inner_text() and await violations(page) == []
