"""Papers as PDF where the machine can make one; deadlines that come back in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.answers.blocks import FileOffer, Reply
from bot.app import ShortMemory
from bot.dialogue import papers
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.forms import pdf as conversion
from bot.library import Library
from tests.conftest import NOW, ROOT, required_program


class Reminders:
    """The desk's part that reminds, and nothing else of it."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str, datetime, str]] = []

    async def remind(self, session: str, about: str, when: datetime, text: str) -> None:
        self.kept.append((session, about, when, text))

    async def unremind(self, session: str) -> int:
        self.kept = [k for k in self.kept if k[0] != session]
        return 0


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT / "knowledge")


def assistant_of(library: Library, desk: object | None = None) -> Assistant:
    return Assistant(library, ShortMemory(), lambda: NOW, desk)  # type: ignore[arg-type]


async def press(assistant: Assistant, text: str = "", choice: str = "", channel: str = "telegram") -> Reply:
    return await assistant.reply(Message.model_validate({"session": f"{channel}:1", "channel": channel, "text": text, "choice": choice}))


def offers(reply: Reply) -> list[FileOffer]:
    return [b for b in reply.blocks if isinstance(b, FileOffer)]


async def test_a_form_comes_as_word_and_as_pdf(library: Library) -> None:
    required_program("soffice", "libreoffice")
    assistant = assistant_of(library)
    word, pdf = offers(await press(assistant, choice="blank:loan-note"))
    assert (word.media, pdf.media) == ("docx", "pdf") and pdf.name.endswith(".pdf")
    made = await assistant.document("telegram:1", pdf.id)
    assert made.content.startswith(b"%PDF") and made.media == "pdf" and made.name.endswith(".pdf")


async def test_without_a_converter_only_the_word_file_is_offered(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.answers.results.converter", lambda: None)
    assert [o.media for o in offers(await press(assistant_of(library), choice="blank:loan-note"))] == ["docx"]


async def test_a_failed_conversion_is_said_and_the_word_file_stays(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(conversion, "converter", lambda: str(broken))
    assistant = assistant_of(library)
    with pytest.raises(conversion.ConversionError, match="Word"):
        await assistant.document("telegram:1", "pdf:blank:loan-note")
    assert (await assistant.document("telegram:1", "blank:loan-note")).content.startswith(b"PK")


@pytest.mark.parametrize("id", ["pdf:pdf:blank:loan-note", "pdf:ics:deadline", "pdf:", "pdf:nothing"])
async def test_odd_document_ids_are_gone_not_errors(library: Library, id: str) -> None:
    with pytest.raises(papers.NotFound):
        await assistant_of(library).document("telegram:1", id)


async def through_deadlines(assistant: Assistant, channel: str = "telegram") -> Reply:
    """The deadlines calculator, with whatever it asks answered plausibly: first choice, or yesterday."""
    reply = await press(assistant, choice="wizard:deadlines", channel=channel)
    for _ in range(12):
        question = next((b for b in reply.blocks if b.kind == "question"), None)
        if question is None:
            return reply
        picks = [i.id for b in reply.blocks if b.kind == "choices" for i in b.items if i.id.startswith("pick:")]
        if picks:
            reply = await press(assistant, choice=picks[0], channel=channel)
        else:
            yesterday = (NOW - timedelta(days=1)).date()
            reply = await press(assistant, text=f"{yesterday.year}年{yesterday.month}月{yesterday.day}日", channel=channel)
    raise AssertionError("the calculator never ended")


async def test_a_deadline_is_reminded_of_in_telegram_and_can_be_taken_back(library: Library) -> None:
    desk = Reminders()
    assistant = assistant_of(library, desk)
    result = await through_deadlines(assistant)
    assert "remind" in [i.id for b in result.blocks if b.kind == "choices" for i in b.items]
    await press(assistant, choice="remind")
    assert desk.kept and all(when > NOW and when.hour == 9 for _, _, when, _ in desk.kept)
    assert all("最后一天" in text and "12348" in text for *_, text in desk.kept)
    await press(assistant, choice="unremind")
    assert desk.kept == []


async def test_who_reads_traditional_script_is_reminded_in_it(library: Library) -> None:
    desk = Reminders()
    assistant = assistant_of(library, desk)
    await assistant.reply(Message(session="telegram:1", channel="telegram", choice="menu", language="zh-Hant"))
    await through_deadlines(assistant)
    await press(assistant, choice="remind")
    assert desk.kept and all("最後一天" in text and "最后" not in text for *_, text in desk.kept)


async def test_where_nobody_can_be_told_later_no_reminder_is_offered(library: Library) -> None:
    assistant = assistant_of(library, Reminders())
    result = await through_deadlines(assistant, channel="kiosk")
    assert "remind" not in [i.id for b in result.blocks if b.kind == "choices" for i in b.items]
    assert (await press(assistant, choice="remind", channel="kiosk")).outcome == "none"
