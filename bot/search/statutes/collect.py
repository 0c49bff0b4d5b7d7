"""A folder, archive or file of law texts → all its laws, and what could not be read. Archives are read in place, never unpacked."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bot.errors import StatuteImportError
from bot.search.statutes.sources import LawText, read_jsonl, read_markdown, read_versions

MAX_FILE = 200_000_000  # bytes, unpacked
MAX_ALL = 2_000_000_000
MAX_RATIO = 200  # unpacked to packed: beyond it is a bomb
_BROKEN = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError)  # gzip.BadGzipFile is an OSError
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")
SKIPPED = {"readme", "license", "licence", "contributing", "changelog", "index", "_index"}


@dataclass
class Collected:
    laws: list[LawText] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)  # (file, reason)


def collect(path: Path, progress: Callable[[str, int], None] = lambda name, count: None) -> Collected:
    """Read everything below `path`; what can't be read is listed with its reason. Raises StatuteImportError when the whole can't be opened."""
    collected = Collected()
    try:
        for count, (name, content) in enumerate(_files(path, collected), 1):
            _read(name, content, collected)
            progress(name, count)
    except _BROKEN as error:
        raise StatuteImportError(f"{path.name} 打不开，可能没有下载完整：{error}") from None
    if not collected.laws:
        reasons = "；".join(f"{n}：{r}" for n, r in collected.unread[:3])
        raise StatuteImportError(f"{path} 里没有读到任何法规。" + (f"（{reasons}）" if reasons else ""))
    return collected


def _files(path: Path, collected: Collected) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from _folder_files(path, collected)
    elif path.name.lower().endswith(_ARCHIVES) or zipfile.is_zipfile(path):
        yield from (_tar_files if ".t" in path.name.lower() else _zip_files)(path, collected)
    elif _wanted(path.name):
        if path.stat().st_size > MAX_FILE:
            raise StatuteImportError(f"{path.name} 大得不正常，停止导入")
        yield path.name, path.read_bytes()
    else:
        raise StatuteImportError(f"不认识 {path.name}：要的是文件夹、zip、tar、.md 或 .jsonl(.gz)")


def _folder_files(path: Path, collected: Collected) -> Iterator[tuple[str, bytes]]:
    """Files of the folder itself: a link may lead anywhere and is left alone."""
    for file in sorted(p for p in path.rglob("*") if not any(part.startswith(".") for part in p.relative_to(path).parts)):
        name = str(file.relative_to(path))
        if not _wanted(file.name) or not (file.is_file() or file.is_symlink()):
            continue
        try:
            if file.is_symlink():
                collected.unread.append((name, "是链接，不跟着走，跳过"))
            elif file.stat().st_size > MAX_FILE:
                collected.unread.append((name, "大得不正常，跳过"))
            else:
                yield name, file.read_bytes()
        except OSError as error:
            collected.unread.append((name, f"读不了：{error.strerror or error}"))


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
            try:
                with archive.open(info) as content:
                    text = content.read(info.file_size + 1)
            except (RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile) as error:  # a password, a method we lack, damage
                collected.unread.append((info.filename, f"压缩包里这一份打不开：{error}"))
                continue
            yield info.filename, text


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
    except _BROKEN as error:
        collected.unread.append((name, f"不完整或已损坏：{error}"))
    except RecursionError:
        collected.unread.append((name, "嵌套太深，读不了"))
    except (StatuteImportError, ValueError, KeyError) as error:
        collected.unread.append((name, str(error)))


def _gunzip(content: bytes) -> bytes:
    most = min(MAX_FILE, MAX_RATIO * max(len(content), 1024))
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        text = file.read(most + 1)
    if len(text) > most:
        raise StatuteImportError("解开后大得不正常")
    return text
