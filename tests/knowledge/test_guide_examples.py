"""What the guide tells clerks to write is written here as they would, in a copy of the knowledge base, checked, and used as a resident would."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document

from bot.answers.blocks import Choices, Contacts, Listing, QuestionBlock, Reply, Text
from bot.app import ShortMemory
from bot.cli.check import find_problems
from bot.dialogue.assistant import SHENZHEN, Assistant
from bot.dialogue.session import Message
from bot.errors import Problem
from bot.knowledge import read_knowledge
from bot.library import Library
from tests.conftest import NOW, ROOT

GUIDE = (ROOT / "docs" / "staff-guide-wizards-rates-forms.zh-CN.md").read_text("utf-8")
BLOCK = re.compile(r"<!-- (.+?) -->\n```\w+\n(.*?)```", re.S)
SLIP = re.compile(r"^\| `([^`|]+)` \| `([^`|]+)` \| (.+?) \|$", re.M)
LAID = dict(BLOCK.findall(GUIDE))


def lay(folder: Path, blocks: dict[str, str]) -> None:
    """Each block where the line above it says."""
    for where, text in blocks.items():
        if into := re.fullmatch(r"接在 (\S+) 的 (\S+) 后面", where):
            path = folder / into[1]
            entries = re.split(r"(?m)^(?=  - id: )", path.read_text("utf-8"))
            at = next(i for i, entry in enumerate(entries) if entry.startswith(f"  - id: {into[2]}\n"))
            entries[at] = entries[at].rstrip("\n") + "\n" + text + "\n"
            path.write_text("".join(entries), "utf-8")
        elif where.startswith("Word "):
            paper = Document()
            for line in text.splitlines():
                paper.add_paragraph(line)
            paper.save(str(folder / where.removeprefix("Word ")))
        else:
            (folder / where.removeprefix("文件 ")).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole knowledge base with the guide's examples."""
    folder = tmp_path_factory.mktemp("guide") / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder, ignore=shutil.ignore_patterns("statutes"))
    lay(folder, LAID)
    return folder


@pytest.fixture(scope="module")
def library(knowledge: Path) -> Library:
    return Library(knowledge)


def at(library: Library, day: datetime = NOW) -> Assistant:
    return Assistant(library, ShortMemory(), lambda: day)


async def say(assistant: Assistant, text: str = "", choice: str = "") -> Reply:
    return await assistant.reply(Message(session="t", channel="console", text=text, choice=choice))


def words(reply: Reply) -> str:
    return "\n".join(
        block.text if isinstance(block, Text) else "\n".join(block.items) if isinstance(block, Listing) else "" for block in reply.blocks
    )


def offered_by(reply: Reply) -> set[str]:
    return {item.id for block in reply.blocks if isinstance(block, Choices) for item in block.items}


def test_the_guide_has_all_the_pieces_it_speaks_of() -> None:
    assert [where.split("/")[0].split()[-1].removeprefix("接在").strip() for where in LAID] == ["rates", "rates", "wizards", "forms", "forms", "answers"]


