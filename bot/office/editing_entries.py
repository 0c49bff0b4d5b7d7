"""One entry of a file alone: a clerk changes twenty lines, not seven hundred."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, SequenceNode


def entry_at(text: str, line: int) -> str:
    """The id of the entry that line (from 1) belongs to; "" where it is in none, or the file is one entry."""
    return next((id for id, start, end in _spans(text) if start < line <= end), "")


def entry_text(text: str, entry: str) -> str | None:
    """The lines of the entry with this id; None where the file has none."""
    found = _span(text, entry)
    return None if found is None else "".join(text.splitlines(keepends=True)[found[0] : found[1]])


def with_entry(text: str, entry: str, changed: str) -> str | None:
    """`text` with the entry's lines replaced, everything around it untouched; None where the file has no such entry."""
    found = _span(text, entry)
    if found is None:
        return None
    lines = text.splitlines(keepends=True)
    present = "".join(lines[found[0] : found[1]])
    ending = present[len(present.rstrip("\r\n")) :] or "\n"  # an empty line between entries stays
    return "".join([*lines[: found[0]], changed.replace("\r\n", "\n").rstrip("\n") + ending, *lines[found[1] :]])


def _span(text: str, entry: str) -> tuple[int, int] | None:
    return next(((start, end) for id, start, end in _spans(text) if id == entry), None)


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    """(id, first line from 0, line after the last) of every entry of the file's lists; nothing for YAML that can't be read."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return
    if not isinstance(root, MappingNode):
        return
    for number, (_, value) in enumerate(root.value):
        if not isinstance(value, SequenceNode) or value.flow_style:
            continue
        following = root.value[number + 1][0].start_mark.line if number + 1 < len(root.value) else len(text.splitlines())
        starts = [item.start_mark.line for item in value.value] + [following]
        for item, start, end in zip(value.value, starts, starts[1:], strict=False):
            ids = [v.value for k, v in item.value if k.value == "id"] if isinstance(item, MappingNode) else []
            if ids and start < end:
                yield str(ids[0]), start, end
