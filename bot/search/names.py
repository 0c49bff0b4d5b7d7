"""What is asked for by its own name: a form, a calculator, a wizard, a place, a community. Found only when the name is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge import Knowledge
from bot.search.score import likenesses, spoken
from bot.text.normalize import normalize

NEARLY_THE_WHOLE = 0.8


@dataclass(frozen=True)
class Named:
    """`choice` is the choice id that opens it; `score` 0 … 1."""

    choice: str
    title: str
    score: float


class Names:
    """The sayings by which things are asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._sayings: list[str] = []
        self._opens: list[tuple[str, str]] = []  # the choice and title of each saying
        for wizard in knowledge.wizards.values():
            self._add(f"wizard:{wizard.id}", wizard.title, (wizard.title, *wizard.asked_as))
        for form in knowledge.forms.values():
            self._add(f"form:{form.id}", form.title, (form.title, *form.asked_as))
        for place in knowledge.places.values():
            self._add(f"place:{place.id}", place.name, (place.name, *place.asked_as))
        for community in knowledge.communities.values():
            self._add(f"community:{community.id}", community.name, (community.name, *community.also))
        self._sounds = [spoken(saying) for saying in self._sayings]

    def _add(self, choice: str, title: str, sayings: Iterable[str]) -> None:
        keys = [key for key in dict.fromkeys(map(normalize, sayings)) if key]
        self._sayings += keys
        self._opens += [(choice, title)] * len(keys)

    def find(self, question: str, limit: int = 4) -> list[Named]:
        """Things whose name or saying is (nearly) the whole of a normalised question, best first."""
        core = _WISH.sub("", question)
        best: dict[str, Named] = {}
        for number, score in enumerate(likenesses(core, (), self._sayings, self._sounds).tolist()):
            choice, title = self._opens[number]
            score = 1.0 if self._sayings[number] == question else score  # a saying may itself begin with a wish
            if score >= NEARLY_THE_WHOLE and score > (best[choice].score if choice in best else 0):
                best[choice] = Named(choice, title, score)
        return sorted(best.values(), key=lambda n: -n.score)[:limit]


_WISH = re.compile("^(我想|我要|我需要|给我|帮我|想|要|需要|怎么|如何|在哪里?)?(一份|一个|下载|打印|填写?|写|算一?下?|计算|拿|找|联系)?(?=.{2,})")
