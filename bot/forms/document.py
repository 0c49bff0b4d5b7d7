"""A form's template with its fields filled. Templates are staff's own Word files with {{ name }} for each question of the YAML file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from bot.errors import BadRequest, NotFound
from bot.forms.layout import LINE, lay_out
from bot.knowledge.model import Form, Question
from bot.text.amounts import in_capitals

LONGEST = 3_000  # characters of one field; longer text is refused before it gets here
NOT_NEEDED = "——"  # stands where another answer leaves nothing to write: an empty box on a signed paper could be filled by anyone
_BLANK = LINE * 12
_BLANK_LONG = LINE * 108
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
# what XML can't hold: control characters and lone surrogates
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_name(title: str, suffix: str = "docx") -> str:
    """A file name that every system accepts."""
    return (_UNSAFE.sub("", title).strip(" .")[:60] or "文书") + f".{suffix}"


def blank(folder: Path, form: Form) -> bytes:
    """The form with lines to write on, and options to tick."""
    return _rendered(folder, form, {q.name: _empty(q) for q in form.questions})


def filled(folder: Path, form: Form, answers: Mapping[str, str | None]) -> bytes:
    """The form with `answers` (as words, by question name); what isn't known stays a line to write on.

    Raises BadRequest for a field that is too long, NotFound when the template is gone."""
    values = {}
    for question in form.questions:
        value = answers.get(question.name)
        if value and len(value) > LONGEST:
            raise BadRequest(f"“{question.ask}”太长，最多 {LONGEST} 个字。")
        values[question.name] = _UNPRINTABLE.sub("", value) if value else _empty(question)
    return _rendered(folder, form, values)


def on_paper(question: Question, value: str | None, text: str) -> str | None:
    """A kept value, in words `text`, as it stands on the paper: an amount in capitals too, which nobody can alter by a stroke."""
    if value is None:
        return None
    return f"{text}（大写：{in_capitals(Decimal(value))}）" if question.kind == "money" else text


def _empty(question: Question) -> str:
    options = tuple(c.label for c in question.choices) or (("是", "不是") if question.kind == "yes_no" else ())
    return "　".join(f"□ {o}" for o in options) or (_BLANK_LONG if question.kind == "long_text" else _BLANK)


def _rendered(folder: Path, form: Form, values: Mapping[str, str]) -> bytes:
    """Values are escaped for XML and never read as template code; templates run in a sandbox."""
    try:
        template = DocxTemplate(folder / form.template)
        template.render(dict(values), SandboxedEnvironment(autoescape=True), autoescape=True)
    except FileNotFoundError:
        raise NotFound(f"没有找到文书模板 {form.template}。") from None
    lay_out(template.docx)  # get_docx() would read the template anew
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


def fields(path: Path) -> set[str]:
    """The names of the fields that a template asks for."""
    return set(DocxTemplate(path).get_undeclared_template_variables())
