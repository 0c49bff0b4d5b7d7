"""A clerk saves something broken: every problem is named with file, line and remedy, never a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.errors import KnowledgeError, Problem
from bot.knowledge import read_knowledge
from bot.knowledge.check import check_knowledge
from bot.knowledge.read import _EXAMPLES


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        check_knowledge(read_knowledge(folder))
    return list(caught.value.problems)


def spoil(folder: Path, old: str, new: str) -> int:
    """Replace the first `old` in the answers; returns its line."""
    path = folder / "answers" / "answers.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_small_knowledge_base_is_sound(folder: Path) -> None:
    check_knowledge(read_knowledge(folder))


def test_a_misspelt_key_is_named_with_its_line_and_the_right_word(folder: Path) -> None:
    line = spoil(folder, "    summary:", "    sumary:")
    found = problems(folder)
    misspelt = next(p for p in found if "sumary" in p.text)
    assert (misspelt.line, misspelt.column, misspelt.suggestion) == (line, 5, "summary")
    assert misspelt.file.endswith("answers/answers.yaml")
    assert str(misspelt).startswith(f"{misspelt.file}:{line}:5: ")


def test_all_problems_are_reported_at_once(folder: Path) -> None:
    spoil(folder, "    service: notary", "    service: notery")
    spoil(folder, "    reviewed: 2026-11-23", "    reviewed: gestern")
    (folder / "broken.yaml").write_text("a: [1, 2", "utf-8")
    texts = [p.text for p in problems(folder)]
    assert len(texts) >= 3
    assert any("notery" in t for t in texts) and any("reviewed" in t for t in texts) and any("broken" in str(p) for p in problems(folder))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tab", b"answers:\n\t- id: a\n", "Tab"),
        ("twice", b"answers: []\nanswers: []\n", "写了两次"),
        ("bomb", b"a: &a [x, x]\nb: &b [*a, *a]\nanswers: [*b, *b]\n", "锚点"),
        ("encoding", "answers: [中文]".encode("gbk"), "UTF-8"),
        ("list", b"- a\n- b\n", "栏目"),
        ("python", b"answers: !!python/object/apply:os.system ['true']\n", "标记"),
        ("colon", "answers:\n  - title: 请注意: 这里\n".encode(), "冒号"),
        ("open quote", 'answers:\n  - title: "没关上\n'.encode(), "引号"),
        ("deep", b"answers: " + b"[" * 60 + b"]" * 60, "层级"),
        ("control", b"answers: [\x00]", "格式"),
    ],
)
def test_a_broken_file_is_explained(folder: Path, name: str, content: bytes, says: str) -> None:
    (folder / "answers" / "spoilt.yaml").write_bytes(content)
    found = problems(folder)
    assert any(says in p.text for p in found), [str(p) for p in found]
    assert all(p.file.endswith("answers/spoilt.yaml") and p.line >= 1 for p in found)


def test_wrong_types_are_explained(folder: Path) -> None:
    spoil(folder, "phrases: [我想离婚怎么办", "phrases: 我想离婚怎么办 #[")
    assert any("phrases" in p.text and "列表" in p.text for p in problems(folder))


def test_words_like_yes_and_times_stay_text(folder: Path) -> None:
    spoil(folder, "bring: [身份证, 劳动合同或考勤记录]", "bring: [yes, 12:30, on]")
    assert read_knowledge(folder).answers["labour-wages-owed"].bring == ("yes", "12:30", "on")


def test_unknown_ids_get_the_nearest_known_one(folder: Path) -> None:
    line = spoil(folder, "where: [labour-inspection]", "where: [labour-inspektion]")
    (found,) = problems(folder)
    assert (found.line, found.suggestion) == (line, "labour-inspection")


def test_a_phrase_may_stand_under_one_answer_only(folder: Path) -> None:
    line = spoil(folder, "公司突然把我辞退了", "老板拖欠工资，怎么办？")
    (found,) = problems(folder)
    assert found.line == line and "labour-wages-owed" in found.text


@pytest.mark.parametrize("empty", ["'  '", "''", "'？！'"])
def test_empty_phrases_are_refused(folder: Path, empty: str) -> None:
    spoil(folder, "[我想离婚怎么办", f"[{empty}")
    assert problems(folder)


def test_a_phone_number_must_look_like_one(folder: Path) -> None:
    path = folder / "directory" / "places.yaml"
    path.write_text(path.read_text("utf-8").replace('value: "12348"', 'value: "12 34"'), "utf-8")
    assert any("12 34" in p.text for p in problems(folder))


def test_a_missing_folder_says_which_setting_to_look_at(tmp_path: Path) -> None:
    (found,) = problems(tmp_path / "nowhere")
    assert "BOT_KNOWLEDGE_DIR" in found.text


def test_plain_numbers_and_truth_values_are_no_text(tmp_path: Path) -> None:
    from bot.knowledge.yaml import read_document

    path = tmp_path / "x.yaml"
    path.write_text("a: 5\nb: true\nc: null\nd: '5'\ne: yes\nf: 2026-11-23\ng: 1.5\n", "utf-8")
    assert read_document(path, "x.yaml").data == {"a": 5, "b": True, "c": None, "d": "5", "e": "yes", "f": "2026-11-23", "g": 1.5}


def test_every_pattern_that_can_be_missed_comes_with_an_example() -> None:
    schemas = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "knowledge" / "schema").glob("*.json"))
    patterns = {str(json.loads(found)) for found in re.findall(r'"pattern": ("(?:[^"\\\\]|\\\\.)*")', schemas)}
    assert len(patterns) >= 7
    assert [p for p in patterns if not any(piece in p for piece in _EXAMPLES)] == []


def test_a_wrong_id_is_told_what_an_id_looks_like(folder: Path) -> None:
    spoil(folder, "  - id: ", "  - id: 甲")
    assert any("只用小写英文字母和数字，单词之间用减号，例如" in p.text for p in problems(folder))


@pytest.mark.parametrize("slip", ["{ rate:x }", "{rate：x}", "｛rate:x｝", "{rate x}", "{rate:x"])
def test_a_slot_that_a_resident_would_read_as_it_stands_is_an_error(folder: Path, slip: str) -> None:
    spoil(folder, "    summary: ", f"    summary: 标准是{slip}。")
    assert any("居民会原样看到" in p.text and slip in p.text for p in problems(folder))
