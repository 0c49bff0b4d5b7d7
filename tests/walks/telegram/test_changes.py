"""Restarts, changed files, forgetting and growing old, in the middle of a wizard or form."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.forms.pdf import converter
from bot.store.conversations import Conversations
from tests.conftest import required_program
from tests.walks.telegram.program import Program
from tests.walks.telegram.resident import Resident, lacks, pdf_words, words_in
from tests.walks.telegram.staff import WIZARD
from tests.walks.telegram.test_mishaps import GIVEN, WRITTEN, asks, goes_to, seen

pytestmark = pytest.mark.asyncio(loop_scope="module")
REST = list(GIVEN.values())[4:]


@pytest.fixture
def mover(own: Program) -> Resident:
    return Resident(own.telegram.person("陈伯"))


async def rewrites(program: Program, kind: str, text: str | None) -> None:
    """Staff save the file, or delete it."""
    path = program.folder / kind / ("lamp.yaml" if kind == "wizards" else "lamp-letter.yaml")
    await program.changes(lambda: path.write_text(text, "utf-8") if text else path.unlink(missing_ok=True))


async def test_a_restart_mid_way_keeps_the_place_and_the_answers(own: Program, mover: Resident) -> None:
    await goes_to(mover, "哪天的事", "路灯赔偿信")
    before = mover.last
    await own.stop()
    await own.start()
    mover.last = before
    said = await mover.says("2025年3月5日")
    assert asks(said, "花了多少钱")
    for answer in REST[1:]:
        said = await mover.says(answer)
    await own.stop()
    await own.start()
    assert not lacks(words_in((await mover.file("tg:file:form:lamp-letter"))[1]), [*WRITTEN, "是"])


async def test_a_question_added_mid_way_is_asked_and_nothing_else_again(own: Program, mover: Resident) -> None:
    await goes_to(mover, "哪天的事")
    await rewrites(
        own, "wizards", WIZARD.replace("  - {name: lamp,", "  - {name: rain, ask: 那天下雨吗？, kind: yes_no}\n  - {name: lamp,")
    )
    said = await mover.says("2025年3月5日")
    assert asks(said, "那天下雨吗")
    assert asks(await mover.says("没下"), "花了多少钱")


async def test_an_answer_to_a_question_that_staff_took_out_goes_to_no_other(own: Program, mover: Resident) -> None:
    await goes_to(mover, "哪天的事")
    await rewrites(own, "wizards", WIZARD.replace("  - {name: day, ask: 哪天的事？, kind: date}\n", ""))
    said = await mover.says("2025年3月5日")
    assert asks(said, "花了多少钱") and "刚刚更新过" in said


async def test_a_choice_that_vanishes_mid_way_is_asked_again_with_a_word(own: Program, mover: Resident) -> None:
    await goes_to(mover, "哪天的事")
    await rewrites(
        own, "wizards", WIZARD.replace("      - {value: street, label: 街上}\n", "").replace("is: [street]", "is: [works]")
    )
    said = await mover.says("2025年3月5日")
    assert asks(said, "在哪里发生的") and "刚刚更新过" in said and "街上" not in seen(mover, said).replace("街上的路灯", "")
    said = await mover.says("家里")
    assert asks(said, "花了多少钱") and "更新过" not in said


@pytest.mark.parametrize("how", ["typed", "tapped", "back", "resumed"])
async def test_a_wizard_taken_down_mid_way_says_so(own: Program, mover: Resident, how: str) -> None:
    await goes_to(mover, "有人看见吗")
    if how == "resumed":
        await mover.says("退出")
    await rewrites(own, "wizards", None)
    said = await {
        "typed": lambda: mover.says("有"), "tapped": lambda: mover.taps(data="pick:seen:yes"),
        "back": lambda: mover.taps(data="back"), "resumed": lambda: mover.taps(data="resume"),
    }[how]()  # fmt: skip
    assert "已经撤下" in said and mover.has("service:"), said
    assert "劳动监察" in await mover.says("老板拖欠工资怎么办"), "the conversation goes on"


async def test_a_broken_save_mid_way_changes_nothing(own: Program, mover: Resident) -> None:
    await goes_to(mover, "哪天的事")
    await rewrites(own, "wizards", "questions: [\n")
    for answer in REST:
        said = await mover.says(answer)
    assert "找路灯管理处" in said


async def test_a_form_taken_down_after_it_was_filled_is_not_handed_out(own: Program, mover: Resident) -> None:
    await goes_to(mover, "", "路灯赔偿信")
    await rewrites(own, "forms", None)
    await mover.person.taps(mover.last, data="tg:file:form:lamp-letter")  # type: ignore[arg-type]
    assert "已经不在了" in (await mover.person.hears()).text


def in_files(folder: Path, *words: str) -> list[str]:
    """Which words can be read in any file of the data folder, as written or as JSON escapes."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [w for w in words if w.encode() in content or w.encode("unicode_escape") in content]


@pytest.mark.parametrize("by", ["/forget", "tg:wipe"])
async def test_forget_in_the_middle_of_a_form_leaves_nothing_in_the_files(own: Program, mover: Resident, by: str) -> None:
    await goes_to(mover, "花了多少钱", "路灯赔偿信")
    assert in_files(own.data, "石井王小燕") == ["石井王小燕"], "it is looked for where it is kept"
    assert "全部删除" in await mover.says("/forget")
    if by == "tg:wipe":
        await goes_to(mover, "花了多少钱", "路灯赔偿信")
        query = await mover.person.taps(mover.last, data="tg:wipe")  # type: ignore[arg-type]
        await mover.person.sees(query)
    assert in_files(own.data, "石井王小燕") == []
    said = await mover.says("3500")
    assert not asks(said, "不舒服多久了") and "石井王小燕" not in said


async def test_what_was_filled_in_goes_after_a_day_without_a_word(
    own: Program, mover: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept, drop = asyncio.Event(), Conversations.drop_answers

    async def watched(self: Conversations, idle: timedelta) -> None:
        await drop(self, idle)
        swept.set()

    monkeypatch.setattr(Conversations, "drop_answers", watched)
    said = await goes_to(mover, "", "路灯赔偿信")
    assert "最迟一天后自动删除" in said
    young = Resident(own.telegram.person("乙"))
    await goes_to(young, "花了多少钱", "路灯赔偿信", 您的姓名="石井李四")
    await own.stop()
    with sqlite3.connect(own.data / "assistant.sqlite") as database:
        database.execute(
            "update sessions set touched = datetime('now', '-25 hours') where key = ?", (f"telegram:{mover.person.id}",)
        )
    database.close()
    swept.clear()
    await own.start()
    await asyncio.wait_for(swept.wait(), 20)
    await own.stop()
    assert in_files(own.data, "石井王小燕", "石井李四") == ["石井李四"]
    await own.start()
    await mover.person.taps(mover.last, data="tg:file:form:lamp-letter")  # type: ignore[arg-type]
    assert "已经不在了" in (await mover.person.hears()).text
    assert asks(await young.says("3500"), "不舒服多久了")


async def test_the_same_form_comes_as_pdf_with_all_that_was_typed(own: Program, mover: Resident) -> None:
    required_program("soffice", "libreoffice")
    required_program("pdftotext")
    assert converter()
    await goes_to(mover, "", "路灯赔偿信", 经过怎样="走着 & 走着 {{ who }} <w:p>")
    name, content = await mover.file("tg:file:pdf:form:lamp-letter")
    assert name.endswith(".pdf") and not lacks(pdf_words(content), [*WRITTEN[:-1], "走着 & 走着 {{ who }} <w:p>"])
