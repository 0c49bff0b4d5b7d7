"""Danger comes before everything: the right number on top. Rules are the staff's, in knowledge/danger.yaml."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answers.blocks import AnyBlock, Contacts, Reply, Text
from bot.answers.compose import contact
from bot.answers.wording import say
from bot.dialogue import guided
from bot.dialogue.turn import Turn
from bot.knowledge.model import DangerRule
from bot.text.normalize import literal

SPOKEN_TO = 2  # dangers of one message: more would bury the numbers


@lru_cache(maxsize=256)
def _heard(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted((re.escape(n) for w in words if (n := literal(w))), key=len, reverse=True)) or "(?!)")


@lru_cache(maxsize=256)
def _is_all(words: tuple[str, ...]) -> re.Pattern[str]:
    """The word and nothing else, however often it is cried."""
    return re.compile(f"(?:(?:{_heard(words).pattern})[啊呀了吧 ]*)+")


def rules_heard(rules: tuple[DangerRule, ...], text: str, harmless: tuple[str, ...] = ()) -> list[DangerRule]:
    """The rules that a literal text sets off, acute ones first. What is `harmless` is not listened to: 笑死 is nobody's death."""
    flat = text.replace("，", "")
    if harmless:
        flat = _heard(harmless).sub("□", flat)
    return sorted((rule for rule in rules if _hears(rule, flat)), key=lambda rule: not rule.acute)


def _hears(rule: DangerRule, flat: str) -> bool:
    if rule.alone and _is_all(rule.alone).fullmatch(flat):
        return True
    return bool(rule.all_of) and all(_heard(g).search(flat) for g in rule.all_of) and not (rule.none_of and _heard(rule.none_of).search(flat))


def danger(turn: Turn) -> Reply | None:
    """Acute danger stops here; other danger puts its number on top of the answer. Two dangers at once are both spoken to."""
    knowledge = turn.snapshot.knowledge
    rules = rules_heard(knowledge.danger, literal(turn.message.text), knowledge.harmless) if turn.message.text else []
    if not rules:
        return None
    first = rules[0]
    # the same numbers under other words are the same danger: 我不想活了 is nobody standing beside somebody else
    heard = [first, *(r for r in rules[1:] if r.say != first.say and set(r.where) != set(first.where))][:SPOKEN_TO]
    discreet = any(r.discreet for r in heard)
    if first.acute:
        return turn.reply("urgent", *_blocks(turn, heard), *guided.resumable(turn, "safe_then"), discreet=discreet)
    turn.session.discreet = turn.session.discreet or discreet
    turn.danger = _blocks(turn, heard)
    return None


def _blocks(turn: Turn, rules: list[DangerRule]) -> list[AnyBlock]:
    places = [turn.snapshot.knowledge.places[i] for i in dict.fromkeys(i for rule in rules for i in rule.where)]
    numbers = Contacts(title=say("call_now", turn.language), items=tuple(contact(p, turn.language) for p in places))
    said = ((rule.en if turn.language == "en" else None) or rule.say for rule in rules)
    return [*(Text(text=text, style="danger") for text in said), numbers]
