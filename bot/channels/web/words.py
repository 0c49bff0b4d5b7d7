"""The interface's own words, one catalog for three languages: words.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.answers.blocks import Language

CATALOG = Path(__file__).parent / "words.json"


@cache
def catalog() -> dict[str, dict[str, str]]:
    """{key: {language: words}}."""
    words: dict[str, dict[str, str]] = json.loads(CATALOG.read_text("utf-8"))
    return words


def speaker(language: Language) -> Callable[..., str]:
    """`t(key, **facts)` for one language. An unknown key is a mistake of ours and raises KeyError."""

    def t(key: str, **facts: object) -> str:
        return catalog()[key][language].format(**facts)

    return t


def tile_words(choice: str, language: Language) -> str:
    """The small line under a tile of the home page; empty for a tile the catalog doesn't know."""
    return catalog().get(f"tile {choice}", {}).get(language, "")
