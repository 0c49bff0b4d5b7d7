"""How long the papers take that a resident carries away: opinions and forms as .docx, and as PDF where LibreOffice is.

    python -m tests.benchmarks.documents [folder]      the folder keeps what was made, to be looked at

Goal: the opinion (.docx) in under a second. A measurement, not a test: machines differ."""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.answers.blocks import Choices, QuestionBlock, Reply
from bot.app import ShortMemory
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.forms.pdf import converter, pdf
from bot.library import Library
from tests.conftest import NOW, ROOT

TYPED = {"money": "三千五", "number": "2", "date": "2024年3月5日", "months": "十个月", "text": "陈阿梅", "long_text": "老板一直拖着不给。"}
PAGE = re.compile(rb"/Type\s*/Page\b")
WIZARDS = ("legal-aid-eligibility", "unpaid-wages", "severance", "protection-order")
TOLD = "我在葵涌一家模具厂做了两年多没签合同，老板欠了四个月工资一万四千元，上个星期把我赶走了，手机里有打卡记录和微信催款记录。"


async def main(folder: Path | None) -> None:
    library = Library(ROOT / "knowledge")
    knowledge = library.snapshot.knowledge
    assistant = Assistant(library, ShortMemory(), lambda: NOW)
    topics = {a.topic: a.id for a in knowledge.answers.values() if a.topic}
    subjects = [*list(topics.values())[:8], *(f"wizard-{w}" for w in WIZARDS if w in knowledge.wizards)]
    papers = {}
    took: list[float] = []
    for subject in subjects:
        await prepare(assistant, subject)
        began = time.perf_counter()
        papers[subject] = (await assistant.document(f"bench:{subject}", f"opinion:{subject}")).content
        took.append(time.perf_counter() - began)
    report("opinion, .docx", took)
    took = []
    for form in knowledge.forms:
        began = time.perf_counter()
        await assistant.document("bench:forms", f"blank:{form}")
        took.append(time.perf_counter() - began)
    report("blank form, .docx", took)
    for name, content in papers.items():
        if folder:
            (folder / f"{name}.docx").write_bytes(content)
    if converter():
        took = []
        for name, content in papers.items():
            began = time.perf_counter()
            made = pdf(content)
            took.append(time.perf_counter() - began)
            print(f"  {name}: {len(PAGE.findall(made))} pages")
        report("opinion as PDF", took)


async def prepare(assistant: Assistant, subject: str) -> None:
    """Says or answers what the opinion is to be about."""

    async def say(text: str = "", choice: str = "") -> Reply:
        return await assistant.reply(Message(session=f"bench:{subject}", channel="api", text=text, choice=choice))

    if not subject.startswith("wizard-"):
        await say(TOLD)
        await say(choice=f"answer:{subject}")
        return
    reply = await say(choice=subject.replace("wizard-", "wizard:", 1))
    while asked := next((b for b in reply.blocks if isinstance(b, QuestionBlock)), None):
        picks = [i.id for b in reply.blocks if isinstance(b, Choices) for i in b.items if i.id.startswith("pick:")]
        reply = await say(choice=picks[-1]) if picks else await say(TYPED[asked.input])


def report(what: str, seconds: Sequence[float]) -> None:
    print(f"{what}: {len(seconds)} made, median {statistics.median(seconds) * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
