"""Templates → HTML pages, with the words of the visitor's language and addresses of static files that change with their content."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse

from bot.answers.blocks import ChoiceItem, Contact
from bot.channels.web.look import Look
from bot.channels.web.words import speaker, tile_words

HERE = Path(__file__).parent
_ARTICLE = re.compile("(第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


@cache
def static(name: str) -> str:
    """The address of a static file; it changes when the file does, so that it may be kept for long."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def tongue(look: Look, text: str) -> Markup:
    """The `lang` attribute for Chinese text on an English page, so that screen readers change their voice; not for an English sentence
    that names an authority in brackets."""
    chinese = 2 * len(_CHINESE.findall(text)) > len(_LATIN.findall(text))  # a character says as much as some letters
    return Markup(' lang="zh-CN"') if look.language == "en" and chinese else Markup("")


def marked(text: str, marks: tuple[str, ...]) -> Markup:
    """The text, escaped, with the words to notice in <mark>."""
    words = sorted(filter(None, marks), key=len, reverse=True)
    if not words:
        return Markup("") + text
    pieces = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    return Markup("").join(Markup("<mark>{}</mark>").format(piece) if n % 2 else piece for n, piece in enumerate(pieces))


def whole(text: str) -> Markup:
    """The text, escaped, with the numbers of articles kept on one line: 第二百 / 四十条 is read as two."""
    pieces = _ARTICLE.split(text)
    return Markup("").join(Markup('<span class="whole">{}</span>').format(piece) if n % 2 else piece for n, piece in enumerate(pieces))


def shared_note(items: Sequence[Contact]) -> str:
    """The note that several contacts have in common: said once, below them."""
    counted = Counter(item.note for item in items if item.note)
    note, times = counted.most_common(1)[0] if counted else ("", 0)
    return note if times > 1 else ""


def dated(text: str) -> tuple[str, str]:
    """The day a heading begins with, or "", and the rest."""
    found = re.match(r"(\d{4}-\d\d-\d\d)\s+", text)
    return (found[1], text[found.end() :]) if found else ("", text)


def answered(item: ChoiceItem) -> tuple[str, str]:
    """A correction's label and small line: what was answered, and to which question ("问题？：回答" → 回答, 问题？)."""
    question, colon, answer = item.label.partition("：")
    return (answer, question) if colon and item.id.startswith("edit:") else (item.label, item.detail)


def home_address(look: Look, **more: str) -> str:
    wishes = {**({"look": str(look)} if str(look) else {}), **more}
    return "/?" + "&".join(f"{k}={quote(v)}" for k, v in wishes.items()) if wishes else "/"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(static=static, home_address=home_address, tile_words=tile_words, tongue=tongue, marked=marked, whole=whole, shared_note=shared_note, answered=answered, dated=dated)
    return made


def page(template: str, look: Look, status: int = 200, **values: object) -> HTMLResponse:
    """`values` beside `look` and `t`, the words of its language."""
    html = environment().get_template(template).render(look=look, t=speaker(look.language), **values)
    return HTMLResponse(html, status)


def error_page(look: Look, text: str, status: int, session: str = "") -> HTMLResponse:
    """`session` of the visitor, where it is known: also this page can be left and erases everything."""
    return page("error.html", look, status, text=text, session=session)
