"""Public law texts in their three layouts → laws with articles.

lawtext/laws: markdown with YAML front matter (status, dates) and bold article numbers in lists. LawRefBook/Laws: plain markdown, the
date in the file's name. articles.jsonl(.gz): one article a line, as in ../shared/laws; versions.jsonl beside it: every known version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.errors import StatuteImportError
from bot.text.numerals import parse_numeral, to_numeral

ARTICLE = re.compile(r"^第([零〇一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?(?=[\s　]|$)")
_CHAPTER = re.compile(r"^第[零〇一二三四五六七八九十百]+(编|分编|章|节)[\s　]*(.*)$")
_MARKUP = re.compile(r"\*\*|^#+\s*|^>\s*")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{2})-(\d{2})")
_INCIDENTAL = re.compile(r"\s|中华人民共和国|[（(][^）)]*(修正|修订|公布|通过)[^）)]*[）)]")
STATUSES = ("有效", "尚未生效", "已修改", "已废止", "非现行", "未核")


@dataclass(frozen=True)
class LawText:
    """One version of a law. Dates are ISO, or empty where the source doesn't say. `articles`: (第一条, chapter, text) in order."""

    title: str
    publication: str
    effective: str
    status: str
    kind: str
    articles: tuple[tuple[str, str, str], ...] = field(repr=False)


def plain_title(title: str) -> str:
    """《中华人民共和国人民调解法》（2010年修正） → 人民调解法."""
    plain = _INCIDENTAL.sub("", title)
    return plain[1:-1] if plain.startswith("《") and plain.endswith("》") and plain.count("《") == 1 else plain


def article_name(number: int, of: int = 0) -> str:
    """1043 → 第一千零四十三条; (120, 1) → 第一百二十条之一."""
    return f"第{to_numeral(number)}条" + (f"之{to_numeral(of)}" if of else "")


def read_markdown(text: str, name: str) -> LawText:
    """Either markdown layout. Raises StatuteImportError with the reason when it holds no law."""
    front, body = _front_matter(text)
    title = plain_title(str(front.get("title") or _first_heading(body) or ""))
    if not title:
        raise StatuteImportError("没有标题")
    articles = tuple(_articles(body.splitlines()))
    if not articles:
        raise StatuteImportError("没有找到条文")
    if front:
        publication, effective = str(front.get("publication_date") or ""), str(front.get("effective_date") or "")
        status = str(front.get("status") or "未核")
        return LawText(title, publication, effective, status if status in STATUSES else "未核", str(front.get("group") or ""), articles)
    publication = _date_in(name) or _date_in(body[:600])
    return LawText(title, publication, "", "未核", "", articles)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    text = text.removeprefix("\ufeff")
    if not text.startswith("---"):
        return {}, text
    _, _, rest = text.partition("---")
    head, separator, body = rest.partition("\n---")
    if not separator:
        raise StatuteImportError("开头的 --- 没有结束")
    try:
        front = yaml.safe_load(head) if "&" not in head else {}
    except (yaml.YAMLError, ValueError) as error:
        raise StatuteImportError(f"开头的说明读不懂：{error}") from None
    return (front if isinstance(front, dict) else {}), body


def _first_heading(body: str) -> str:
    match = re.search(r"^#\s+(.+)$", body, re.MULTILINE)
    return match[1] if match else ""


def _date_in(text: str) -> str:
    match = _DATE.search(text)
    if not match:
        return ""
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    return f"{year}-{int(month):02}-{int(day):02}"


def _articles(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Text after the table of contents, article by article; a number not higher than the last is part of the text."""
    chapter, name, last = "", "", (0, 0)
    said: list[str] = []
    for raw in lines:
        line = _MARKUP.sub("", raw.strip().removeprefix("- ")).replace("**", "").strip(" \u3000")
        heading = _CHAPTER.match(line)
        match = ARTICLE.match(line)
        number = (parse_numeral(match[1]) or 0, parse_numeral(match[2] or "零") or 0) if match else (0, 0)
        if match and number > last:
            if name:
                yield name, chapter, "\n".join(said)
            name, last, said = article_name(*number), number, [line[match.end() :].strip(" \u3000")]
        elif heading and raw.lstrip().startswith("#"):
            if name:
                yield name, chapter, "\n".join(said)
                name, said = "", []
            chapter = re.sub(r"[\s\u3000]+", "", line)
        elif name and line and not line.startswith(("---", "<!--", "目录")):
            said.append(line)
    if name:
        yield name, chapter, "\n".join(said)


def read_jsonl(lines: Iterable[str]) -> tuple[list[LawText], list[str]]:
    """articles.jsonl → laws, and the lines that could not be read, with the reason. Names written differently are laws of their own here."""
    laws: dict[tuple[str, str], dict[str, Any]] = {}
    bad: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                _add_row(laws, json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                bad.append(f"第 {number} 行读不懂：{_reason(error)}")
    texts = [LawText(plain_title(t), p, v["effective"], v["status"], v["kind"], tuple(v["articles"].values())) for (t, p), v in laws.items()]
    return texts, bad


def _add_row(laws: dict[tuple[str, str], dict[str, Any]], row: Any) -> None:
    name, text = str(row["article"]), str(row["text"])
    if not ARTICLE.match(name):
        raise ValueError(f"条号不对：{name[:20]}")
    about = {"effective": str(row["effective"]), "status": str(row["status"]), "kind": str(row["kind"])}
    law = laws.setdefault((str(row["law"]), str(row["publication"])), about | {"articles": {}})
    if name in law["articles"]:
        raise ValueError(f"{row['law']}{name}出现两次，留前一个")
    law["articles"][name] = (name, str(row.get("chapter", "")), text)


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"缺 {error.args[0]}"
    return "不是 JSON" if isinstance(error, json.JSONDecodeError) else str(error)


def read_versions(lines: Iterable[str]) -> list[LawText]:
    """versions.jsonl: versions known by title and date only, without articles."""
    found = []
    for line in lines:
        if line.strip():
            row = json.loads(line)
            found.append(LawText(plain_title(row["title"]), row["publication"], row["effective"], row["status"], row["kind"], ()))
    return found
