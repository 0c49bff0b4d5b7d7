"""A folder, archive or file of law texts → all its laws, and what could not be read. Archives are read in place, never unpacked."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bot.errors import StatuteImportError
from bot.search.statutes.sources import LawText, read_jsonl, read_markdown, read_versions

MAX_FILE = 200_000_000  # bytes, unpacked
MAX_ALL = 2_000_000_000
MAX_RATIO = 200  # unpacked to packed: beyond it is a bomb
SKIPPED = {"readme", "license", "licence", "contributing", "changelog", "index", "_index"}


@dataclass
class Collected:
    laws: list[LawText] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)  # (file, reason)


def collect(path: Path, progress: Callable[[str, int], None] = lambda name, count: None) -> Collected:
    """Read everything below `path`. Raises StatuteImportError when the whole can't be opened."""
    collected = Collected()
    try:
        for count, (name, content) in enumerate(_files(path, collected), 1):
            _read(name, content, collected)
            progress(name, count)
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile) as error:
        raise StatuteImportError(f"{path.name} 打不开，可能没有下载完整：{error}") from None
    if not collected.laws:
        reasons = "；".join(f"{n}：{r}" for n, r in collected.unread[:3])
        raise StatuteImportError(f"{path} 里没有读到任何法规。" + (f"（{reasons}）" if reasons else ""))
    return collected


def _files(path: Path, collected: Collected) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts)):
            if _wanted(file.name):
                yield str(file.relative_to(path)), file.read_bytes()
    elif zipfile.is_zipfile(path):
        yield from _zip_files(path, collected)
    elif path.name.endswith((".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")):
        yield from _tar_files(path, collected)
    elif _wanted(path.name):
        yield path.name, path.read_bytes()
    else:
        raise StatuteImportError(f"不认识 {path.name}：要的是文件夹、zip、tar、.md 或 .jsonl(.gz)")


def _wanted(name: str) -> bool:
    stem = PurePosixPath(name).name
    return stem.endswith((".md", ".jsonl", ".jsonl.gz")) and stem.split(".")[0].lower() not in SKIPPED


def _unsafe(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or ":" in name[:3]


def _zip_files(path: Path, collected: Collected) -> Iterator[tuple[str, bytes]]:
    total = 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir() or not _wanted(info.filename):
                continue
            if _unsafe(info.filename):
                collected.unread.append((info.filename, "路径指到压缩包外面，跳过"))
                continue
            total += info.file_size
            if info.file_size > MAX_FILE or total > MAX_ALL or info.file_size > MAX_RATIO * max(info.compress_size, 1024):
                raise StatuteImportError(f"{info.filename} 解开后大得不正常，停止导入")
            with archive.open(info) as content:
                yield info.filename, content.read(info.file_size + 1)


def _tar_files(path: Path, collected: Collected) -> Iterator[tuple[str, bytes]]:
    total = 0
    packed = max(path.stat().st_size, 1024)
    with tarfile.open(path) as archive:
        for member in archive:
            if not member.isfile() or not _wanted(member.name):
                continue
            if _unsafe(member.name):
                collected.unread.append((member.name, "路径指到压缩包外面，跳过"))
                continue
            total += member.size
            if member.size > MAX_FILE or total > MAX_ALL or total > MAX_RATIO * packed:
                raise StatuteImportError(f"{member.name} 解开后大得不正常，停止导入")
            content = archive.extractfile(member)
            yield member.name, content.read() if content else b""


def _read(name: str, content: bytes, collected: Collected) -> None:
    try:
        if name.endswith(".gz"):
            content = _gunzip(content)
            name = name.removesuffix(".gz")
        text = content.decode("utf-8-sig")
        if name.endswith("versions.jsonl"):
            collected.laws += read_versions(io.StringIO(text))
        elif name.endswith(".jsonl"):
            laws, bad = read_jsonl(io.StringIO(text))
            collected.laws += laws
            collected.unread += [(name, reason) for reason in bad]
        else:
            collected.laws.append(read_markdown(text, name))
    except UnicodeDecodeError:
        collected.unread.append((name, "不是 UTF-8 编码"))
    except (StatuteImportError, ValueError, KeyError) as error:
        collected.unread.append((name, str(error)))


def _gunzip(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        text = file.read(MAX_FILE + 1)
    if len(text) > MAX_FILE:
        raise StatuteImportError("解开后大得不正常")
    return text
