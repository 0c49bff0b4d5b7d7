"""A found entry as the resident sees it: the whole answer with what follows, or a line to choose from."""

from __future__ import annotations

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Hit, Reply
from bot.answers.compose import answer_blocks, answer_hit, answer_title, law_choice
from bot.answers.wording import say
from bot.dialogue import story
from bot.dialogue.turn import Turn
from bot.knowledge import Knowledge
from bot.knowledge.model import Answer
from bot.search import Candidate


def answered(turn: Turn, answer: Answer, score: float) -> Reply:
    """The whole answer, with feedback buttons; it becomes the running topic."""
    session = turn.session
    session.topic_answer, session.topic_at = answer.id, turn.now
    session.clarifications = session.unanswered = 0
    session.discreet = session.discreet or answer.discreet
    if not turn.message.text:
        story.opened(session, answer.title, turn.now)
    elif not session.discreet:  # for the opinion, should the resident want one; goes with the session
        session.extra["told"], session.extra["told_answer"] = turn.message.text[:1500], answer.id
    session.offered = [f"answer:{i}" for i in answer.related]
    blocks = [*answer_blocks(turn.snapshot.knowledge, answer, turn.now.date(), turn.language), *_after(turn, answer)]
    others = [c for c in turn.match.candidates if c.entry.kind == "answers" and c.entry.id not in (answer.id, *answer.related)][:2] if turn.message.text else []
    hits = [answer_hit(answer, score), *(hit(turn, c) for c in others)]
    if others:  # one answer is shown, but who meant another must not have to start again
        meant = tuple(offer(turn, c) for c in others)
        blocks.insert(-2, Choices(prompt=say("or_this", turn.language), items=meant, role="related"))
    return turn.reply("sure", *blocks, answers=tuple(hits), discreet=answer.discreet, title=answer.title)


def _after(turn: Turn, answer: Answer) -> list[AnyBlock]:
    opinion = ChoiceItem(id=f"opinion:{answer.id}", label=say("opinion", turn.language))
    leave = ChoiceItem(id="message", label=say("message", turn.language))
    yes = ChoiceItem(id=f"helpful:yes:{answer.id}", label=say("yes_helpful", turn.language))
    no = ChoiceItem(id=f"helpful:no:{answer.id}", label=say("not_helpful", turn.language))
    resume = (ChoiceItem(id="resume", label=say("resume", turn.language)),) if turn.session.paused else ()
    return [
        Choices(prompt=say("person", turn.language), items=(*resume, opinion, leave), role="actions"),
        Choices(prompt=say("helpful", turn.language), items=(yes, no), role="feedback"),
    ]


def hit(turn: Turn, candidate: Candidate) -> Hit:
    entry = candidate.entry
    if entry.kind == "answers":
        return answer_hit(turn.snapshot.knowledge.answers[entry.id], candidate.score)
    law, article = entry.statutes[0]
    return Hit(
        id=law_choice(law, article), title=f"《{law}》{article}", service="statutes", topic=entry.topic,
        score=round(candidate.score, 4), statutes=entry.statutes,
    )  # fmt: skip


def offer(turn: Turn, candidate: Candidate) -> ChoiceItem:
    entry = candidate.entry
    if entry.kind == "answers":
        answer = turn.snapshot.knowledge.answers[entry.id]
        return ChoiceItem(id=f"answer:{answer.id}", label=answer_title(answer, turn.language))
    law, article = entry.statutes[0]
    return ChoiceItem(id=law_choice(law, article), label=say("see_article", turn.language, law=law, article=article), detail=gist(turn.snapshot.knowledge, law, article))


def gist(knowledge: Knowledge, law: str, article: str) -> str:
    """What the guide says of an article, in plain words; empty where there is none."""
    return next((a.gist for g in knowledge.guides if g.law == law for a in g.articles if a.article == article), "")
