"""Indexes kept on disk between starts, by a digest of everything they are made from: the YAML, the code, the libraries.

Building them takes seconds on a small machine, reading them back a fraction of one. What is kept is a cache: a file that can't be read,
or belongs to other knowledge, is built anew. It lies in the data folder beside the database and is trusted as that is."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import TypeVar

import numpy as np

import bot.search
import bot.text

T = TypeVar("T")
KEPT = 4  # files: two of each kind, the one in service and the one before it


def digest_of(folder: Path) -> str:
    """Of the knowledge in `folder` and of the code that indexes it."""
    digest = hashlib.sha256(np.__version__.encode())
    sources = [*folder.resolve().rglob("*.yaml")]
    for package in (bot.search, bot.text):
        sources += Path(package.__path__[0]).rglob("*.py")
    for path in sorted(sources):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def kept(cache: Path, digest: str, kind: type[T]) -> T | None:
    """What was kept under `digest` in the folder `cache`, if it is there and can be read."""
    file = _file(cache, digest, kind)
    try:
        with file.open("rb") as stream:
            found = pickle.load(stream)  # noqa: S301 - our own file in our own data folder, trusted as the database beside it
        if isinstance(found, kind):
            file.touch()
            return found
    except Exception:  # noqa: S110 - a broken cache is no reason not to start: whatever is wrong with it, it is made anew
        pass
    return None


def keep(cache: Path, digest: str, made: object) -> None:
    """For the next start. A full or read-only disk makes that slow again, nothing else."""
    file = _file(cache, digest, type(made))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".half")
        half.write_bytes(pickle.dumps(made, protocol=5))
        half.replace(file)
        older = sorted(file.parent.glob("*.pickle"), key=lambda f: f.stat().st_mtime, reverse=True)[KEPT:]
        for stale in older:
            stale.unlink(missing_ok=True)
    except OSError:
        return


def is_kept(cache: Path, digest: str, kind: type[object]) -> bool:
    return _file(cache, digest, kind).is_file()


def _file(cache: Path, digest: str, kind: type[object]) -> Path:
    return cache / f"{kind.__name__.lower()}-{digest}.pickle"
