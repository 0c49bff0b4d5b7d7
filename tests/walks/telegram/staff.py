"""A small knowledge base with a wizard and a form of every kind of question, and the staff that change its files meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx

from tests.conftest import SMALL

QUESTIONS = """questions:
  - {name: who, ask: 您的姓名？, kind: text}
  - name: place
    ask: 在哪里发生的？
    kind: choice
    choices:
      - {value: home, label: 家里, also: [屋里]}
      - {value: street, label: 街上}
      - {value: works, label: 厂里}
  - {name: lamp, ask: 路灯是几号？, kind: number, whole: true, minimum: 1, maximum: 900, unit: 号, when: [{question: place, is: [street]}]}
  - {name: seen, ask: 有人看见吗？, kind: yes_no}
  - {name: day, ask: 哪天的事？, kind: date}
  - {name: cost, ask: 花了多少钱？, kind: money, maximum: 1000000}
  - {name: since, ask: 不舒服多久了？, kind: months, optional: true}
  - {name: story, ask: 经过怎样？, kind: long_text, optional: true}
"""
WIZARD = f"""id: lamp
title: 路灯砸伤怎么办
kind: wizard
service: consultation
intro: 答几个问题。
asked_as: [路灯砸伤, 被路灯砸了]
{QUESTIONS}outcomes:
  - {{when: [{{question: place, is: [street]}}], title: 找路灯管理处, text: 街上的路灯有人管。}}
  - {{title: 找房东, text: 不是街上的，先找房东。}}
reviewed: 2026-11-23
source: 试验
"""
FORM = f"""id: lamp-letter
title: 路灯赔偿信
service: consultation
about: 交给路灯管理处。
template: lamp-letter.docx
status: reference
asked_as: [路灯赔偿信, 赔偿信怎么写]
{QUESTIONS}reviewed: 2026-11-23
source: 试验
"""
NAMES = ("who", "place", "lamp", "seen", "day", "cost", "since", "story")


def opened(folder: Path) -> Path:
    """The small knowledge base with both, in a new folder `folder`."""
    shutil.copytree(SMALL, folder)
    for kind, name, text in (("wizards", "lamp", WIZARD), ("forms", "lamp-letter", FORM)):
        (folder / kind).mkdir()
        (folder / kind / f"{name}.yaml").write_text(text, "utf-8")
    paper = docx.Document()
    for name in NAMES:
        paper.add_paragraph(f"{name}：{{{{ {name} }}}}。")
    paper.save(str(folder / "forms" / "lamp-letter.docx"))
    return folder
