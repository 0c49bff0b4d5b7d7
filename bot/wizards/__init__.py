"""Guided questions for eligibility, calculators and forms: pure functions over the knowledge and the answers by question name.

    kept = put(wizard, running.answers, question.name, parse_reply(question, text, vocabulary, today), rates, today)
    match state(wizard, kept, rates, today):
        case Asking(question, step, of): …
        case Finished(outcomes=…, calculation=…, refusal=…, because=…): …
"""

from __future__ import annotations

from bot.wizards.engine import Answered, Asking, Finished, Guided, back, edit, put, review, state
from bot.wizards.values import misfit, parse_reply, shown, taken_as, titled

__all__ = ["Answered", "Asking", "Finished", "Guided", "back", "edit", "misfit", "parse_reply", "put", "review", "shown", "state", "taken_as", "titled"]
