"""The floating button and the frame inside a foreign page whose own policy is as strict as ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.async_api import Browser, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.channels.web.conftest import IN_ONE_BROWSER, served

QUESTION = "老板拖欠工资怎么办"
pytestmark = IN_ONE_BROWSER


def foreign(ours: str) -> Starlette:
    """A page of somebody else that allows, besides itself, only our origin."""

    async def home(_: Request) -> HTMLResponse:
        html = f'<!doctype html><html lang="zh"><title>街道网站</title><h1>街道网站</h1><script src="{ours}/widget.js" data-language="zh-Hant"></script>'
        return HTMLResponse(html, headers={"Content-Security-Policy": f"default-src 'none'; script-src 'self' {ours}; frame-src {ours}"})

    return Starlette(routes=[Route("/", home)])


async def test_the_widget_runs_in_a_page_that_allows_only_us_and_needs_no_cookie(chromium: Browser, app_with: Callable[..., Any]) -> None:
    hosts: dict[str, Any] = {}

    async def late(scope: Any, receive: Any, send: Any) -> None:
        await hosts["app"](scope, receive, send)

    async with served(late) as outside:
        outside = outside.replace("127.0.0.1", "localhost")  # another site, so that cookies would be refused
        async with served(app_with(allowed_origins=(outside,))) as ours:
            hosts["app"] = foreign(ours)
            context = await chromium.new_context(viewport={"width": 1280, "height": 900})
            page = await context.new_page()
            complaints: list[str] = []
            page.on("console", lambda m: complaints.append(m.text) if m.type == "error" and "favicon" not in m.text + str(m.location) else None)
            await page.goto(outside)
            button = page.get_by_role("button", name="法律問題問這裏")
            await button.click()
            frame = page.frame_locator("iframe")
            await frame.locator("#question").fill(QUESTION)
            await frame.locator("form.ask .primary").click()
            await expect(frame.locator(".steps li")).to_have_count(3)
            await frame.get_by_role("button", name="被公司辭退").first.click()
            await expect(frame.locator("h1")).to_contain_text("辭退")
            assert await context.cookies() == []
            await frame.get_by_role("button", name="離開並清除").click()
            await expect(frame.locator(".left")).to_be_visible()
            assert "framed" in (await frame.locator("body").get_attribute("class") or "")
            await page.get_by_role("button", name="關上").focus()
            await page.keyboard.press("Escape")
            await expect(page.locator("iframe")).to_have_count(0)
            assert await button.evaluate("b => b === document.activeElement")
            assert complaints == []
            await context.close()


async def test_a_page_that_is_not_on_the_list_can_not_frame_us(chromium: Browser, app_with: Callable[..., Any]) -> None:
    async with served(app_with()) as ours, served(foreign(ours)) as outside:
        page = await chromium.new_page()
        await page.goto(outside.replace("127.0.0.1", "localhost"))
        await page.get_by_role("button").click()
        await page.frame_locator("iframe").locator("body").wait_for(state="attached")
        assert await page.frame_locator("iframe").locator("#question").count() == 0
        await page.close()


async def test_the_demonstration_shows_all_three_at_work(chromium: Browser, kiosk: str) -> None:
    page = await chromium.new_page(viewport={"width": 1280, "height": 1600})
    await page.goto(f"{kiosk}/demo")
    await page.frame_locator("iframe.sample").locator("#question").wait_for()
    await page.get_by_role("button", name="发送").click()
    await expect(page.locator("#answer")).to_contain_text('"outcome": "sure"')
    await page.get_by_role("button", name="法律问题问这里").click()
    await expect(page.locator("iframe")).to_have_count(2)
    await page.close()
