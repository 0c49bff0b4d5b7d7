"""Staff import public law texts: whatever is wrong with a file is named, and the index in service stays until a whole new one is there."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.statutes import statutes
from bot.errors import StatuteImportError
from bot.search.statutes import collect as collecting
from bot.search.statutes.build import CURRENT, build, current_folder, merge
from bot.search.statutes.collect import Collected, collect
from bot.search.statutes.library import StatuteLibrary
from bot.search.statutes.sources import LawText
from tests.conftest import ROOT, SHARED, needs_shared
from tests.search.statutes.conftest import TODAY, law

FRONT = "---\ntitle: 中华人民共和国停车法\nstatus: 有效\npublication_date: 2024-03-01\neffective_date: 2024-05-01\ngroup: 法律\n---\n"
BODY = "# 停车法\n\n## 第一章 总则\n\n**第一条** 停车要有序。\n\n**第二条** 停车要付费。\n\n## 第二章 罚则\n\n**第三条** 乱停要罚。\n（一）轻的；\n（二）重的。\n"


def row(**changed: str) -> str:
    known = {"law": "停车法", "article": "第一条", "text": "停车要有序。", "kind": "法律", "publication": "2024-03-01", "effective": "2024-05-01", "status": "有效"}
    return json.dumps(known | changed, ensure_ascii=False) + "\n"


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return path


def reasons(collected: Collected) -> str:
    return "；".join(f"{name}：{reason}" for name, reason in collected.unread)


# ---- what can be read ----


def test_markdown_with_front_matter_keeps_status_dates_and_chapters(tmp_path: Path) -> None:
    (tmp_path / "停车法.md").write_text(FRONT + BODY, "utf-8")
    found = collect(tmp_path).laws[0]
    assert (found.title, found.publication, found.effective, found.status) == ("停车法", "2024-03-01", "2024-05-01", "有效")
    assert [(name, chapter) for name, chapter, _ in found.articles] == [("第一条", "第一章总则"), ("第二条", "第一章总则"), ("第三条", "第二章罚则")]
    assert found.articles[2][2].split("\n") == ["乱停要罚。", "（一）轻的；", "（二）重的。"]


def test_markdown_without_front_matter_has_its_date_in_the_name_and_no_confirmed_status(tmp_path: Path) -> None:
    (tmp_path / "停车法(2024-03-01).md").write_text(BODY, "utf-8")
    found = collect(tmp_path).laws[0]
    assert (found.title, found.publication, found.status) == ("停车法", "2024-03-01", "未核")


@pytest.mark.parametrize("name", ["laws.zip", "laws.tar.gz"])
def test_archives_are_read_in_place(tmp_path: Path, name: str) -> None:
    make = packed if name.endswith("zip") else tarred
    path = make(tmp_path / name, {"laws/停车法.md": (FRONT + BODY).encode(), "README.md": b"# read me"})
    assert [x.title for x in collect(path).laws] == ["停车法"]
    assert [p.name for p in tmp_path.iterdir()] == [name]


@needs_shared("laws/samples")
def test_both_public_layouts_are_read() -> None:
    collected = collect(SHARED / "laws" / "samples")
    assert collected.unread == [] and len(collected.laws) == 2 and all(len(x.articles) > 20 for x in collected.laws)
    assert all(chapter for x in collected.laws for _, chapter, _ in x.articles[:5])


# ---- what cannot ----


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("坏.md", "停车法".encode("gbk"), "不是 UTF-8"), ("空.md", b"", "没有标题"), ("无条.md", "# 停车法\n\n说了很多。".encode(), "没有找到条文"),
        ("没完.md", "---\ntitle: 停车法\n".encode(), "没有结束"), ("怪.md", b"---\ntitle: [" + b"[" * 5000 + b"\n---\n", "读"),
        ("别名.md", b"---\na: &a [1]\nb: [*a, *a]\n---\n", "没有标题"), ("行.jsonl", b"{not json}\n", "第 1 行读不懂：不是 JSON"),
        ("缺.jsonl", b'{"law": "x"}\n', "第 1 行读不懂：缺 article"), ("数.jsonl", b"[1, 2]\n", "第 1 行读不懂"),
        ("号.jsonl", row(article="1").encode(), "条号不对"), ("双.jsonl", (row() + row(text="另一样。")).encode(), "出现两次"),
        ("断.jsonl.gz", gzip.compress(row().encode() * 500)[:-20], "不完整"), ("假.jsonl.gz", b"not gzip", "不完整或已损坏"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_with_the_reason_and_the_others_are_read(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "好.md").write_text(FRONT + BODY, "utf-8")
    collected = collect(tmp_path)
    assert "停车法" in {x.title for x in collected.laws}
    assert name.removesuffix(".gz") in reasons(collected) and reason in reasons(collected)


def test_nothing_but_bad_files_is_an_error_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "无条.md").write_text("# 停车法\n\n说了很多。", "utf-8")
    with pytest.raises(StatuteImportError, match=r"没有读到任何法规.*无条.md：没有找到条文"):
        collect(tmp_path)


@pytest.mark.parametrize("name", ["laws.zip", "laws.tar.gz", "laws.tar.xz", "laws.jsonl.gz"])
def test_a_truncated_archive_is_said_to_be_incomplete(tmp_path: Path, name: str) -> None:
    noise = os.urandom(40_000).hex().encode()
    files = {"停车法.md": (FRONT + BODY).encode() + noise}
    path = tmp_path / name
    if name.endswith("zip"):
        packed(path, files)
    elif name.endswith("jsonl.gz"):
        path.write_bytes(gzip.compress(row(text=noise.decode()).encode()))
    else:
        tarred(path, files)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StatuteImportError, match=r"没有下载完整|不完整"):
        collect(path)


def test_a_zip_bomb_stops_the_import(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.zip", {"停车法.md": b" " * 60_000_000})
    with pytest.raises(StatuteImportError, match="大得不正常"):
        collect(path)


def test_a_tar_bomb_and_a_gzip_bomb_are_stopped(tmp_path: Path) -> None:
    with pytest.raises(StatuteImportError, match="大得不正常"):
        collect(tarred(tmp_path / "bomb.tar.gz", {"停车法.md": b" " * 60_000_000}))
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b" " * 60_000_000))
    with pytest.raises(StatuteImportError, match="大得不正常"):
        collect(tmp_path / "bomb.jsonl.gz")


def test_many_files_that_are_huge_together_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MAX_ALL", 1_000)
    files = {f"{n}.md": os.urandom(400).hex().encode() for n in range(4)}
    for path in (packed(tmp_path / "a.zip", files), tarred(tmp_path / "a.tar.gz", files)):
        with pytest.raises(StatuteImportError, match="大得不正常"):
            collect(path)


@pytest.mark.parametrize("evil", ["../停车法.md", "/etc/停车法.md", "a/../../停车法.md", "..\\停车法.md", "C:\\停车法.md"])
@pytest.mark.parametrize("make", [packed, tarred])
def test_a_path_out_of_the_archive_is_left_alone_and_named(tmp_path: Path, evil: str, make: Callable[..., Path]) -> None:
    path = make(tmp_path / ("x.zip" if make is packed else "x.tar.gz"), {evil: (FRONT + BODY).encode(), "好.md": (FRONT + BODY).encode()})
    collected = collect(path)
    assert len(collected.laws) == 1
    assert "路径指到压缩包外面" in reasons(collected)


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(FRONT + BODY, "utf-8")
    folder = tmp_path / "laws"
    folder.mkdir()
    (folder / "好.jsonl").write_text(row(), "utf-8")
    (folder / "链接.md").symlink_to(outside)
    assert "链接.md：是链接" in reasons(collect(folder))
    assert [len(x.articles) for x in collect(folder).laws] == [1]
    assert [x.title for x in collect(tarred(tmp_path / "l.tar.gz", {"好.jsonl": row().encode()}, {"链接.md": str(outside)})).laws] == ["停车法"]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "锁.md").write_text(FRONT + BODY, "utf-8")
    (tmp_path / "好.jsonl").write_text(row(), "utf-8")
    plain = Path.read_bytes

    def refuses(path: Path) -> bytes:
        if path.name == "锁.md":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", refuses)
    assert "锁.md：读不了：Permission denied" in reasons(collect(tmp_path))


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "laws.docx"
    path.write_bytes(b"PK?")
    with pytest.raises(StatuteImportError, match=r"不认识 laws.docx"):
        collect(path)


# ---- versions ----


def test_of_one_version_in_two_collections_the_confirmed_text_stays() -> None:
    confirmed = law("停车法", ["甲", "乙"], "2024-03-01", "2024-05-01")
    older = law("停车法", ["甲", "乙"], "2024-03-02", "", "未核")
    undated = law("停车法", ["甲"], "", "", "未核")
    assert merge([], [confirmed, older, undated]) == [confirmed]
    assert merge([confirmed], [law("停车法", ["丙"], "2024-03-01", "", "未核")]) == [confirmed]


def test_a_version_known_by_name_never_takes_the_articles_away() -> None:
    known = merge([law("停车法", ["甲"], "2024-03-01", "2024-05-01")], [LawText("停车法", "2024-03-01", "", "已修改", "", ())])
    assert [(x.status, x.effective, len(x.articles)) for x in known] == [("已修改", "2024-05-01", 1)]


def test_two_versions_of_a_law_both_stay() -> None:
    assert len(merge([law("停车法", ["甲"], "2019-01-01", "2019-02-01", "已修改")], [law("停车法", ["甲"], "2024-03-01", "2024-05-01")])) == 2


# ---- the index in service ----


def titles(home: Path) -> list[str]:
    return StatuteLibrary(home).titles(TODAY)


def test_a_failed_import_leaves_the_old_index_in_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "statutes"
    build([law("停车法", ["甲"], "2024-03-01", "2024-05-01")], home)
    before = current_folder(home)

    def breaks(done: int, of: int) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        build([law("行船法", ["乙"], "2024-03-01", "2024-05-01")], home, breaks)
    with pytest.raises(StatuteImportError, match="没有一条条文"):
        build([LawText("空法", "2024-03-01", "", "有效", "", ())], home)
    assert current_folder(home) == before and titles(home) == ["停车法"]
    assert not list(home.glob(".index-*"))


def test_the_same_laws_again_change_nothing(tmp_path: Path) -> None:
    laws = [law("停车法", ["甲"], "2024-03-01", "2024-05-01")]
    first, second = build(laws, tmp_path), build(laws, tmp_path)
    assert (first.changed, second.changed, first.folder) == (True, False, second.folder)


def test_a_reader_that_has_the_old_index_open_goes_on_reading(tmp_path: Path) -> None:
    build([law("停车法", ["甲的条文"], "2024-03-01", "2024-05-01")], tmp_path)
    old = StatuteLibrary(tmp_path)
    for n in range(3):
        build([law("停车法", [f"第{n}次的条文"], "2024-03-01", "2024-05-01")], tmp_path)
    assert old.article(0).text == "甲的条文" and StatuteLibrary(tmp_path).article(0).text == "第2次的条文"
    assert len(list(tmp_path.glob("index-*"))) == 2


@pytest.mark.parametrize("damage", ["old format", "no format", "half a file", "a file less", "no laws"])
def test_an_index_of_another_version_or_damaged_asks_for_a_new_import(tmp_path: Path, damage: str) -> None:
    folder = build([law("停车法", ["甲"], "2024-03-01", "2024-05-01")], tmp_path).folder
    match damage:
        case "old format":
            (folder / "format.json").write_text('{"format": 1, "articles": 1}', "utf-8")
        case "no format":
            (folder / "format.json").write_text("[]", "utf-8")
        case "half a file":
            (folder / "weights.npy").write_bytes((folder / "weights.npy").read_bytes()[:100])
        case "a file less":
            (folder / "terms.txt").unlink()
        case "no laws":
            (folder / "laws.json").write_text("[{}]", "utf-8")
    with pytest.raises(StatuteImportError, match=r"请重新导入：python run_bot.py statutes import"):
        StatuteLibrary(tmp_path)


def test_a_pointer_to_nowhere_is_no_index(tmp_path: Path) -> None:
    (tmp_path / CURRENT).write_text("index-gone", "utf-8")
    with pytest.raises(StatuteImportError, match="还没有导入"):
        StatuteLibrary(tmp_path)


def test_killed_in_the_middle_the_old_index_serves_and_the_next_import_clears_up(tmp_path: Path) -> None:
    home = tmp_path / "statutes"
    build([law("停车法", ["甲"], "2024-03-01", "2024-05-01")], home)
    program = (
        "import os, signal, sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from bot.search.statutes.build import build\nfrom tests.search.statutes.conftest import law\n"
        "die = lambda done, of: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build([law('行船法', ['乙'], '2024-03-01', '2024-05-01')], Path(sys.argv[2]), die)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(ROOT), str(home)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert titles(home) == ["停车法"] and list(home.glob(".index-*"))
    build([law("行船法", ["丙"], "2024-03-01", "2024-05-01")], home)
    assert titles(home) == ["行船法"] and not list(home.glob(".index-*"))


def test_two_imports_at_once_do_not_meet(tmp_path: Path) -> None:
    second: list[str] = []

    def meanwhile(done: int, of: int) -> None:
        with pytest.raises(StatuteImportError, match="另一个导入正在进行"):
            build([law("行船法", ["乙"], "2024-03-01", "2024-05-01")], tmp_path)
        second.append("refused")

    build([law("停车法", ["甲"], "2024-03-01", "2024-05-01")], tmp_path, meanwhile)
    assert second and titles(tmp_path) == ["停车法"]


# ---- the command ----


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[int, str]]:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))

    def go(path: Path) -> tuple[int, str]:
        result = CliRunner().invoke(statutes, ["import", str(path)])
        return result.exit_code, result.output

    return go


def test_the_command_merges_reports_and_says_what_it_did(tmp_path: Path, run: Callable[[Path], tuple[int, str]]) -> None:
    first = packed(tmp_path / "a.zip", {"停车法.md": (FRONT + BODY).encode(), "坏.md": "停车法".encode("gbk")})
    code, said = run(first)
    assert code == 0 and "坏.md：不是 UTF-8" in said and "1 个版本，3 条条文" in said and "MB" in said
    code, said = run(first)
    assert code == 0 and "没有变化" in said
    (tmp_path / "b.jsonl").write_text(row(law="行船法"), "utf-8")
    code, said = run(tmp_path / "b.jsonl")
    assert code == 0 and "2 个版本，4 条条文" in said
    assert titles(tmp_path / "data" / "statutes") == ["停车法", "行船法"]


def test_the_command_fails_clearly_and_keeps_what_is_there(tmp_path: Path, run: Callable[[Path], tuple[int, str]]) -> None:
    run(packed(tmp_path / "a.zip", {"停车法.md": (FRONT + BODY).encode()}))
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 broken")
    code, said = run(tmp_path / "b.zip")
    assert code == 1 and "原来的索引不变" in said and "Traceback" not in said
    assert titles(tmp_path / "data" / "statutes") == ["停车法"]
