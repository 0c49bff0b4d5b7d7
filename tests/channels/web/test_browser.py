"""The kiosk as people use it, in real Chromium: with and without scripts, in three sizes, one person after another."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect
from playwright.async_api import Error as PlaywrightError

from bot.app import ShortMemory
from bot.dialogue.assistant import Assistant
from tests.channels.web.conftest import IN_ONE_BROWSER, PORTRAIT, ask, served, settled

Apps = Callable[..., Any]
QUESTION = "老板拖欠工资怎么办"
pytestmark = IN_ONE_BROWSER
SIZES = {"portrait": PORTRAIT, "wide": {"width": 1920, "height": 1080}, "phone": {"width": 390, "height": 844}}


@pytest.mark.parametrize(("size", "scripts"), [("portrait", True), ("portrait", False), ("phone", False)])
async def test_owed_wages_from_the_first_page_to_the_basis(chromium: Browser, kiosk: str, size: str, scripts: bool) -> None:
    context = await chromium.new_context(viewport=SIZES[size], java_script_enabled=scripts)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(kiosk)
    await ask(page, QUESTION)
    await expect(page.locator("h1")).to_have_text("老板拖欠工资怎么办")
    await expect(page.locator(".steps li")).to_have_count(3)
    await expect(page.locator(".basis li").first).to_be_hidden()
    await page.locator(".basis summary").click()
    await expect(page.locator(".basis li").first).to_contain_text("《劳动争议调解仲裁法》第五十三条")
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "the page must not scroll sideways"
    await page.get_by_role("button", name="被公司辞退有没有补偿").first.click()
    await expect(page.locator("h1")).to_have_text("被公司辞退有没有补偿")
    await page.get_by_role("button", name="上一页").click()
    await expect(page.locator("h1")).to_have_text("老板拖欠工资怎么办")
    await page.get_by_role("button", name="带回家").click()
    await expect(page.locator(".qr-frame svg")).to_be_visible()
    await page.get_by_role("button", name="回到刚才的回答").click()
    await expect(page.locator("h1")).to_have_text("老板拖欠工资怎么办")
    await page.get_by_role("button", name="首页").click()
    await expect(page.locator(".tiles li")).to_have_count(14)
    await page.get_by_role("button", name="离开并清除").click()
    await expect(page.locator(".left")).to_be_visible()
    await context.close()


async def test_everything_to_press_is_large_enough(page: Page, kiosk: str) -> None:
    for size in SIZES.values():
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for look in ("", "3.contrast"):
            await page.goto(f"{kiosk}/?look={look}")
            await page.locator("details.view summary").click()
            await too_small(page)
            await page.keyboard.press("Escape")
            await ask(page, "老公打我怎么办")
            await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            await too_small(page)


async def too_small(page: Page) -> None:
    small = await page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, input:not([type=hidden]), a[href]:not(.skip)")]
        .filter(e => e.checkVisibility() && !e.closest("[hidden]")).map(e => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([, r]) => r.height < 56 || r.width < 56).map(([t, r]) => `${t} ${r.width}×${r.height}`)"""
    )
    assert small == []


