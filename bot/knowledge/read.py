"""The staff's YAML folder → frozen Knowledge, or all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from bot.errors import KnowledgeError, Problem, did_you_mean
from bot.knowledge.model import (
    Answer,
    AnswerFile,
    Case,
    CaseFile,
    Community,
    CommunityFile,
    DangerFile,
    DangerRule,
    Elsewhere,
    ElsewhereFile,
    Entry,
    Form,
    GlossaryFile,
    LawGuide,
    News,
    NewsFile,
    Office,
    Place,
    PlaceFile,
    Rate,
    RateFile,
    SynonymFile,
    Synonyms,
    Term,
    Vocabulary,
    Wizard,
)
from bot.knowledge.yaml import Document, Path_, read_document

LAYOUT: Mapping[str, type[Entry]] = {
    # what a file holds, by its path below the knowledge folder; the first pattern that fits counts
    "answers/**/*.yaml": AnswerFile,
    "statutes/**/*.yaml": LawGuide,
    "cases/**/*.yaml": CaseFile,
    "forms/*.yaml": Form,
    "directory/communities.yaml": CommunityFile,
    "directory/**/*.yaml": PlaceFile,
    "wizards/*.yaml": Wizard,
    "rates/**/*.yaml": RateFile,
    "news/**/*.yaml": NewsFile,
    "synonyms.yaml": SynonymFile,
    "phrases.yaml": Vocabulary,
    "danger.yaml": DangerFile,
    "elsewhere.yaml": ElsewhereFile,
    "glossary.yaml": GlossaryFile,
    "office.yaml": Office,
}


@dataclass(frozen=True)
class Knowledge:
    """All that the staff wrote, by id, with the place of every entry. Read-only."""

    folder: Path
    answers: Mapping[str, Answer]
    guides_by_file: Mapping[str, LawGuide]
    cases: Mapping[str, Case]
    forms: Mapping[str, Form]
    places: Mapping[str, Place]
    communities: Mapping[str, Community]
    wizards: Mapping[str, Wizard]
    rates: Mapping[str, Rate]
    news: tuple[News, ...]
    synonyms: tuple[Synonyms, ...]
    vocabulary: Vocabulary
    danger: tuple[DangerRule, ...]
    harmless: tuple[str, ...]  # said before danger is listened for: 笑死, 打官司
    elsewhere: tuple[Elsewhere, ...]
    glossary: tuple[Term, ...]
    office: Office
    origins: Mapping[tuple[str, str], Origin] = field(repr=False)

    @property
    def guides(self) -> tuple[LawGuide, ...]:
        return tuple(self.guides_by_file.values())

    def origin(self, kind: str, id: str) -> Origin:
        """Where the entry `id` of `kind` ("answers", "places", …) is written."""
        return self.origins[kind, id]


@dataclass(frozen=True)
class Origin:
    """The file and path of one entry, for messages that point at a single value of it."""

    document: Document = field(repr=False)
    path: Path_

    def problem(self, text: str, *inside: str | int, suggestion: str = "", warning: bool = False) -> Problem:
        line, column = self.document.place((*self.path, *inside))
        return Problem(self.document.file, line, column, text, suggestion, warning)


def read_knowledge(folder: Path, known: Mapping[str, LawGuide] | None = None) -> Knowledge:
    """Read every file of `folder`. Raises KnowledgeError with all problems of form; links between entries are `check`'s.

    `known`: guides read before from these very files, by the names that problems call them."""
    folder = folder.resolve()
    if not folder.is_dir():
        raise KnowledgeError([Problem(str(folder), 1, 1, "没有这个知识库文件夹，请检查 BOT_KNOWLEDGE_DIR")])
    shelves = _Shelves()
    for path, model in _files(folder, shelves.problems):
        name = _display_name(path, folder)
        if known and name in known:
            shelves.put_guide(known[name], Document(name, unread=path))
            continue
        document = read_document(path, name)
        shelves.problems += document.problems
        if not document.problems:
            shelves.put(document, model)
    if shelves.problems:
        raise KnowledgeError(shelves.problems)
    return shelves.knowledge(folder)


def _display_name(path: Path, folder: Path) -> str:
    return str(Path(folder.name) / path.relative_to(folder))


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, type[Entry]]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_dir() or relative.parts[0].startswith(("_", ".")) or path.name.startswith((".", "~", "_")):
            continue
        if path.suffix == ".yml":
            problems.append(Problem(_display_name(path, folder), 1, 1, "文件名要以 .yaml 结尾，请改名"))
        if path.suffix != ".yaml":
            continue
        model = next((m for pattern, m in LAYOUT.items() if _fits(relative, pattern)), None)
        if model is None:
            problems.append(Problem(_display_name(path, folder), 1, 1, "不知道这个文件归哪一类，请放进 answers、directory 等文件夹"))
        else:
            yield path, model


def _fits(relative: Path, pattern: str) -> bool:
    if "**/" in pattern:
        return relative.match(pattern.replace("**/", "")) or (
            relative.parts[0] == pattern.split("/")[0] and relative.match("*.yaml") and len(relative.parts) > 1
        )
    return len(relative.parts) == len(Path(pattern).parts) and relative.match(pattern)


class _Shelves:
    """Collects entries while files are read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.entries: dict[str, dict[str, Any]] = {}
        self.guides: dict[str, LawGuide] = {}
        self.synonyms: list[Synonyms] = []
        self.glossary: list[Term] = []
        self.office = Office()
        self.harmless: tuple[str, ...] = ()
        self.vocabulary: Vocabulary | None = None
        self.origins: dict[tuple[str, str], Origin] = {}

    def put(self, document: Document, model: type[Entry]) -> None:
        try:
            content = model.model_validate(document.data if document.data is not None else {})
        except ValidationError as error:
            self.problems += explain(error, document)
            return
        match content:
            case LawGuide():
                self.put_guide(content, document)
            case Vocabulary():
                self.vocabulary = content
            case SynonymFile():
                self.synonyms += content.synonyms
            case Office():
                self.office = content
            case GlossaryFile():
                self.glossary += content.glossary
            case Form() | Wizard():
                kind = "forms" if isinstance(content, Form) else "wizards"
                self._put(kind, content, Origin(document, ()))
            case DangerFile():
                self.harmless += content.harmless
                self._put_all("danger", content.danger, document)
            case _:
                ((kind, entries),) = content
                self._put_all(kind, entries, document)

    def _put_all(self, kind: str, entries: Iterable[Any], document: Document) -> None:
        for i, entry in enumerate(entries):
            self._put(kind, entry, Origin(document, (kind, i)))

    def put_guide(self, guide: LawGuide, document: Document) -> None:
        self.guides[document.file] = guide
        for i, article in enumerate(guide.articles):
            key = ("statutes", f"{guide.law} {article.article}")
            origin = Origin(document, ("articles", i))
            if key in self.origins:
                self.problems.append(origin.problem(f"{key[1]} 写了两次，请合并"))
            self.origins[key] = origin

    def _put(self, kind: str, entry: Any, origin: Origin) -> None:
        shelf = self.entries.setdefault(kind, {})
        if entry.id in shelf:
            first = self.origins[kind, entry.id]
            line, _ = first.document.place(first.path)
            self.problems.append(
                origin.problem(f"编号“{entry.id}”已经用在 {first.document.file} 第 {line} 行，请换一个", "id")
            )
            return
        shelf[entry.id] = entry
        self.origins[kind, entry.id] = origin

    def knowledge(self, folder: Path) -> Knowledge:
        if self.vocabulary is None:
            raise KnowledgeError([Problem(f"{folder.name}/phrases.yaml", 1, 1, "缺少 phrases.yaml（问候、菜单等常用语）")])

        def shelf(kind: str) -> Mapping[str, Any]:
            return MappingProxyType(self.entries.get(kind, {}))

        return Knowledge(
            folder=folder, answers=shelf("answers"), guides_by_file=MappingProxyType(self.guides), cases=shelf("cases"), forms=shelf("forms"),
            places=shelf("places"), communities=shelf("communities"), wizards=shelf("wizards"), rates=shelf("rates"),
            news=tuple(sorted(shelf("news").values(), key=lambda n: n.published, reverse=True)),
            synonyms=tuple(self.synonyms), vocabulary=self.vocabulary, danger=tuple(shelf("danger").values()), harmless=self.harmless,
            elsewhere=tuple(shelf("elsewhere").values()),
            glossary=tuple(self.glossary), office=self.office,
            origins=MappingProxyType(self.origins),
        )  # fmt: skip


