"""One YAML file → plain data with the place of every value. Safe, and YAML 1.2 as editors read it.

PyYAML's own constructors let duplicate keys win silently, read `yes` as True and `12:30` as 750; here only true/false,
null and plain numbers are converted, dates stay text for the model, and anchors are refused (a bomb needs them)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.errors import Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
Path_ = tuple[str | int, ...]
Mark = tuple[int, int]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"[-+]?\d{1,15}\.\d{1,10}")


@dataclass
class Document:
    """`data` as dicts, lists and scalars; `values` and `keys` give (line, column), from 1, of each path."""

    file: str
    data: Any = None
    values: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: Path | None = None  # a file known to be good, read only when somebody asks where something stands in it

    def problem(self, mark: Mark, text: str) -> None:
        self.problems.append(Problem(self.file, *mark, text))

    def place(self, path: Path_, of_key: bool = False) -> Mark:
        """Where `path` stands, or its nearest parent that is written in the file."""
        if self.unread is not None:
            found = read_document(self.unread, self.file)
            self.values, self.keys, self.unread = found.values, found.keys, None
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def read_document(path: Path, name: str) -> Document:
    """Read `path`; `name` is what problems call it. Never raises for what the file says. Documents are shared: don't change them."""
    return _document(name, path.read_bytes())


@lru_cache(maxsize=1024)  # one save changes one file: the others need not be read again
def _document(name: str, raw: bytes) -> Document:
    document = Document(name)
    text = _text(raw, document)
    if text is None:
        return document
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.problem((mark.line + 1, mark.column + 1) if mark else (1, 1), _explain(error))
        return document
    except yaml.reader.ReaderError as error:
        line = text[: int(error.position)].count("\n") + 1
        document.problem((line, 1), "格式不对：这一行有看不见的控制字符，请删掉重打")
        return document
    if node is not None:
        document.data = _convert(node, (), document)
    return document


def _text(raw: bytes, document: Document) -> str | None:
    if len(raw) > MAX_BYTES:
        document.problem((1, 1), f"文件太大（{len(raw):,} 字节，最多 {MAX_BYTES:,}），请拆成几个文件")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        document.problem((line, 1), "文件不是 UTF-8 编码，请在编辑器里另存为 UTF-8")
        return None
    for number, line_text in enumerate(text.splitlines(), 1):
        indent = line_text[: len(line_text) - len(line_text.lstrip())]
        if "\t" in indent:
            document.problem((number, indent.index("\t") + 1), "缩进用了 Tab，请改成空格")
            return None
    return text


class _Refused(yaml.MarkedYAMLError):
    """What YAML allows and we don't: anchors, tags, and nesting without end."""

    def __init__(self, what: str, mark: Any) -> None:
        super().__init__(problem=what, problem_mark=mark)


_DOUBTFUL = re.compile(r"[&*!]|^ {18}|[\[{][^\]}\n]*[\[{]|[\[{][^\]}]*\n[^\]}]*[\[{]|^ *- +- ", re.MULTILINE)  # MAX_DEPTH needs more columns


def _compose(text: str) -> Node | None:
    """The nodes of `text`. Where it could hold anchors, tags or deep nesting, its events are looked at before: no small file gets large in memory."""
    if _DOUBTFUL.search(text):
        _refuse_bombs(text)
    node: Node | None = yaml.compose(text, Loader=_Loader)
    return node


def _refuse_bombs(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("alias", event.start_mark)
        if (getattr(event, "tag", None) or "!") != "!":
            raise _Refused("tag", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _Refused("depth", event.start_mark)


def _explain(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or ""
    if said == "alias":
        return "不能用锚点和引用（& 和 *），请把内容写全"
    if said == "tag":
        return "不能用 ! 开头的标记；要写感叹号请用引号把整句括起来"
    if said == "depth":
        return "层级太深，请检查缩进"
    if "mapping values are not allowed" in said:
        return "这里多了一个冒号：整句话里有“: ”时，请用引号把整句括起来"
    if "could not find expected ':'" in said:
        return "这里缺冒号，或上一行的引号没有关上"
    if "found unexpected end of stream" in said or "unexpected end" in said:
        return "引号或括号没有关上"
    if "expected <block end>" in said or "did not find expected" in said:
        return "缩进或格式不对：同一层要左边对齐，列表每项以“- ”开头"
    if "found character" in said:
        return "这里有不能直接开头的符号，请用引号把整句括起来"
    return f"格式不对：{said}"


def _convert(node: Node, path: Path_, document: Document) -> Any:
    document.values[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, SequenceNode):
        return [_convert(child, (*path, i), document) for i, child in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _mapping(node: MappingNode, path: Path_, document: Document) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, ScalarNode):
            document.problem(mark, "栏目名要是一个词")
            continue
        key = str(key_node.value)
        if key in result:
            document.problem(mark, f"栏目“{key}”写了两次（第一次在第 {document.keys[(*path, key)][0]} 行），请合并或删掉一个")
            continue
        document.keys[(*path, key)] = mark
        result[key] = _convert(value_node, (*path, key), document)
    return result


def _scalar(node: ScalarNode) -> Any:
    value: str = node.value
    if node.style:  # quoted or block text is text (plain is None, or '' from the C loader)
        return value
    if value.lower() in _WORDS and value in (value.lower(), value.capitalize(), value.upper()):
        return _WORDS[value.lower()]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return float(value)
    return value
