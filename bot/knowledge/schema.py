"""JSON Schema of each kind of file, for editors (`# yaml-language-server: $schema=…`)."""

from __future__ import annotations

import json
from pathlib import Path

from bot.knowledge.read import LAYOUT


def schema_name(pattern: str) -> str:
    """`answers/**/*.yaml` → `answers`, `directory/communities.yaml` → `communities`."""
    stem = Path(pattern).stem
    return pattern.split("/")[0] if stem == "*" else stem


def export_schemas(folder: Path) -> list[Path]:
    """Write one `NAME.json` a kind into `folder`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for pattern, model in LAYOUT.items():
        path = folder / f"{schema_name(pattern)}.json"
        path.write_text(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        written.append(path)
    return written
