"""A paper or a guided question is found by each of the names that staff gave it."""

from __future__ import annotations

from bot.knowledge import read_knowledge
from bot.search.names import Names
from bot.text.normalize import normalize
from tests.conftest import ROOT


def test_every_saying_staff_gave_to_a_wizard_or_form_finds_it_though_it_begin_with_a_wish() -> None:
    knowledge = read_knowledge(ROOT / "knowledge")
    names = Names(knowledge)
    lost = [
        saying
        for kind, shelf in (("wizard", knowledge.wizards), ("form", knowledge.forms))
        for id, entry in shelf.items()
        for saying in entry.asked_as
        if (f"{kind}:{id}", 1.0) not in [(n.choice, n.score) for n in names.find(normalize(saying))]
    ]
    assert lost == []
