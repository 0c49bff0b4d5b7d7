"""Zero axe-core violations on every page, in every theme, size and language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from bot.answers.blocks import (
    ArticleBlock,
    ChoiceItem,
    Choices,
    FigureRow,
    Figures,
    FileOffer,
    Listing,
    Notice,
    QuestionBlock,
    Reply,
    Text,
    Ticket,
)
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from tests.channels.web.conftest import IN_ONE_BROWSER, PORTRAIT, WHOLE_MATRIX, ask

pytestmark = IN_ONE_BROWSER
WIDE, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}
LOOKS = ("", "2.eye", "3.contrast.low.helper", "zh-Hant.3.eye.frame", "en", "en.contrast")
EVERY_LOOK = (*(f"{size}.{theme}" for size in "123" for theme in ("plain", "eye", "contrast")), *LOOKS[2:], "zh-Hant", "low", "helper")
SIZES = {"portrait": PORTRAIT, "wide": WIDE, "phone": PHONE}
TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def violations(page: Page) -> list[str]:
    # Colours are judged as they stand, not in the middle of fading in; targets with the bar in its own place below the page,
    # not where it happens to float over half a button that one more line of scrolling would free.
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await page.evaluate("Promise.all(document.getAnimations().map(a => a.finished))")
    found = (await Axe().run(page, options=TAGS)).response["violations"]
    return [f"{v['id']}: {n['html'][:200]}" for v in found for n in v["nodes"]]


async def home(page: Page) -> None:
    await page.locator("details.view summary").click()


async def answer(page: Page) -> None:
    await ask(page, "老板拖欠工资怎么办")
    await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


async def danger(page: Page) -> None:
    await ask(page, "老公打我怎么办")


async def which(page: Page) -> None:
    await ask(page, "离婚")


async def nothing(page: Page) -> None:
    await ask(page, "红烧肉怎么做")


async def take(page: Page) -> None:
    await answer(page)
    await page.locator(".bar form[action='/take'] button").click()
    await page.locator(".qr-frame").wait_for()


async def keyboard(page: Page) -> None:
    await page.locator(".with-keyboard").first.click()
    await page.locator("#keys").wait_for()


async def idle(page: Page) -> None:
    await page.evaluate("document.getElementById('idle').showModal()")


async def line_lost(page: Page) -> None:
    await page.evaluate("document.getElementById('offline').hidden = false")


async def covered(page: Page) -> None:
    await danger(page)
    await page.locator("[data-cover]").click()


async def failed(page: Page) -> None:
    await page.evaluate("document.querySelector('form.ask').action = '/nothing'")
    await page.locator("#question").fill("问")
    await page.locator("form.ask .primary").click()
    await page.locator("body.failed").wait_for()


SCREENS = (home, answer, danger, which, nothing, take, keyboard, idle, line_lost, covered, failed)
# Every run takes each screen in two looks so that all looks and sizes come up; `KIOSK_MATRIX=all` takes them all.
TAKEN = [
    (screen, size, look)
    for n, screen in enumerate(SCREENS)
    for m, size in enumerate(SIZES)
    for k, look in enumerate(EVERY_LOOK if WHOLE_MATRIX else LOOKS)
    if (WHOLE_MATRIX or ((n + m) % 3 < 2 and k == (2 * n + m) % len(LOOKS))) and not (screen is keyboard and size == "phone")
]


@pytest.mark.parametrize(("screen", "size", "look"), TAKEN, ids=lambda v: getattr(v, "__name__", v))
async def test_no_violation_on_this_screen_in_this_look(
    page: Page, kiosk: str, screen: Callable[[Page], Awaitable[None]], size: str, look: str
) -> None:
    await page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    await page.goto(f"{kiosk}/?look={look}")
    await screen(page)
    assert await violations(page) == []


BLOCKS = {
    "choice": (
        QuestionBlock(name="who", text="是谁欠的？", help="选最接近的一个。", input="choice", step=1, of=4),
        Choices(prompt="请选一项：", role="wizard", items=tuple(ChoiceItem(id=i, label=f"选项{i}", detail="说明") for i in ("pick:who:a", "unknown:who", "leave"))),
    ),
    "money": (QuestionBlock(name="wage", text="每月多少钱？", input="money", step=2, of=4, value="6500"), Choices(prompt="选", role="wizard", items=(ChoiceItem(id="back", label="上一步"),))),
    "story": (QuestionBlock(name="story", text="请写下经过", input="long_text", step=1, of=1),),
    "result": (
        Text(text="算一算", style="title"),
        Figures(title="经济补偿", rows=(FigureRow(label="月工资", amount="6,500元", how="前十二个月平均", basis="劳动合同法第四十七条"),), total="13,000元"),
        Listing(title="请注意", items=("以仲裁认定为准。",)), FileOffer(id="ics:deadline", name="期限.ics", label="把期限存进日历", media="ics"),
        Choices(prompt="您的回答（点一下可以改）", role="actions", items=(ChoiceItem(id="edit:wage", label="月工资：6500"),)),
        Notice(text="已过复核日期", role="review"),
    ),
    "article": (ArticleBlock(law="民法典", article="第一千零四十三条", text="家庭应当树立优良家风。\n夫妻应当互相忠实。", status="现行有效", in_force=True, marks=("夫妻", "家风")),),
    "ticket": (Text(text="已经记下", style="title"), Ticket(number="KC-0042", code="738 215", promise="工作人员三个工作日内回复。")),
}  # fmt: skip


@pytest.mark.parametrize("blocks", BLOCKS)
async def test_no_violation_in_any_kind_of_block(
    page: Page, kiosk: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, blocks: str
) -> None:
    async def scripted(message: Message) -> Reply:
        return Reply(outcome="wizard", blocks=BLOCKS[blocks], language=message.language or "zh-Hans")

    monkeypatch.setattr(assistant, "reply", scripted)
    looks = (("", WIDE), ("2.eye", PHONE), ("3.contrast", PHONE), ("en", PORTRAIT))
    for look, size in looks if WHOLE_MATRIX else looks[len(blocks) % 2 :: 2]:
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.goto(f"{kiosk}/?look={look}")
        await ask(page, "试一试")
        assert await violations(page) == [], (look, size)
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (look, size)


async def test_marked_words_are_marked_and_nothing_else_becomes_markup(page: Page, kiosk: str, assistant: Any, monkeypatch: Any) -> None:
    async def scripted(_: Message) -> Reply:
        block = ArticleBlock(law="法", article="第一条", text="<b>甲</b>与乙", status="现行有效", in_force=True, marks=("甲", "mark", "<b>"))
        return Reply(outcome="statute", blocks=(block,))

    monkeypatch.setattr(assistant, "reply", scripted)
    await page.goto(kiosk)
    await ask(page, "第一条")
    assert await page.locator(".law .text").inner_text() == "<b>甲</b>与乙"
    assert await page.locator(".law mark").all_inner_texts() == ["<b>", "甲"] and await page.locator(".law b").count() == 0


async def test_error_parcel_and_demonstration_pages_are_clean_too(page: Page, kiosk: str) -> None:
    for address in ("/nothing", "/t/gone", "/demo"):
        await page.goto(f"{kiosk}{address}")
        if address == "/demo":
            await page.frame_locator("iframe.sample").locator("#question").wait_for()
        assert await violations(page) == [], address


async def test_nothing_moves_for_those_who_asked_for_stillness(page: Page, kiosk: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(kiosk)
    await answer(page)
    assert await page.evaluate("document.getAnimations().length") == 0
