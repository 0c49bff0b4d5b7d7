"""A resident in front of the kiosk, in real Chromium: reads every page whole, presses what is there, types the rest."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page

from bot.knowledge.model import Form, Question, Wizard
from tests.walks.telegram.resident import answer

Guided = Wizard | Form
NEVER_SEEN = re.compile(
    r"\b(None|True|False|NaN|undefined|null)\b|\[object|\{\{|\}\}|\{%|\{[a-z]+[.:_}]|Traceback|\d\.\d{5,}|(?<![\w./@-])[a-z]+(?:[-_][a-z]+)+(?![\w.@-])"
)  # words of the program, raw ids, unrounded figures
READ = """() => {
  document.querySelectorAll("#reply details").forEach(d => { d.open = true; });
  const main = document.getElementById("main");
  const spoken = [...document.querySelectorAll("[aria-label], [placeholder]")].map(e => (e.getAttribute("aria-label") || "") + " " + (e.placeholder || ""));
  const box = document.querySelector(".wizard input:not([type=hidden]), .wizard textarea");
  return {
    text: main.innerText, spoken: document.title + "\\n" + spoken.join("\\n"), wide: document.documentElement.scrollWidth - innerWidth,
    asked: document.getElementById("asked")?.innerText || "", filled: box ? box.value : "", typing: box !== null,
    offers: [...document.querySelectorAll("button[name=choice], .file button[name=id]")].filter(b => b.checkVisibility()).map(b => [b.value, b.querySelector(".label")?.innerText || b.innerText]),
  };
}"""
PRESS = """async ([selector, text]) => {
  const button = [...document.querySelectorAll(selector)].find(b => b.checkVisibility() && !b.disabled && !b.closest("[inert]"));
  if (!button) throw new Error("nothing to press: " + selector);
  if (text !== null) {
    const box = button.form.querySelector("input[name=question], textarea[name=question]");
    box.value = text;
    box.dispatchEvent(new InputEvent("input", {bubbles: true}));
    if (!button.form.reportValidity()) throw new Error("the page does not take " + text);
  }
  const arrived = new Promise((done, failed) => {
    document.addEventListener("page:shown", () => setTimeout(done), {once: true});
    setTimeout(() => failed(new Error("no page came after " + selector)), 30000);
  });
  button.click();
  await arrived;
}"""


@dataclass
class Visitor:
    """`text` is all that stands on the page now; `offers` what can be pressed, by what it sends. `scripts`: whether the page has its own."""

    page: Page
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    _read: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._listening = {
            "pageerror": lambda error: self.complaints.append(str(error)),
            "console": lambda m: self.complaints.append(m.text) if m.type == "error" else None,
            "response": lambda r: self.complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        }
        for event, listener in self._listening.items():
            self.page.on(event, listener)  # type: ignore[call-overload]

    def goes(self) -> None:
        """What happens on the screen from now on is another's."""
        for event, listener in self._listening.items():
            self.page.remove_listener(event, listener)

    async def opens(self, address: str) -> str:
        await self.page.goto(address)
        return await self.reads()

    async def reads(self) -> str:
        """The page as it stands; nothing on it may be a word of the program."""
        self._read = await self.page.evaluate(READ)
        self.heard.append(self.text)
        assert (odd := NEVER_SEEN.search(f"{self.text}\n{self._read['spoken']}")) is None, f"{odd!r} in {self.text}"
        assert self._read["wide"] <= 0, f"the page scrolls sideways: {self.text}"
        assert self.complaints == []
        return self.text

    @property
    def text(self) -> str:
        return str(self._read["text"])

    @property
    def asked(self) -> str:
        return str(self._read["asked"])

    @property
    def filled(self) -> str:
        return str(self._read["filled"])

    @property
    def typing(self) -> bool:
        """Whether the question is answered in words."""
        return bool(self._read["typing"])

    @property
    def offers(self) -> dict[str, str]:
        return {value: label.strip() for value, label in self._read["offers"]}

    def has(self, start: str) -> bool:
        return any(value.startswith(start) for value in self.offers)

    async def presses(self, selector: str, text: str | None = None) -> str:
        if self.scripts:
            await self.page.evaluate(PRESS, [selector, text])
        else:
            button = self.page.locator(selector).first
            if text is not None:
                await button.locator("xpath=ancestor::form").locator("[name=question]").fill(text)
            async with self.page.expect_navigation():
                await button.click()
        return await self.reads()

    async def taps(self, value: str) -> str:
        return await self.presses(f'#main button[name=choice][value="{value}"], .bar button[name=choice][value="{value}"]')

    async def says(self, text: str) -> str:
        """Typed where this page takes words."""
        return await self.presses(".wizard .typed .primary" if self.typing else "form.ask .primary", text)

    async def back(self) -> str:
        return await self.presses(".bar form[action='/back'] button")

    async def downloads(self, id: str) -> tuple[str, bytes]:
        async with self.page.expect_download() as coming:
            await self.page.locator(f'.file form[action="/document"] button[value="{id}"]').first.click()
        download = await coming.value
        return download.suggested_filename, (await download.path()).read_bytes()


async def begins(visitor: Visitor, guided: Guided, address: str) -> None:
    """By its name, typed on the first page; where that is heard as a question, by the button beside the answer."""
    await visitor.opens(address)
    await visitor.says(guided.title)
    if open_question(visitor, guided) is None:
        await visitor.taps(f"{'form' if isinstance(guided, Form) else 'wizard'}:{guided.id}")
    assert open_question(visitor, guided), visitor.text


def open_question(visitor: Visitor, guided: Guided) -> Question | None:
    return next((q for q in guided.questions if q.ask == visitor.asked), None) if visitor.asked else None


async def answers(visitor: Visitor, question: Question, number: int, *, by_taps: bool) -> str:
    """One question: how its answer is written then."""
    options = [value for value in visitor.offers if value.startswith(f"pick:{question.name}:")]
    if options and (by_taps or not visitor.typing):
        pick = options[0 if by_taps else -1]
        label = visitor.offers[pick]
        await visitor.taps(pick)
        return label
    typed, written = answer(question, number)
    await visitor.says(typed)
    return written


async def walks(
    visitor: Visitor,
    guided: Guided,
    *,
    by_taps: bool,
    after_second: Callable[[Visitor, Guided, dict[str, str]], Awaitable[None]] | None = None,
) -> dict[str, str]:
    """To the end; by question what was answered, as it is written then. `after_second`: what happens after two answers."""
    given: dict[str, str] = {}
    while (question := open_question(visitor, guided)) is not None:
        assert question.name not in given, f"asked twice: {visitor.text}"
        given[question.name] = await answers(visitor, question, len(given), by_taps=by_taps)
        if len(given) == 2 and after_second and open_question(visitor, guided):
            await after_second(visitor, guided, given)
    return given
