"""“那要带什么材料？” within the running topic; and “第二个” of what was offered."""

from __future__ import annotations

import re

from bot.answers.blocks import AnyBlock, Choices, Listing, Notice, Reply, Text
from bot.answers.compose import answer_blocks, answer_hit, answer_title, contacts, filled
from bot.answers.wording import say
from bot.dialogue.story import LASTS
from bot.dialogue.turn import Turn
from bot.knowledge.model import Answer
from bot.text.normalize import normalize
from bot.text.numerals import NUMERAL, parse_numeral

LONGEST = 14  # a follow-up says little; anything longer is a question of its own

_ASKED_OF_OTHERS = ("cost", "time", "form")
_LEADING = re.compile("^(那么?|这个|这种|这样|那个|它|然后|所以|还有|另外|如果这样|要是这样|办这个|办理|请|具体|一般|大概|大约|我)+")
_ORDINAL = re.compile(rf"^(?:第|选|选第|我选|回复)?([{NUMERAL}]|\d{{1,2}})(?:个|项|条|号)?$")
_COST = re.compile("多少钱|要钱|收费|费用|免费|花多少|贵不贵|价格")
_TIME = re.compile("时效|期限|最晚")


def ordinal(text: str) -> int | None:
    """2, 第二个, 选三 → the number, else None."""
    match = _ORDINAL.match(text.replace("，", ""))
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else parse_numeral(match[1])


def running_topic(turn: Turn) -> Reply | None:
    """A short question about what the last answer was about, asked within ten minutes."""
    session = turn.session
    if turn.message.choice or not session.topic_answer or session.topic_at is None or turn.now - session.topic_at > LASTS:
        return None
    answer = turn.snapshot.knowledge.answers.get(session.topic_answer)
    aspect = _aspect(turn)
    if answer is None or aspect is None:
        return None
    blocks = _about(turn, answer, aspect)
    if not blocks and aspect in _ASKED_OF_OTHERS and turn.match.goes_on and turn.match.outcome != "none":
        return None  # another answer of the matter may say it: 仲裁要不要钱
    blocks = blocks or [Text(text=say("follow_none", turn.language))]
    session.topic_at = turn.now
    return turn.reply(
        "sure", Text(text=answer_title(answer, turn.language), style="title"), *blocks, contacts(turn.snapshot.knowledge, answer.where, turn.language),
        Notice(text=say("disclaimer", turn.language), role="disclaimer"),
        answers=(answer_hit(answer, 1.0),), discreet=answer.discreet, title=answer.title,
    )  # fmt: skip


def _aspect(turn: Turn) -> str | None:
    """Which aspect is asked for: bring, cost, where, time, next, basis, form; None for a matter of its own."""
    core = _core(turn)
    if not core or len(core) > LONGEST:
        return None
    sayings = turn.snapshot.knowledge.vocabulary.follow_ups
    for aspect, words in sayings.items():
        for saying in map(normalize, words):
            if core == saying or (saying in core and len(core) - len(saying) <= 3):
                return aspect
    return None


def _core(turn: Turn) -> str:
    """那这个要带什么材料 → 要带什么材料."""
    return _LEADING.sub("", turn.text.replace("，", ""))


def about_nothing(turn: Turn) -> bool:
    """要带什么材料 and the like, whole, where no topic runs: the matter itself was not said."""
    core = _core(turn)
    sayings = {normalize(s) for words in turn.snapshot.knowledge.vocabulary.follow_ups.values() for s in words}
    return any(s in core and len(core) - len(s) <= 1 for s in sayings)  # 要带什么材料 says 带什么材料


def _about(turn: Turn, answer: Answer, aspect: str) -> list[AnyBlock]:
    knowledge, day, language = turn.snapshot.knowledge, turn.now.date(), turn.language
    whole = answer_blocks(knowledge, answer, day, language)
    kinds: dict[str, list[AnyBlock]] = {
        "bring": [b for b in whole if isinstance(b, Listing) and b.title == say("bring", language)],
        "next": [b for b in whole if isinstance(b, Listing) and b.numbered],
        "basis": [b for b in whole if b.kind == "basis"],
        "form": [b for b in whole if isinstance(b, Choices) and b.role == "forms"],
        "where": [Text(text=filled(answer.summary, knowledge, day, language))],
        "cost": _sentences(turn, answer, _COST),
        "time": _sentences(turn, answer, _TIME),
    }
    return kinds.get(aspect, [])


def _sentences(turn: Turn, answer: Answer, pattern: re.Pattern[str]) -> list[AnyBlock]:
    """The sentences of the answer that speak of it."""
    wanted = re.compile(pattern.pattern + (r"|不收|元|减免|缓交" if pattern is _COST else r"|\d+ ?(日|天|个月|年|小时)|[一二三四五六七八九十]+(日|天|个月|年)内"))
    said = [filled(t, turn.snapshot.knowledge, turn.now.date(), turn.language) for t in answer.texts if wanted.search(t)]
    return [Listing(title=answer.title, items=tuple(said))] if said else []
