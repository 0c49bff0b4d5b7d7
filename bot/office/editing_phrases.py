"""Adds phrases to an answer inside its file's text, leaving every other character as staff wrote it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from bot.errors import BadRequest


def with_phrases(text: str, answer: str, phrases: Sequence[str]) -> str:
    """`text` of an answers file with `phrases` added to the entry `answer`. Raises BadRequest where there is no such list."""
    listed = _phrases_of(yaml.compose(text, Loader=yaml.SafeLoader), answer)
    if listed is None or not listed.value:
        raise BadRequest(f"在文件里没有找到“{answer}”的 phrases。")
    # what YAML takes for something else than a plain sentence goes in quotes
    last = listed.value[-1]
    if listed.flow_style:
        at = last.end_mark.index
        return text[:at] + "".join(f", {_scalar(p, flow=True)}" for p in phrases) + text[at:]
    at = text.find("\n", last.end_mark.index - 1 if text[last.end_mark.index - 1 : last.end_mark.index] == "\n" else last.end_mark.index)
    at = len(text) if at < 0 else at
    dash = " " * (listed.start_mark.column)
    return text[:at].rstrip("\n") + "".join(f"\n{dash}- {_scalar(p, flow=False)}" for p in phrases) + (text[at:] or "\n")


def _phrases_of(root: Node | None, answer: str) -> SequenceNode | None:
    answers = _value(root, "answers")
    for entry in answers.value if isinstance(answers, SequenceNode) else ():
        id = _value(entry, "id")
        if id is not None and id.value == answer:
            found = _value(entry, "phrases")
            return found if isinstance(found, SequenceNode) else None
    return None


def _value(node: Node | None, key: str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _scalar(phrase: str, flow: bool) -> str:
    """Plain where that reads back as the same text, else in double quotes."""
    plain = f"[{phrase}]" if flow else f"- {phrase}"
    try:
        safe = yaml.safe_load(plain) == [phrase]
    except yaml.YAMLError:
        safe = False
    return phrase if safe else json.dumps(phrase, ensure_ascii=False)
