"""A resident with a phone: reads every message, taps what fits, types the rest."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import docx

from bot.forms.document import fields
from bot.knowledge.model import Form, Question, Wizard
from tests.conftest import ROOT
from tests.telegram_emulator import Person, Shown

Guided = Wizard | Form


@dataclass
class Resident:
    """`heard` holds all texts of the bot, in order; `last` the message with the newest buttons."""

    person: Person
    heard: list[str] = field(default_factory=list)
    last: Shown | None = None

    async def says(self, text: str) -> str:
        await self.person.says(text)
        return await self.reads()

    async def taps(self, label: str = "", *, data: str = "") -> str:
        assert self.last is not None
        await self.person.taps(self.last, label, data=data)
        return await self.reads()

    async def reads(self) -> str:
        """One reply of the bot: its messages up to the one with buttons."""
        texts = []
        while True:
            shown = await self.person.hears()
            assert "document" not in shown.json, f"a file came unasked: {shown.json['document']}"
            texts.append(shown.text)
            if shown.buttons:
                break
        self.last = shown
        self.heard += texts
        return "\n".join(texts)

    async def file(self, data: str) -> tuple[str, bytes]:
        """Tap a button that hands over a file: its name and content."""
        assert self.last is not None
        await self.person.taps(self.last, data=data)
        shown = await self.person.hears(60)
        assert "document" in shown.json, f"no file but {shown.text!r}"
        return self.person.file(shown)

    @property
    def offers(self) -> dict[str, str]:
        """Label → what the button sends, of the newest message with buttons."""
        assert self.last is not None
        return {
            b["text"]: b["callback_data"]
            for row in self.last.json["reply_markup"]["inline_keyboard"]
            for b in row
            if "callback_data" in b
        }

    def has(self, start: str) -> bool:
        return any(data.startswith(start) for data in self.offers.values())


def open_question(guided: Guided, said: str) -> Question | None:
    """Which question the bot's message asks."""
    return next((q for q in guided.questions if re.search(rf"（\d+/\d+）{re.escape(q.ask)}(\n|$)", said)), None)


def answer(question: Question, number: int) -> tuple[str, str]:
    """What a resident types, and how it is written then: a distinct and possible answer to the `number`-th question (from 0)."""
    match question.kind:
        case "choice":
            return (question.choices[-1].label,) * 2
        case "yes_no":
            return "是的", "有" if "有没有" in question.ask else "是"
        case "date" if question.name == "birth":
            return ("1950年3月5日",) * 2
        case "date":
            return (f"2025年{4 + number // 2 % 8}月{11 + number}日",) * 2
        case "months":
            return "一年半", "1年6个月"
        case "money" | "number":
            wished = 3 + number if question.kind == "number" else 8200 - number
            return (str(int(min(max(question.minimum or 0, wished), question.maximum or wished))),) * 2
    return (f"石井{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}号的事",) * 2


async def opens(resident: Resident, guided: Guided) -> str:
    """By its name, typed; where that is heard as a question, by the button under the answer."""
    said = await resident.says(guided.title)
    kind = "form" if isinstance(guided, Form) else "wizard"
    if open_question(guided, said) is None:
        said = await resident.taps(data=f"{kind}:{guided.id}")
    assert open_question(guided, said) is not None, said
    return said


async def answers_all(resident: Resident, guided: Guided, said: str, *, by_taps: bool) -> tuple[str, dict[str, str]]:
    """To the end: the closing message, and by question name what was answered, as it is written then."""
    given: dict[str, str] = {}
    while (question := open_question(guided, said)) is not None:
        assert question.name not in given, f"asked twice: {said}"
        options = [(label, data) for label, data in resident.offers.items() if data.startswith("pick:")]
        if options and by_taps:
            given[question.name] = options[0][0]
            said = await resident.taps(data=options[0][1])
        else:
            typed, given[question.name] = answer(question, len(given))
            said = await resident.says(typed)
    return said, given


def words_in(content: bytes) -> str:
    """All text of a Word document, tables and headers too."""
    document = docx.Document(io.BytesIO(content))
    bodies = [document.element.body, *(part._element for s in document.sections for part in (s.header, s.footer))]
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for body in bodies for p in body.iter(f"{W}p"))


def pdf_words(content: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return subprocess.run(["pdftotext", file.name, "-"], check=True, capture_output=True, text=True, timeout=30).stdout


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def on_paper(form: Form, given: Mapping[str, str]) -> list[str]:
    """The answers that have a place in the template; others only decide what is asked or said."""
    written = fields(ROOT / "knowledge" / "forms" / form.template)
    return [answer for name, answer in given.items() if name in written]


def lacks(text: str, wanted: Sequence[str]) -> list[str]:
    """Which of the answers are not in a document: whatever the blanks and the thousands' commas."""
    flat = re.sub(r"[\s,，]", "", text)
    return [w for w in wanted if re.sub(r"[\s,，]", "", w) not in flat]
