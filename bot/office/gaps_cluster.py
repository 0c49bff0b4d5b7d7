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


class Grouping:
    """Groups questions one by one; `terms` is the search room's analyser of the snapshot in service."""

    def __init__(self, terms: Terms, common: Sequence[str] = ()) -> None:
        """`common`: texts from which is learnt how much a term says (怎么办 says nothing)."""
        self._terms = terms
        seen: Counter[str] = Counter()
        for text in common:
            seen.update(terms(normalize(text)).keys())
        self._rarity = defaultdict(lambda: math.log(1 + len(common)) + 1.0, {t: math.log((1 + len(common)) / (1 + n)) + 1.0 for t, n in seen.items()})
        self.groups: list[Group] = []

    def known(self, gap: str, text: str) -> None:
        """A question that is in a gap already."""
        group = next((g for g in self.groups if g.gap == gap), None)
        if group is None:
            group = Group(gap)
            self.groups.append(group)
        _add(group, normalize(text))

    def put(self, id: int, text: str) -> Group:
        """The question into the group it is most like, or one of its own."""
        question = normalize(text)
        best, group = max(((self._likeness(question, g), g) for g in self.groups), key=lambda found: found[0], default=(0.0, None))
        if group is None or best < SAME:
            group = Group(None)
            self.groups.append(group)
        group.ids.append(id)
        _add(group, question)
        return group

    def _likeness(self, question: str, group: Group) -> float:
        return max(self.likeness(question, text) for text in group.texts)

    def likeness(self, a: str, b: str) -> float:
        """How alike two normalised questions are, 0 … 1."""
        if a == b:
            return 1.0
        alike = (self._shared(self._terms(a), self._terms(b)) + fuzz.ratio(_ASKS.sub("", a), _ASKS.sub("", b)) / 100) / 2
        return alike if _denies(a) == _denies(b) else alike * 0.5  # 公司不给钱 and 公司给钱 are two matters

    def _shared(self, a: Mapping[str, float], b: Mapping[str, float]) -> float:
        """Cosine of the weighted terms."""
        def weigh(terms: Mapping[str, float]) -> dict[str, float]:
            return {t: w * self._rarity[t] for t, w in terms.items()}

        left, right = weigh(a), weigh(b)
        size = math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values()))
        return sum(w * right.get(t, 0.0) for t, w in left.items()) / size if size else 0.0


def _add(group: Group, question: str) -> None:
    if question not in group.texts:
        group.texts.append(question)


def _denies(text: str) -> bool:
    return bool(_NOT.search(_ASKS.sub("", text)))
