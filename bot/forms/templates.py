"""Word templates held against their questions: a slot misspelt in Word would else be an empty place on a resident's paper."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from bot.errors import Problem
from bot.knowledge import Knowledge
from bot.knowledge.model import Form


def check_templates(knowledge: Knowledge) -> Iterator[Problem]:
    """Errors: templates that are missing or can't be read, slots without a question, questions without a slot."""
    for id, form in knowledge.forms.items():
        for text in _wrong(knowledge, form):
            yield knowledge.origin("forms", id).problem(text, "template")


def _wrong(knowledge: Knowledge, form: Form) -> Iterator[str]:
    path = knowledge.folder / "forms" / form.template
    asked = [q.name for q in form.questions]
    if not path.is_file():
        yield f"没有找到文书模板“{form.template}”，要和这个 YAML 放在同一个文件夹"
        return
    try:
        slots = DocxTemplate(path).get_undeclared_template_variables()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):  # python-docx also calls a file that is no .docx "not found"
        yield f"文书模板“{form.template}”打不开，请用 Word 或 WPS 另存为 .docx"
    except TemplateError:
        yield f"文书模板“{form.template}”里的 {{{{ }}}} 写得不对，请一次输完，两边各两个大括号，中间只写问题名"
    else:
        for slot in sorted(slots - set(asked)):
            near = get_close_matches(slot, asked, 1)
            yield f"模板里有“{{{{ {slot} }}}}”，但没有叫“{slot}”的问题" + (f"；是不是想写“{near[0]}”？" if near else "")
        conditions = chain.from_iterable((*(q.when for q in form.questions), *(c.when for c in form.cautions)))
        deciding = {condition.question for condition in conditions}
        for name in (n for n in asked if n not in slots and n not in deciding):
            yield f"问题“{name}”在模板里没有位置，请在 Word 里写上“{{{{ {name} }}}}”"
