"""A gap → the draft of a YAML entry: phrases filled in, the nearest answers shown, comments that say what to fill."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.answers.wording import SERVICE_NAMES
from bot.knowledge import Knowledge
from bot.knowledge.model.base import SERVICES, TOPICS
from bot.office.why import Nearest
from bot.text.normalize import phrase_key

MOST_PHRASES = 10
LONGEST_PHRASE = 120
NEEDED = 5  # phrases an answer must have


def draft_entry(knowledge: Knowledge, texts: Sequence[str], nearest: Sequence[Nearest], today: date) -> str:
    """A file of one answer. What a person must write stands as 【…】, which `check` lets pass and `unfilled` finds."""
    phrases = usable_phrases(knowledge, texts)
    answers = [knowledge.answers[n.id] for n in nearest if n.id in knowledge.answers]
    topic = Counter(a.topic for a in answers[:3] if a.topic).most_common(1)
    title = phrases[0] if phrases else (texts[0] if texts else "")
    lines = [
        "# 按居民问过的话起的草稿。请把每个【】里的内容写好，用不着的行整行删掉。",
        *_nearest_lines(nearest),
        "answers:",
        f"  - id: {_free_id(knowledge, today)}   # 改成英文小写单词加连字符，发布后不要再改",
        f"    title: {_quoted(title[:40] or '【居民怎么称呼这件事】')}   # 居民怎么称呼这件事，26 个字以内",
        "    service: consultation   # 归哪类服务，可改成：",
        *_choices([f"{s} {SERVICE_NAMES[s][0]}" for s in SERVICES]),
        f"    topic: {topic[0][0] if topic else '综合咨询'}   # 主题，可改成：",
        *_choices(TOPICS),
        f"    phrases:   # 居民的原话（已去掉姓名电话等）。至少 {NEEDED} 种真正不同的说法，不够请补",
        *(f"      - {_quoted(p)}" for p in phrases),
        *(f"      - {_quoted(f'【再补一种说法 {n}】')}" for n in range(1, NEEDED - len(phrases) + 1)),
        *_REST,
        f"    reviewed: {today}   # 今天核对",
        '    source: "【依据什么核对的，例如 对照国家法律法规数据库条文整理】"',
    ]
    return "\n".join(lines) + "\n"


_REST = [
    '    summary: "【一两句话直接回答】"',
    "    steps:   # 怎么办，三到六步",
    '      - "【第一步】"',
    '      - "【第二步】"',
    "    basis:   # 法律依据，最关键的放第一；version 是所引版本的公布日期",
    "      - {law: 【法律名称】, article: 第一条, version: 2020-05-28}",
    "    where: []   # 去哪里，机构编号见 directory/places.yaml，例如 [hotline-12348]",
]


def _choices(words: Sequence[str], a_line: int = 7) -> list[str]:
    return [f"    #   {'、'.join(words[i : i + a_line])}" for i in range(0, len(words), a_line)]


def _nearest_lines(nearest: Sequence[Nearest]) -> Iterable[str]:
    if not nearest:
        return ["# 知识库里没有相近的回答。"]
    return ["# 最相近的回答（如果其实是同一件事，不用写新的，在上一页把问法补进去就行）：", *(f"#   {n.id}  {n.title}（{n.file}）" for n in nearest)]


def usable_phrases(knowledge: Knowledge, texts: Iterable[str]) -> list[str]:
    """Of what was asked, the phrases that may stand under an answer: short enough, and nowhere in the knowledge base yet."""
    written = (*(a.phrases for a in knowledge.answers.values()), *(e.phrases for e in knowledge.elsewhere))
    taken = {phrase_key(p) for phrases in written for p in phrases}
    found: list[str] = []
    for text in texts:
        phrase = "，".join(c.strip() for c in re.split(r"[,，。;；\n]", text) if c.strip() and "×" not in c)  # × marks what was taken out
        key = phrase_key(phrase)
        if key and key not in taken and 2 <= len(phrase) <= LONGEST_PHRASE:
            taken.add(key)
            found.append(phrase)
    return found[:MOST_PHRASES]


def _free_id(knowledge: Knowledge, today: date) -> str:
    stem = f"new-{today:%Y%m%d}"
    return next(id for n in range(1, 10_000) if (id := f"{stem}-{n}") not in knowledge.answers)


def _quoted(text: str) -> str:
    """As a YAML double-quoted scalar: JSON's are."""
    return json.dumps(text, ensure_ascii=False)


def unfilled(draft: str) -> list[int]:
    """The lines (from 1) where something in 【】 is still to be written, comments aside."""
    return [n for n, line in enumerate(draft.splitlines(), 1) if "【" in line.split("   #")[0] and not line.lstrip().startswith("#")]


def without_hints(draft: str) -> str:
    """The draft without the comments that told what to fill."""
    lines = [line for line in draft.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(re.sub(r" {3}# .*$", "", line) for line in lines) + "\n"