def test_check_finds_no_error_in_what_the_guide_tells_to_write(knowledge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inspection.reach.lint_reach", lambda _: ())  # twelve seconds, and only of phrases of answers
    problems = find_problems(knowledge, date(2026, 11, 24), None)
    assert [str(p) for p in problems if not p.warning] == []
    assert [str(p) for p in problems if "sample" in str(p) or "lectures" in str(p)] == []


async def test_the_new_minimum_wage_is_said_from_its_first_day_on(library: Library) -> None:
    before, after = datetime(2028, 2, 29, 12, tzinfo=SHENZHEN), datetime(2028, 3, 1, 12, tzinfo=SHENZHEN)
    said = {day: words(await say(at(library, day), choice="answer:labour-pay-minimum-wage")) for day in (before, after)}
    assert "2,900元/月（2028-03-01 起）" in said[after] and "2,900" not in said[before]


@pytest.mark.parametrize(
    ("answers", "title", "more", "form"),
    [
        (("学校", "四十", "是"), "可以预约上门讲", True, True),
        (("厂里", "30"), "可以预约上门讲", False, True),
        (("小区", "29人", "不是"), "人数不够", False, False),
        (("社区", "十个", "是的"), "人数不够", True, False),
    ],
)
async def test_the_wizard_branches_as_the_guide_says(library: Library, answers: tuple[str, ...], title: str, more: bool, form: bool) -> None:
    assistant = at(library)
    found = await say(assistant, "怎么申请普法讲座")
    assert {"wizard:sample-lecture", "form:sample-lecture-booking"} <= offered_by(found)
    asked = await say(assistant, choice="wizard:sample-lecture")
    for answer in answers:
        assert any(isinstance(b, QuestionBlock) for b in asked.blocks), answer
        asked = await say(assistant, answer)
    told = words(asked)
    assert title in told and "30人（2026-01-01 起）" in told and "{rate" not in told
    assert ("请老师或家长在场" in told) == more
    assert ("form:sample-lecture-booking" in offered_by(asked)) == form
    assert any("12348" in (c.phone or "") for b in asked.blocks if isinstance(b, Contacts) for c in b.items)
    opinion = await assistant.document("t", "opinion:wizard-sample-lecture")
    paper = "\n".join(p.text for p in Document(io.BytesIO(opinion.content)).paragraphs)
    assert "满30人" in paper or "是30人" in paper


async def test_the_form_is_asked_filled_and_opens_in_word(library: Library) -> None:
    assistant = at(library)
    await say(assistant, choice="form:sample-lecture-booking")
    for answer in ("关湖小学{{ 7*7 }}", "四十", "2026年12月4日", "网络诈骗 <怎么防>"):
        asked = await say(assistant, answer)
    assert asked.outcome == "form" and not any(isinstance(b, QuestionBlock) for b in asked.blocks)
    lines = [p.text for p in Document(io.BytesIO((await assistant.document("t", "form:sample-lecture-booking")).content)).paragraphs]
    assert lines[0] == "普法讲座预约表" and "单位名称：关湖小学{{ 7*7 }}" in lines and "网络诈骗 <怎么防>" in lines
    assert any(line.startswith("听课人数：40") for line in lines) and any("2026" in line and "12" in line for line in lines if "日期" in line)
    blank = [p.text for p in Document(io.BytesIO((await assistant.document("t", "blank:sample-lecture-booking")).content)).paragraphs]
    assert "{{" not in "".join(blank) and any(line.startswith("单位名称：") and len(line) > 10 for line in blank)


SLIPS = SLIP.findall(GUIDE)


def small() -> dict[str, str]:
    """The pieces that need no answer of the whole knowledge base."""
    return {where: text for where, text in LAID.items() if "answers/" not in where}


@pytest.mark.parametrize(("right", "wrong", "told"), SLIPS, ids=[wrong for _, wrong, _ in SLIPS])
def test_a_slip_is_told_in_the_very_words_of_the_guide(tmp_path: Path, folder: Path, right: str, wrong: str, told: str) -> None:
    for room in ("rates", "wizards", "forms"):
        (folder / room).mkdir(exist_ok=True)
    shutil.copy(ROOT / "knowledge" / "rates" / "labour.yaml", folder / "rates")
    [(where, text)] = [(w, t) for w, t in small().items() if right in t]
    lay(folder, {**small(), where: text.replace(right, wrong)})
    said = [str(p) for p in _errors(folder)]
    assert said and any(all(part in line for part in told.split("……")) for line in said), said


def _errors(folder: Path) -> list[Problem]:
    return [p for p in find_problems(folder, date(2026, 11, 24), None) if not p.warning]


def test_without_a_slip_the_small_copy_is_sound(folder: Path) -> None:
    for room in ("rates", "wizards", "forms"):
        (folder / room).mkdir(exist_ok=True)
    shutil.copy(ROOT / "knowledge" / "rates" / "labour.yaml", folder / "rates")
    lay(folder, small())
    assert [str(p) for p in _errors(folder)] == [] and len(SLIPS) >= 8
    assert "sample-lecture" in read_knowledge(folder).wizards
