"""Typical cases: by topic, by law and article, and by what happened; from a case to the answers and articles it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Notice, Reply, Text
from bot.answers.compose import basis_blocks, law_choice, law_digest
from bot.answers.menus import case_blocks, case_list_blocks
from bot.answers.wording import say, service_name
from bot.dialogue.turn import Turn
from bot.knowledge.model import TOPICS, Case
from bot.text.normalize import normalize

PAGE = 12
FOUND = 6
ALIKE = 0.5  # share of the best case's score from which others are shown beside it
_ASKS = re.compile(r"^(.{2,40}?)(?:的|有关|相关)*(?:典型|指导性?|真实)?案例(?:有哪些|有吗|吗|呢)?$|^(?:有没有|查一?下?|找一?下?|看看?)?(?:典型|指导性?)?案例[:： ，,]*(.{2,40})$")


def asked(turn: Turn) -> Reply | None:
    """拖欠工资的案例, 案例 离婚: cases by what happened."""
    match = None if turn.message.choice else _ASKS.match(turn.message.text.strip(" 。？?！!"))
    if match is None:
        return None
    about = re.sub(r"^(请问|我想|想|查|找|看|有没有|关于|有关)+", "", match[1] or match[2])
    found = search(turn, about)
    if not found:
        return None
    items = tuple(_item(c) for c in found)
    turn.session.offered = [i.id for i in items]
    return turn.reply(
        "case", Text(text=f"和“{about}”有关的典型案例", style="title"), Choices(prompt=say("choose", turn.language), items=items, role="which"),
        Notice(text=say("disclaimer", turn.language), role="disclaimer"),
    )  # fmt: skip


def search(turn: Turn, about: str) -> list[Case]:
    """The cases that say most of what is asked, rare words first; those nearly as good as the best."""
    terms = turn.snapshot.finder.analyzer.plain_terms(normalize(about))
    cases = list(turn.snapshot.knowledge.cases.values())
    said = {c.id: turn.snapshot.finder.analyzer.plain_terms(normalize("，".join((c.title, c.title, *c.keywords, c.facts, c.question)))) for c in cases}
    common = Counter(t for found in said.values() for t in found)
    rare = {t: w * (1 - common[t] / (len(cases) + 1)) for t, w in terms.items() if t in common and common[t] <= len(cases) * 0.6}
    scores = {c.id: sum(w for t, w in rare.items() if t in said[c.id]) for c in cases}
    best = max(scores.values(), default=0.0)
    if best < sum(terms.values()) * 0.3:
        return []
    ranked = sorted((c for c in cases if scores[c.id] >= best * ALIKE), key=lambda c: -scores[c.id])
    return ranked[:FOUND]


def open_case(turn: Turn, id: str) -> Reply | None:
    """One case: what happened, what was decided, what it rests on, the answers it belongs to and others like it."""
    case = turn.snapshot.knowledge.cases.get(id)
    if case is None:
        return None
    blocks = case_blocks(turn.snapshot.knowledge, case, turn.language)
    basis: list[AnyBlock] = basis_blocks(case.basis, turn.language)
    others = [*_filters(case), ChoiceItem(id="cases", label="全部典型案例")]
    blocks[-2:-2] = [*basis, Choices(prompt="还可以看", items=tuple(others), role="related")]
    return turn.reply("case", *blocks, title=case.title)


def _filters(case: Case) -> Iterable[ChoiceItem]:
    yield ChoiceItem(id=f"cases:{TOPICS.index(case.topic)}", label=f"同类案例：{case.topic}")
    for law in dict.fromkeys(c.law for c in case.basis):
        yield ChoiceItem(id=f"cases:law:{law_digest(law)}", label=f"用到《{law}》的案例"[:60])


def open_list(turn: Turn, rest: str) -> Reply | None:
    """cases · cases:N a topic's · cases:law all laws that cases rest on · cases:law:HEX10[:PAGE] one law's."""
    if rest == "law" or rest.startswith("law:"):
        return _by_law(turn, rest.removeprefix("law").removeprefix(":"))
    topic = TOPICS[int(rest)] if rest.isdecimal() and len(rest) < 4 and int(rest) < len(TOPICS) else None
    blocks = case_list_blocks(turn.snapshot.knowledge, topic, turn.language)
    if topic is None:
        by_law = ChoiceItem(id="cases:law", label="按法律查案例")
        blocks.append(Choices(prompt="换个查法，或直接说“某某事的案例”：", items=(by_law,), role="related"))
    return turn.reply("case", *blocks)


def _by_law(turn: Turn, rest: str) -> Reply | None:
    cases = turn.snapshot.knowledge.cases.values()
    laws = Counter(law for c in cases for law in {b.law for b in c.basis})
    if not rest:
        items = [ChoiceItem(id=f"cases:law:{law_digest(law)}", label=f"《{law}》"[:60], detail=f"{n} 个案例") for law, n in laws.most_common(30)]
        title = service_name("cases", turn.language)
    else:
        law = next((law for law in laws if law_digest(law) == rest), None)
        if law is None:
            return None
        items = [_item(c) for c in cases if law in {b.law for b in c.basis}]
        title = f"用到《{law}》的案例"
    return turn.reply("case", Text(text=title, style="title"), Choices(prompt=say("choose", turn.language), items=tuple(items), role="menu"))


def _item(case: Case) -> ChoiceItem:
    return ChoiceItem(id=f"case:{case.id}", label=case.title, detail="，".join(filter(None, (case.issuer, case.number, case.published))))


def citing(turn: Turn, law: str, article: str) -> list[Case]:
    """The cases that rest on an article."""
    return [c for c in turn.snapshot.knowledge.cases.values() if law_choice(law, article) in {law_choice(*b.key) for b in c.basis}]
