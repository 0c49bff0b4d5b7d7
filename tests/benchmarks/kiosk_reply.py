"""What the page adds to the API's own time: `python -m tests.benchmarks.kiosk_reply [ROUNDS]`.

Real Chromium, the real knowledge base, every question both ways: asked of the API with `fetch`, and pressed on the page
(from the press to the reply painted). Both are timed by the browser's own clock. Exit 1 when the page adds more than 100 ms."""

from __future__ import annotations

import asyncio
import sys
from statistics import median

from playwright.async_api import Page, async_playwright

from bot.app import assembled
from bot.channels.web.server import web_app
from bot.settings import Settings
from tests.channels.web.conftest import ARGUMENTS, PORTRAIT, healthy, served
from tests.conftest import required_program

BUDGET = 100  # milliseconds
QUESTIONS = (
    "老板拖欠工资怎么办", "楼上漏水不肯修", "朋友借钱不还怎么办", "房子委托儿子卖，要公证吗", "老公打我怎么办", "离婚", "民法典第1043条",
    "网上买的手机是假货", "公司不给交社保", "邻居半夜太吵",
)  # fmt: skip
BY_API = """async q => { const began = performance.now();
  const answer = await fetch("/api/v1/ask", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({question: q})});
  await answer.json(); return performance.now() - began; }"""
BY_PAGE = """q => new Promise(done => {
  const field = document.getElementById("question"); field.value = q;
  document.addEventListener("page:shown", () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))), {once: true});
  const began = performance.now(); document.querySelector("form.ask .primary").click(); })"""


async def measured(page: Page, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds by the API and by the page, pair by pair; the first round warms up and is not counted."""
    api: list[float] = []
    kiosk: list[float] = []
    for n in range(rounds + 1):
        for question in QUESTIONS:
            pair = await page.evaluate(BY_API, question), await page.evaluate(BY_PAGE, question)
            await page.locator("body:not(.busy)").wait_for(state="attached")
            if n:
                api.append(pair[0])
                kiosk.append(pair[1])
    return api, kiosk


def row(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    return f"{name:<34}median {median(ordered):7.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:7.1f} ms"


async def main(rounds: int) -> int:
    settings = Settings(requests_per_minute=1_000_000)
    async with assembled(in_memory=True) as assistant, served(web_app(assistant, healthy, settings=settings)) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=required_program("chromium", "chromium-browser"), args=ARGUMENTS)
        page = await (await browser.new_context(viewport=PORTRAIT)).new_page()  # type: ignore[arg-type]
        await page.goto(address)
        api, kiosk = await measured(page, rounds)
        await browser.close()
    added = [k - a for a, k in zip(api, kiosk, strict=True)]
    print(f"{len(QUESTIONS)} questions × {rounds} rounds, {PORTRAIT['width']}×{PORTRAIT['height']}")
    print(row("the API's own time", api), row("from the press to the painted reply", kiosk), row("what the page adds", added), sep="\n")
    return 0 if median(added) <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)))