async def test_danger_at_home_shows_the_number_first_and_nothing_in_the_title(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await ask(page, "老公打我怎么办")
    first = page.locator("#reply > *").first
    await expect(first).to_have_class("alarm")
    await expect(first).to_contain_text("110")
    box = await first.bounding_box()
    assert box and box["y"] < 400
    await expect(page).to_have_title("咨询页面")
    assert "打我" not in await page.inner_text("body")
    await ask(page, "老公正在打我")
    await expect(page.locator(".alarm .phone").first).to_have_text("110")


async def test_a_form_to_take_home_is_filled_question_by_question(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await ask(page, QUESTION)
    await page.get_by_role("button", name="生成咨询意见书").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载").first.click()
    assert (await (await download.value).path()).read_bytes()[:2] == b"PK"
    assert page.url.rstrip("/") == kiosk  # the session never stands in an address


async def seen(page: Page) -> str:
    """The page's content, also when it is just being replaced."""
    for _ in range(5):
        with suppress(PlaywrightError):
            return await page.content()
        await page.wait_for_load_state()
    raise AssertionError("the page never came to rest")


async def test_back_and_reload_show_nothing_of_the_person_before(chromium: Browser, kiosk: str, memory: ShortMemory) -> None:
    for scripts in (True, False):
        context = await chromium.new_context(viewport=PORTRAIT, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(kiosk)
        await ask(page, "朋友借钱不还怎么办，他叫王小明")
        await page.get_by_role("button", name="离开并清除").click()
        await page.locator(".left").wait_for()
        assert memory._sessions == {} and await context.cookies() == []
        for _ in range(3):
            with suppress(PlaywrightError):  # ERR_CACHE_MISS: the browser has kept nothing it could show
                await page.go_back(wait_until="commit")
            await page.wait_for_load_state()
            assert "王小明" not in await seen(page)
        await page.goto(kiosk)
        await page.reload()
        assert "王小明" not in await seen(page) and await page.locator("#question").input_value() == ""
        await context.close()


async def test_leaving_clears_the_screen_at_once_and_tries_until_the_server_has_wiped_too(
    page: Page, kiosk: str, assistant: Assistant, memory: ShortMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget, tried = assistant.forget, []

    async def stumbling(session: str) -> None:
        tried.append(session)
        if len(tried) == 1:
            raise OSError("disk full")
        await forget(session)

    monkeypatch.setattr(assistant, "forget", stumbling)
    await page.clock.install()
    await page.goto(kiosk)
    await ask(page, QUESTION)
    await page.get_by_role("button", name="离开并清除").click()
    await expect(page.locator("#offline")).to_be_visible()
    assert "先收好证据" not in await page.content() and len(memory._sessions) == 1
    await page.clock.run_for(2_000)
    await page.locator(".left").wait_for()
    assert memory._sessions == {} and len(tried) == 2


async def test_two_people_in_one_browser_never_meet(chromium: Browser, kiosk: str) -> None:
    context = await chromium.new_context(viewport=PORTRAIT)  # type: ignore[arg-type]
    first, second = await context.new_page(), await context.new_page()
    for page, question in ((first, "朋友借钱不还怎么办"), (second, QUESTION)):
        await page.goto(kiosk)
        await ask(page, question)
    await second.get_by_role("button", name="离开并清除").click()
    await second.locator(".left").wait_for()
    await ask(first, "那要带什么材料？")  # the first one's topic is untouched by the other's leaving
    await expect(first.locator("h1")).to_have_text("借出去的钱要不回来")
    stored = await first.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]")
    assert stored == [0, 0, 0]
    await context.close()


async def test_a_forgotten_screen_warns_then_wipes_itself(page: Page, kiosk: str, memory: ShortMemory) -> None:
    await page.clock.install()
    await page.goto(kiosk)
    await ask(page, QUESTION)
    await page.clock.run_for(4 * 60_000)
    assert not await page.locator("#idle").evaluate("d => d.open")
    await page.clock.run_for(20_000)
    await expect(page.locator("#idle")).to_contain_text("40 秒后会清除")
    await page.get_by_role("button", name="我还在，继续").click()
    await expect(page.locator("#reply")).to_contain_text("先收好证据")
    await page.clock.run_for(4 * 60_000 + 50_000)
    await expect(page.locator("#idle")).to_be_visible()
    await page.clock.run_for(11_000)
    await page.locator(".left").wait_for()
    assert memory._sessions == {} and "先收好证据" not in await page.content()


async def test_typing_counts_as_being_there(page: Page, kiosk: str) -> None:
    await page.clock.install()
    await page.goto(kiosk)
    for letter in "老板一直不发工资":
        await page.locator("#question").press_sequentially(letter)
        await page.clock.run_for(3 * 60_000)
    assert await page.locator("#question").input_value() == "老板一直不发工资"
    await page.clock.run_for(90_000)
    await expect(page.locator("#idle")).to_be_visible()
    await page.keyboard.press("Shift")
    await expect(page.locator("#idle")).to_be_hidden()


async def test_an_untouched_first_page_never_complains(page: Page, kiosk: str) -> None:
    await page.clock.install()
    await page.goto(kiosk)
    await page.clock.run_for(20 * 60_000)
    await expect(page.locator("#idle")).to_be_hidden()


async def test_a_lost_line_is_said_and_the_question_goes_out_when_it_is_back(page: Page, kiosk: str) -> None:
    await page.clock.install()
    await page.goto(kiosk)

    async def cut(route: Route) -> None:
        await route.abort("connectionfailed")

    await page.route("**/*", cut)
    await page.locator("#question").fill(QUESTION)
    await page.locator("form.ask .primary").click()
    await expect(page.locator("#offline")).to_be_visible()
    await expect(page.locator("#offline")).to_contain_text("110")
    assert await page.locator("#question").input_value() == QUESTION
    await page.clock.run_for(10_000)
    await page.unroute("**/*", cut)
    await page.clock.run_for(3_000)
    await page.locator("#reply").wait_for()
    await expect(page.locator("#offline")).to_be_hidden()
    await expect(page.locator(".steps li")).to_have_count(3)


async def test_a_server_that_starts_again_is_found_again_without_a_person(chromium: Browser, app_with: Apps) -> None:
    context = await chromium.new_context()
    page = await context.new_page()
    async with served(app_with()) as address:
        await page.goto(address)
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.reload()
    await page.reload()
    await expect(page.locator("h1")).to_have_text("正在连接，请稍等")
    assert "12348" in await page.inner_text("body")
    async with served(app_with(), port=int(address.rpartition(":")[2])):
        await page.locator(".tiles").wait_for(timeout=15_000)
    await context.close()


async def test_suggestions_come_while_typing_and_ask_when_pressed(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await page.locator("#question").press_sequentially("借钱")
    first = page.locator(".suggestions button").first
    await first.wait_for()
    text = await first.inner_text()
    await first.click()
    await page.locator("#reply").wait_for()
    await expect(page.locator(".asked")).to_contain_text(text)


async def test_the_screen_keyboard_writes_chinese_from_pinyin(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await page.get_by_role("button", name="屏幕键盘").click()

    async def press(keys: str) -> None:
        for key in keys:
            await page.locator(f'#keys [data-skbtn="{key}"]').click()

    await press("gongzi")
    await page.locator(".keys-found button", has_text=re.compile("^工$")).click()
    await page.locator(".keys-found button", has_text=re.compile("^资$")).click()
    assert await page.locator("#question").input_value() == "工资"
    await press("bu")
    await page.locator('#keys [data-skbtn="{space}"]').click()
    assert await page.locator("#question").input_value() == "工资不"
    await page.locator('#keys [data-skbtn="{bksp}"]').click()
    await page.locator('#keys [data-skbtn="{mode}"]').click()
    await press("ok")
    assert await page.locator("#question").input_value() == "工资ok"
    await page.locator('#keys [data-skbtn="{enter}"]').click()
    await page.locator("#reply").wait_for()
    await expect(page.locator("#keys")).to_have_count(0)


async def test_the_keyboard_alone_is_enough_and_focus_lands_on_the_answer(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.locator("#question").focus()
    await page.keyboard.type(QUESTION)
    await page.keyboard.press("Enter")
    await page.locator("#reply").wait_for()
    assert await page.evaluate("document.activeElement.id") == "title"
    await expect(page.locator("#announce")).to_have_text("老板拖欠工资怎么办")


async def test_letters_grow_on_the_spot_and_the_answer_stays(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await ask(page, QUESTION)
    before = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('.steps li')).fontSize)")
    await page.locator("details.view summary").click()
    await page.get_by_role("button", name="最大").click()
    await page.locator("body.size3").wait_for()
    after = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('.steps li')).fontSize)")
    assert before >= 22 and after > before * 1.3
    await expect(page.locator("h1")).to_have_text("老板拖欠工资怎么办")
    spacing = await page.evaluate("(s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))(getComputedStyle(document.querySelector('.steps li')))")
    assert spacing >= 1.3


async def test_paper_shows_the_answer_without_buttons_and_a_neutral_name_for_sensitive_matters(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await ask(page, "老公打我怎么办")
    await page.emulate_media(media="print")
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert await page.locator("button:visible").count() == 0
    assert await page.evaluate("getComputedStyle(document.getElementById('reply')).animationName") == "none"  # or paper catches it half faded in
    await expect(page.locator(".basis li").first).to_be_visible()
    await expect(page.locator(".small-print")).to_contain_text("不是法律意见")
    assert await page.title() == "咨询页面"  # what the print spool shows
    assert (await page.pdf(format="A4"))[:4] == b"%PDF"


async def test_reading_aloud_uses_only_voices_of_this_machine(page: Page, kiosk: str) -> None:
    await page.add_init_script(
        """const voices = [{lang: "zh-CN", localService: false, name: "cloud"}, {lang: "zh-CN", localService: true, name: "own"}];
        window.said = [];
        Object.defineProperty(window, "speechSynthesis", {value: {getVoices: () => voices.slice(window.own ? 0 : 0, window.own ? 2 : 1),
          speak: u => window.said.push([u.text, u.voice && u.voice.name]), cancel() {}, addEventListener(n, f) { window.changed = f; }}});
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };"""
    )
    await page.goto(kiosk)
    await ask(page, QUESTION)
    await expect(page.locator("[data-speak]")).to_be_hidden()  # only a cloud voice: no button
    await page.evaluate("window.own = true; window.changed()")
    await page.get_by_role("button", name="念给我听").click()
    said = await page.evaluate("window.said")
    assert [s[0] for s in said][1:3] == ["老板拖欠工资怎么办", "先收好证据，向劳动监察投诉，也可以申请劳动仲裁，不收费。"]
    assert {s[1] for s in said} == {"own"}


async def test_whole_words_stand_before_characters_on_the_screen_keyboard(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await page.get_by_role("button", name="屏幕键盘").click()
    for key in "laobanbufagongzi":
        await page.locator(f'#keys [data-skbtn="{key}"]').click()
    for word in ("老板", "不发", "工资"):
        await page.locator(".keys-found button", has_text=re.compile(f"^{word}$")).click()
    assert await page.locator("#question").input_value() == "老板不发工资"


async def test_an_empty_question_is_asked_for_in_our_own_words(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await page.locator("form.ask .primary").click()
    assert await page.locator("#question").evaluate("e => e.validationMessage") == "请先写一两句，或者点下面的例子。"
    await page.locator("#question").press_sequentially("工")
    assert await page.locator("#question").evaluate("e => e.validationMessage") == ""


async def test_an_error_keeps_the_look_and_can_be_left_like_every_screen(chromium: Browser, app_with: Apps, memory: ShortMemory) -> None:
    context = await chromium.new_context(viewport=PORTRAIT)  # type: ignore[arg-type]
    page = await context.new_page()
    async with served(app_with(requests_per_minute=1)) as address:
        await page.goto(f"{address}/?look=3.eye")
        await ask(page, QUESTION)
        await page.locator("#question").fill("再问一句")
        await page.locator("form.ask .primary").click()
        await page.locator("body.failed.size3.eye").wait_for()
        await expect(page.locator("main")).to_contain_text("请等一分钟再试")
        await page.get_by_role("button", name="回到刚才的回答").click()
        await expect(page.locator("h1")).to_have_text("老板拖欠工资怎么办")
        await page.locator("#question").fill("再问一句")
        await page.locator("form.ask .primary").click()
        await page.locator("body.failed").wait_for()
        await page.get_by_role("button", name="离开并清除").click()
        await page.locator(".left").wait_for()
        assert memory._sessions == {}
    await context.close()


async def test_the_cover_hides_a_sensitive_answer_until_it_is_touched(page: Page, kiosk: str) -> None:
    await page.goto(kiosk)
    await ask(page, QUESTION)
    assert await page.locator("[data-cover]").count() == 0  # only where it is needed
    await ask(page, "老公打我怎么办")
    await page.get_by_role("button", name="遮住屏幕").click()
    assert await page.evaluate("document.elementFromPoint(innerWidth / 2, 300).closest('#cover') !== null")
    assert await page.locator("#cover").evaluate("d => d.matches(':modal')")  # so that screen readers are kept out, too
    await page.keyboard.press("Enter")
    await expect(page.locator(".alarm")).to_be_visible()


async def test_a_double_tap_asks_once(page: Page, kiosk: str) -> None:
    posts: list[str] = []
    page.on("request", lambda r: posts.append(r.url) if r.url.endswith("/ask") else None)
    await page.goto(kiosk)
    await page.locator("#question").fill(QUESTION)
    await page.evaluate("const b = document.querySelector('form.ask .primary'); b.click(); b.click()")
    await page.locator("#reply").wait_for()
    await settled(page)
    assert len(posts) == 1
