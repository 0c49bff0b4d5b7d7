"""Built indexes survive a restart, and never answer for other knowledge."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.knowledge.yaml import Document, read_document
from bot.library import Library
from bot.search.match import Matcher
from bot.search.statutes.build import build
from bot.search.statutes.sources import LawText
from bot.search.terms import Analyzer

LAW = LawText("渔港条例", "2025-01-01", "2025-03-01", "有效", "行政法规", (("第一条", "", "渔船进港先报告。"),))


def answers(library: Library, question: str) -> list[tuple[str, float]]:
    return [(c.entry.id, round(c.raw, 4)) for c in library.snapshot.finder.matcher.candidates(question, 5)]


def test_a_second_start_finds_the_same_without_building(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Library(folder, cache=tmp_path / "indexes")
    kept = list((tmp_path / "indexes").glob("built-*.pickle"))
    assert len(kept) == 1
    written = kept[0].read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Matcher, "__init__", lambda *_: pytest.fail("built again"))
        second = Library(folder, cache=tmp_path / "indexes")
    assert kept[0].read_bytes() == written
    assert second.snapshot.finder.matcher is not first.snapshot.finder.matcher
    for question in ("老板拖欠工资怎么办", "公正处能办什么", "lao ban bu fa gong zi"):
        assert answers(second, question) == answers(first, question) == answers(Library(folder), question)


def test_changed_knowledge_is_built_anew(folder: Path, tmp_path: Path) -> None:
    library = Library(folder, cache=tmp_path / "indexes")
    file = next(f for f in (folder / "answers").glob("*.yaml") if "labour-wages-owed" in f.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("老板拖欠工资怎么办", "老板拖着血汗钱怎么办"), "utf-8")
    assert library.reload()
    assert "老板拖着血汗钱怎么办" in {p for e in library.snapshot.finder.matcher.entries for p in e.phrases}
    assert len(list((tmp_path / "indexes").glob("built-*.pickle"))) == 2


def test_old_files_go_and_broken_ones_are_replaced(folder: Path, tmp_path: Path) -> None:
    library = Library(folder, cache=tmp_path / "indexes")
    phrases = folder / "phrases.yaml"
    for number in range(3):
        phrases.write_text(phrases.read_text("utf-8") + f"# {number}\n", "utf-8")
        assert library.reload()
    files = list((tmp_path / "indexes").glob("*.pickle"))
    assert len(files) == 4
    for file in files:
        file.write_bytes(b"no pickle")
    assert answers(Library(folder, cache=tmp_path / "indexes"), "老板拖欠工资怎么办")[0][0] == "labour-wages-owed"
    assert any(f.read_bytes() != b"no pickle" for f in files)


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "indexes").write_text("a file in the way")
    assert answers(Library(folder, cache=tmp_path / "indexes"), "老板拖欠工资怎么办")[0][0] == "labour-wages-owed"


def test_new_answers_are_in_service_before_they_are_written_for_the_next_start(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(folder, cache=tmp_path / "indexes")
    in_service: list[tuple[str, int]] = []
    monkeypatch.setattr("bot.search.keep", lambda _, __, made: in_service.append((type(made).__name__, library.snapshot.number)))
    phrases = folder / "phrases.yaml"
    phrases.write_text(phrases.read_text("utf-8") + "# changed\n", "utf-8")
    assert library.reload()
    assert in_service == [("Built", 2), ("Guides", 2)]


def test_the_first_change_after_a_start_from_disk_reads_only_what_is_new(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library(folder, cache=tmp_path / "indexes")
    library = Library(folder, cache=tmp_path / "indexes")
    assert library.snapshot.finder.rehearse() > 40
    assert library.snapshot.finder.rehearse() == 0
    file = next(f for f in (folder / "answers").glob("*.yaml") if "labour-wages-owed" in f.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("老板拖欠工资怎么办", "老板拖着血汗钱怎么办"), "utf-8")
    read: list[int] = []
    coded = Analyzer._read
    monkeypatch.setattr(Analyzer, "_read", lambda self, *args: read.append(coded(self, *args)) or read[-1])
    assert library.reload()
    assert sum(read) == 1


def test_a_change_of_answers_leaves_the_laws_open_and_an_import_opens_the_new_ones(folder: Path, tmp_path: Path) -> None:
    build([LAW], tmp_path / "statutes")
    library = Library(folder, tmp_path / "statutes")
    assert library.snapshot.finder.statutes
    opened = library.snapshot.finder.statutes.library
    assert library.reload()
    assert library.snapshot.finder.statutes.library is opened
    build([LAW, dataclasses.replace(LAW, title="渔船条例")], tmp_path / "statutes")
    assert library.reload()
    assert library.snapshot.finder.statutes.library.titles() == ["渔港条例", "渔船条例"]


def test_the_guides_are_not_read_again_at_a_start_and_still_say_where_they_stand(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "statutes").mkdir(exist_ok=True)
    file = folder / "statutes" / "aid.yaml"
    file.write_text("law: 法律援助法\nversion: 2021-08-20\ntopic: 综合咨询\narticles:\n  - article: 第三条\n    gist: 说明\n    asks: [哪里能问免费律师]\n", "utf-8")
    Library(folder, cache=tmp_path / "indexes")
    read: list[str] = []
    whole = read_document

    def noting(path: Path, name: str) -> Document:
        read.append(name)
        return whole(path, name)

    monkeypatch.setattr("bot.knowledge.read.read_document", noting)
    monkeypatch.chdir(folder.parent)
    library = Library(Path(folder.name), cache=tmp_path / "indexes")  # as most start it: from where they stand
    assert read and not any("aid.yaml" in name for name in read)
    assert [g.law for g in library.snapshot.knowledge.guides] == ["法律援助法"]
    problem = library.snapshot.knowledge.origin("statutes", "法律援助法 第三条").problem("看这里")
    assert (Path(problem.file).name, problem.line) == ("aid.yaml", 5)
    file.write_text(file.read_text("utf-8").replace("gist: 说明", "gist:\n"), "utf-8")
    assert not library.reload() and "aid.yaml" in str(library.problems[0])
