"""The five walks of a resident, in real Chromium over the real knowledge base: a kiosk upright, a screen on the wall, a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.app import ShortMemory
from bot.channels.web.server import web_app
from bot.dialogue.assistant import Assistant
from bot.library import Library
from bot.settings import Settings
from tests.channels.web.conftest import IN_ONE_BROWSER, PORTRAIT, ask, healthy, served, settled
from tests.conftest import NOW, ROOT

pytestmark = IN_ONE_BROWSER
SIZES: dict[str, Any] = {"portrait": PORTRAIT, "wide": {"width": 1920, "height": 1080}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def real_library() -> Library:
    return Library(ROOT / "knowledge")


@pytest_asyncio.fixture(loop_scope="session")
async def address(real_library: Library, memory: ShortMemory) -> Any:
    assistant = Assistant(real_library, memory, lambda: NOW)
    async with served(web_app(assistant, healthy, settings=Settings(requests_per_minute=1000, public_url="http://kiosk.example"))) as at:
        yield at


@pytest_asyncio.fixture(loop_scope="session", params=SIZES)
async def walker(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Any:
    """Somebody in front of the first page; nothing may fail or scroll sideways on the way."""
    context = await chromium.new_context(viewport=SIZES[request.param])
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda r: complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    await page.goto(address)
    yield page
    await context.close()
    assert complaints == []


async def press(page: Page, selector: str) -> None:
    """Press the first one and wait for the page it brings."""
    await page.evaluate("delete document.body.dataset.walked, document.addEventListener('page:shown', () => { document.body.dataset.walked = 1; }, {once: true}), 0")
    await page.locator(selector).first.click()
    await page.locator("body[data-walked]").wait_for(state="attached")
    await settled(page)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, "the page must not scroll sideways"


async def answer_everything(page: Page) -> None:
    """Goes through guided questions to their end, as somebody who takes the first choice or writes a line."""
    for _ in range(25):
        if not await page.locator(".wizard").count():
            return
        field = page.locator(".wizard input:not([type=hidden]), .wizard textarea")
        if await field.count():
            hint = await field.first.get_attribute("placeholder") or ""
            await field.first.fill("2026年5月1日" if "月1日" in hint else "14个月" if "个月" in hint else "8000" if re.search("6500|数字", hint) else "张三借了钱")
            await press(page, ".wizard .typed .primary")
        else:
            await press(page, ".wizard .answers button")
    raise AssertionError("the questions never end")


async def leave(page: Page, memory: ShortMemory) -> None:
    await page.locator("form.leave button").click()
    await page.locator(".left").wait_for()
    assert memory._sessions == {}


async def test_owed_wages(walker: Page, memory: ShortMemory) -> None:
    await press(walker, ".examples button")
    assert await walker.locator(".steps li").count() >= 3
    await walker.locator(".basis summary").click()
    await expect(walker.locator(".basis li").first).to_be_visible()
    await press(walker, ".tools button")
    await answer_everything(walker)
    await expect(walker.locator("#reply")).to_contain_text("您的回答")
    await press(walker, ".bar form[action='/take'] button")
    await expect(walker.locator(".qr-frame svg")).to_be_visible()
    await press(walker, ".bar form[action='/look'] button")
    await expect(walker.locator("#reply")).to_contain_text("您的回答")
    await leave(walker, memory)


async def test_mediation_with_a_neighbour(walker: Page, memory: ShortMemory) -> None:
    await press(walker, "button[value='service:mediation']")
    await expect(walker.locator("h1")).to_have_text("人民调解")
    assert await walker.locator(".options .choice").count() >= 6
    await ask(walker, "楼上漏水，和邻居说不拢，想调解")
    await settled(walker)
    if await walker.locator(".which").count():
        await press(walker, ".which .choice")
    await expect(walker.locator(".contacts").first).to_contain_text("调解")
    await walker.emulate_media(media="print")
    assert await walker.locator("button:visible").count() == 0
    await walker.emulate_media(media="screen")
    await leave(walker, memory)


async def test_a_notary_question(walker: Page, memory: ShortMemory) -> None:
    await press(walker, "button[value='service:notary']")
    await press(walker, ".options .choice")
    assert await walker.locator("#reply .lead, #reply .list").count()
    await expect(walker.locator("#reply")).to_contain_text("公证")
    await press(walker, ".bar button[value=menu]")
    await expect(walker.locator(".tiles li")).to_have_count(14)
    await leave(walker, memory)


async def test_a_form_to_take_home(walker: Page, memory: ShortMemory) -> None:
    await press(walker, "button[value=forms]")
    await press(walker, "button[value='form:loan-note']")
    await answer_everything(walker)
    assert await walker.locator(".choice .icon").count()
    async with walker.expect_download() as download:
        await walker.locator(".file form[action='/document'] button").first.click()
    assert (await (await download.value).path()).read_bytes()[:2] in (b"PK", b"%P")
    await press(walker, ".file form[action='/take'] button")
    await expect(walker.locator(".qr-frame svg")).to_be_visible()
    await leave(walker, memory)


async def test_danger_at_home(walker: Page, memory: ShortMemory) -> None:
    await ask(walker, "老公打我怎么办")
    await expect(walker.locator("#reply > *").first).to_have_class("alarm")
    await expect(walker.locator(".alarm .phone").first).to_have_text("110")
    await expect(walker).to_have_title("咨询页面")
    await walker.locator("[data-cover]").click()
    await expect(walker.locator(".covered")).to_be_visible()
    middle = "document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('#cover') !== null"
    assert await walker.evaluate(middle), "nothing of the answer is to be seen"
    await walker.locator(".covered").click()
    await expect(walker.locator(".covered")).to_be_hidden()
    await expect(walker.locator(".alarm .phone").first).to_be_visible()
    await leave(walker, memory)


@pytest.mark.parametrize("size", [1, 2, 3])
async def test_two_dangers_show_two_texts_and_no_number_is_cut_in_two(walker: Page, address: str, size: int) -> None:
    await walker.goto(f"{address}/?look={size}")
    await ask(walker, "老公打我好几年了，我不想活了")
    await expect(walker.locator(".alarm .danger")).to_have_count(2)
    lines = await walker.locator(".alarm .phone").evaluate_all("all => all.map(p => [p.textContent, Math.round(p.clientHeight / parseFloat(getComputedStyle(p).lineHeight))])")
    assert {"12356", "110", "12338"} <= {number for number, _ in lines} and {n for _, n in lines} == {1}
    assert await walker.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
