"""Which unanswered questions ask the same: grouped by what they say and how it sounds, a negation apart."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.text.normalize import normalize

SAME = 0.47  # from this likeness on two questions are one matter (looked at by hand on forty that residents ask)
_NOT = re.compile(r"不|没|未|别|无")
_ASKS = re.compile(r"能不能|可不可以|会不会|是不是|要不要|有没有|行不行|该不该|不知道|不懂|不清楚|对不起|不好意思|没有人|怎么办|怎么|吗|呢|了|的|啊|请问")
Terms = Callable[[str], Mapping[str, float]]


@dataclass
class Group:
    """Questions (by id) of one matter. `gap` is the gap they belong to already, if any."""

    gap: str | None
    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # distinct, normalised


TELLING = 10  # terms of a question that say most: whoever shares none of them asks something else


class Grouping:
    """Groups questions one by one; `terms` is the search room's analyser of the snapshot in service."""

    def __init__(self, terms: Terms, common: Sequence[str] = ()) -> None:
        """`common`: texts from which is learnt how much a term says (怎么办 says nothing)."""
        self._terms = terms
        seen: Counter[str] = Counter()
        for text in common:
            seen.update(terms(normalize(text)).keys())
        self._rarity = defaultdict(
            lambda: math.log(1 + len(common)) + 1.0, {t: math.log((1 + len(common)) / (1 + n)) + 1.0 for t, n in seen.items()}
        )
        self._vectors: dict[str, dict[str, float]] = {}
        self._saying: defaultdict[str, dict[str, Group]] = defaultdict(dict)  # term → texts that say it, with their group
        self._groups_of: dict[str, Group] = {}
        self.groups: list[Group] = []

    def known(self, gap: str, text: str) -> None:
        """A question that is in a gap already."""
        group = self._groups_of.get(gap)
        if group is None:
            group = self._groups_of[gap] = Group(gap)
            self.groups.append(group)
        self._add(group, normalize(text))

    def put(self, id: int, text: str) -> Group:
        """The question into the group it is most like, or one of its own."""
        question = normalize(text)
        near: dict[str, Group] = {}
        for term in self._telling(question):
            near |= self._saying[term]
        best, group = max(((self.likeness(question, other), g) for other, g in near.items()), key=lambda found: found[0], default=(0.0, None))
        if group is None or best < SAME:
            group = Group(None)
            self.groups.append(group)
        group.ids.append(id)
        self._add(group, question)
        return group

    def _add(self, group: Group, question: str) -> None:
        if question not in group.texts:
            group.texts.append(question)
            for term in self._telling(question):
                self._saying[term].setdefault(question, group)

    def likeness(self, a: str, b: str) -> float:
        """How alike two normalised questions are, 0 … 1."""
        if a == b:
            return 1.0
        left, right = self._vector(a), self._vector(b)
        shared = sum(w * right.get(t, 0.0) for t, w in left.items())
        alike = (shared + fuzz.ratio(_ASKS.sub("", a), _ASKS.sub("", b)) / 100) / 2
        return alike if _denies(a) == _denies(b) else alike * 0.5  # 公司不给钱 and 公司给钱 are two matters

    def _vector(self, text: str) -> dict[str, float]:
        """The weighted terms, of length one."""
        if text not in self._vectors:
            weights = {t: w * self._rarity[t] for t, w in self._terms(text).items()}
            length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
            self._vectors[text] = {t: w / length for t, w in weights.items()}
        return self._vectors[text]

    def _telling(self, text: str) -> list[str]:
        vector = self._vector(text)
        return sorted(vector, key=lambda t: (-vector[t], t))[:TELLING] or [text]


def _denies(text: str) -> bool:
    return bool(_NOT.search(_ASKS.sub("", text)))