_SAID = {
    "missing": "缺少栏目“{key}”",
    "extra_forbidden": "不认识的栏目“{key}”",
    "string_type": "“{key}”要写文字；像日期、编号这样的内容请加引号",
    "string_too_short": "“{key}”不能空着，至少 {min_length} 个字",
    "string_too_long": "“{key}”太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "“{key}”的写法不对：{input}{example}",
    "too_short": "“{key}”至少要 {min_length} 项，现在 {actual_length} 项",
    "too_long": "“{key}”最多 {max_length} 项，现在 {actual_length} 项",
    "tuple_type": "“{key}”要写成列表，每项一行，以“- ”开头",
    "model_type": "“{key}”下面要写栏目（名称: 内容）",
    "dict_type": "“{key}”下面要写栏目（名称: 内容）",
    "bool_type": "“{key}”只能写 true 或 false",
    "bool_parsing": "“{key}”只能写 true 或 false",
    "literal_error": "“{key}”不能是“{input}”，只能是 {expected}",
    "int_parsing": "“{key}”要写数字",
    "decimal_parsing": "“{key}”要写数字",
    "float_parsing": "“{key}”要写数字",
}

_EXAMPLES = {  # a piece of the pattern that was missed: what fits it
    "(-[a-z0-9]+)*": "。只用小写英文字母和数字，单词之间用减号，例如 loan-note",
    ".docx": "。只用小写英文字母、数字和减号，以 .docx 结尾，例如 loan-note.docx",
    "[a-z0-9_]*": "。只用小写英文字母、数字和下划线，例如 start_day",
    "[a-z0-9_-]+": "。只用小写英文字母、数字和减号，例如 school",
    "第[一二三": "。条号用汉字，例如 第三十条",
    r"^\d{4}(-": "。写年、年月或年月日，例如 2026-11-23",
    "[0-5]": "。写几点几分，例如 09:00",
    r"\d{3,5}|0": "。写 12348 或 0755-12345678 这样的号码",
}


