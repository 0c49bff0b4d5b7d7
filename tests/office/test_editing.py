"""Editing in the browser: checked, never over somebody else's change, kept and rolled back, and never outside the folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import BadRequest, NotFound
from bot.library import Library
from bot.office.editing import NOBODY, OUTSIDE, Conflict, Editor, Rejected
from bot.office.editing_phrases import with_phrases
from bot.store.changes import ChangeStore
from tests.office.staff_store import opened

ANSWERS = "answers/answers.yaml"
NEW = """answers:
  - id: charging-post
    title: 小区能不能装充电桩
    service: other
    phrases: [小区能不能装电动车充电桩, 物业不给装充电桩, 我家想装个充电桩, 充电桩谁批准, 车位装电桩要什么手续]
    summary: 先向物业提出书面申请。
    steps: [找物业要申请表。]
    reviewed: 2026-11-23
    source: 测试
"""


@pytest.fixture
async def editor(folder: Path, tmp_path: Path) -> AsyncIterator[Editor]:
    engine = await opened(tmp_path)
    yield Editor(folder, Library(folder), ChangeStore(engine))
    await engine.dispose()


def edited(editor: Editor, old: str = "不收费。", new: str = "不收任何费用。") -> str:
    text = editor.read(ANSWERS).text
    assert old in text
    return text.replace(old, new, 1)


async def test_a_good_change_is_saved_shown_to_residents_and_kept_with_who_and_when(editor: Editor, folder: Path) -> None:
    proposal = await editor.propose(ANSWERS, edited(editor))
    assert not proposal.errors and any(line.startswith("+") and "不收任何费用" in line for line in proposal.diff)
    change = await editor.save(ANSWERS, edited(editor), editor.version(ANSWERS), "陈小梅", note="更口语")
    assert "不收任何费用" in (folder / ANSWERS).read_text("utf-8")
    assert "不收任何费用" in editor._library.snapshot.knowledge.answers["labour-wages-owed"].summary
    assert (change.who, change.file, change.kind, change.note) == ("陈小梅", ANSWERS, "edit", "更口语")
    assert (await editor.history(ANSWERS))[0].id == change.id


async def test_what_the_checker_refuses_is_never_written(editor: Editor, folder: Path) -> None:
    before = (folder / ANSWERS).read_bytes()
    with pytest.raises(Rejected) as refused:
        await editor.save(ANSWERS, edited(editor, "summary:", "sumary:"), editor.version(ANSWERS), "陈小梅")
    assert any("sumary" in p.text and p.suggestion == "summary" and p.file.endswith(ANSWERS) for p in refused.value.problems)
    assert (folder / ANSWERS).read_bytes() == before and await editor.history() == []


async def test_a_link_to_nothing_in_another_file_stops_the_removal(editor: Editor) -> None:
    with pytest.raises(Rejected):
        await editor.save("directory/places.yaml", "places: []\n", editor.version("directory/places.yaml"), "陈小梅")


async def test_nobody_overwrites_what_a_colleague_changed_meanwhile(editor: Editor, folder: Path) -> None:
    seen = editor.version(ANSWERS)
    await editor.save(ANSWERS, edited(editor), seen, "陈小梅")
    with pytest.raises(Conflict):
        await editor.save(ANSWERS, "answers: []\n", seen, "李大明")
    assert "不收任何费用" in (folder / ANSWERS).read_text("utf-8")


async def test_of_two_who_save_at_once_one_is_told_to_look_again(editor: Editor) -> None:
    seen = editor.version(ANSWERS)
    found = await asyncio.gather(
        editor.save(ANSWERS, edited(editor), seen, "陈小梅"), editor.save(ANSWERS, edited(editor, new="不要钱。"), seen, "李大明"), return_exceptions=True
    )
    assert sorted(type(f).__name__ for f in found) == ["Conflict", "FileChange"]


async def test_a_file_changed_in_its_folder_while_it_is_checked_is_not_overwritten(
    editor: Editor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, seen = edited(editor), editor.version(ANSWERS)

    async def slow_check(name: str, text: str | None) -> tuple[()]:
        with (folder / ANSWERS).open("a", encoding="utf-8") as file:
            file.write("# 记事本里加的\n")
        return ()

    monkeypatch.setattr(editor, "_problems", slow_check)
    with pytest.raises(Conflict):
        await editor.save(ANSWERS, text, seen, "陈小梅")
    assert (folder / ANSWERS).read_text("utf-8").endswith("# 记事本里加的\n") and await editor.history() == []


async def test_a_change_is_rolled_back_as_a_new_change(editor: Editor, folder: Path) -> None:
    original = (folder / ANSWERS).read_text("utf-8")
    first = await editor.save(ANSWERS, edited(editor), editor.version(ANSWERS), "陈小梅")
    back = await editor.roll_back(first.id, editor.version(ANSWERS), "李大明")
    assert (folder / ANSWERS).read_text("utf-8") == original
    assert [c.id for c in await editor.history(ANSWERS)] == [back.id, first.id] and back.who == "李大明"


async def test_a_new_entry_is_rolled_back_by_taking_its_file_away(editor: Editor, folder: Path) -> None:
    made = await editor.save("answers/added/charging-post.yaml", NEW, NOBODY, "陈小梅", kind="publish")
    assert "charging-post" in editor._library.snapshot.knowledge.answers
    await editor.roll_back(made.id, editor.version(made.file), "陈小梅")
    assert not (folder / made.file).exists() and "charging-post" not in editor._library.snapshot.knowledge.answers


async def test_a_change_made_in_the_folder_is_found_in_the_history_too(editor: Editor, folder: Path) -> None:
    await editor.save(ANSWERS, edited(editor), editor.version(ANSWERS), "陈小梅")
    path = folder / ANSWERS
    path.write_text(path.read_text("utf-8") + "# 改过\n", "utf-8")
    await editor.save(ANSWERS, edited(editor, "不收任何费用", "免费"), editor.version(ANSWERS), "陈小梅")
    assert [c.who for c in await editor.history(ANSWERS)] == ["陈小梅", OUTSIDE, "陈小梅"]


@pytest.mark.parametrize(
    "name",
    ["../secret.yaml", "answers/../../secret.yaml", "/etc/passwd", "answers/added/../../danger.yaml", "_template/answers.yaml", "answers/.hidden.yaml",
     "answers/link.yaml", "answers\\..\\secret.yaml", "", ".", "answers", "answers/added/a.yaml/../b.yaml", "answers/added/A.yaml", "answers/added/a.txt",
     "answers/added/a\x00.yaml", "answers/added/a.yaml\n"],
)  # fmt: skip
async def test_no_name_leads_out_of_the_files_there_are(editor: Editor, folder: Path, name: str) -> None:
    secret = folder.parent / "secret.yaml"
    secret.write_text("answers: []\n", "utf-8")
    (folder / "answers" / "link.yaml").symlink_to(secret)
    (folder / "answers" / ".hidden.yaml").write_text("answers: []\n", "utf-8")
    with pytest.raises(NotFound):
        editor.read(name)
    for act in (editor.propose(name, NEW), editor.save(name, NEW, NOBODY, "陈小梅"), editor.effects(name, NEW)):
        with pytest.raises(NotFound):
            await act
    assert secret.read_text("utf-8") == "answers: []\n" and await editor.history() == []


async def test_the_questions_that_get_another_answer_are_named_before_saving(editor: Editor) -> None:
    found = await editor.effects("answers/added/charging-post.yaml", NEW, ("物业不给装充电桩", "老板拖欠工资怎么办"))
    assert [e.question for e in found] == ["物业不给装充电桩"]
    assert "小区能不能装充电桩" in found[0].after and found[0].before.startswith("请居民选")


async def test_the_effects_of_a_mistake_are_the_checkers_words(editor: Editor) -> None:
    broken = NEW.replace("title:", "titel:")
    with pytest.raises(Rejected) as refused:
        await editor.effects("answers/added/charging-post.yaml", broken)
    assert refused.value.problems == tuple(p for p in (await editor.propose("answers/added/charging-post.yaml", broken)).problems if not p.warning)


async def test_a_save_of_nothing_new_is_refused(editor: Editor) -> None:
    with pytest.raises(BadRequest):
        await editor.save(ANSWERS, editor.read(ANSWERS).text, editor.version(ANSWERS), "陈小梅")


async def test_the_line_ends_of_a_browser_change_nothing(editor: Editor) -> None:
    with pytest.raises(BadRequest):
        await editor.save(ANSWERS, editor.read(ANSWERS).text.replace("\n", "\r\n"), editor.version(ANSWERS), "陈小梅")


async def test_without_its_record_no_file_is_changed(editor: Editor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / ANSWERS).read_bytes()

    def fails(path: Path, text: str | None) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("bot.office.editing.write_whole", fails)
    with pytest.raises(OSError, match="disk full"):
        await editor.save(ANSWERS, edited(editor), editor.version(ANSWERS), "陈小梅")
    assert (folder / ANSWERS).read_bytes() == before and await editor.history() == []


BLOCK = """answers:   # 说明
  - id: a
    phrases:   # 问法
      - 一
      - 二   # 旁注
    summary: 好
  - id: b
    phrases: [三, "四，五"]   # 短
"""


def test_phrases_go_into_either_kind_of_list_and_nothing_else_changes() -> None:
    assert with_phrases(BLOCK, "a", ["新: 问", "又一"]) == BLOCK.replace("- 二   # 旁注\n", '- 二   # 旁注\n      - "新: 问"\n      - 又一\n')
    assert with_phrases(BLOCK, "b", ["六, 七", "八"]) == BLOCK.replace('"四，五"]', '"四，五", "六, 七", 八]')


def test_phrases_at_the_very_end_of_a_file_without_line_end() -> None:
    assert with_phrases("answers:\n- id: a\n  phrases:\n  - 一", "a", ["二"]) == "answers:\n- id: a\n  phrases:\n  - 一\n  - 二\n"


def test_an_entry_that_is_not_in_the_file_gets_no_phrases() -> None:
    with pytest.raises(BadRequest):
        with_phrases(BLOCK, "c", ["新"])