def explain(error: ValidationError, document: Document) -> list[Problem]:
    """Pydantic's errors as problems with file, line and column, in words for staff."""
    return [_problem(dict(e), document) for e in error.errors(include_url=False)]


def _problem(error: dict[str, Any], document: Document) -> Problem:
    path: Path_ = tuple(error["loc"])
    kind, key = str(error["type"]), str(path[-1] if path else document.file)
    if isinstance(path[-1] if path else None, int) and len(path) > 1:
        key = f"{path[-2]} 第 {int(path[-1]) + 1} 项"
    context = dict(error.get("ctx", {}))
    context["example"] = next((said for piece, said in _EXAMPLES.items() if piece in str(context.get("pattern", ""))), "")
    if kind.startswith("date") or kind.startswith("datetime"):
        text = f"“{key}”要写日期，例如 2026-11-23"
    elif kind in _SAID:
        said = {**context, "expected": str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").replace(", ", "、")}
        text = _SAID[kind].format_map({"key": key, "input": _short(error["input"]), **said})
    else:
        text = f"{key}：{error['msg']}"
    suggestion = ""
    if kind == "extra_forbidden":
        suggestion = did_you_mean(key, _known_keys(error, document))
    elif kind == "literal_error":
        suggestion = did_you_mean(str(error["input"]), [w.strip(" '") for w in str(context["expected"]).replace(" or ", ",").split(",")])
    line, column = document.place(path[:-1] if kind == "missing" else path, of_key=kind == "extra_forbidden")
    return Problem(document.file, line, column, text, suggestion)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _known_keys(error: dict[str, Any], document: Document) -> list[str]:
    """The keys that the model knows at the place of a misspelt one: walk the model along the path."""
    model: Any = next(m for pattern, m in LAYOUT.items() if _fits(Path(*Path(document.file).parts[1:]), pattern))
    for step in error["loc"][:-1]:
        if isinstance(step, str):
            model = _entry_in(model.model_fields[step].annotation) if hasattr(model, "model_fields") else None
    return [f.alias or n for n, f in model.model_fields.items()] if hasattr(model, "model_fields") else []


def _entry_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next((found for a in getattr(annotation, "__args__", ()) if (found := _entry_in(a))), None)
