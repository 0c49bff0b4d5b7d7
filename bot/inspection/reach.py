"""What the search makes of the knowledge base: answers that none of their own phrases reaches, and phrases two answers share all but in name."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from bot.errors import Problem
from bot.knowledge import Knowledge
from bot.search import ENGLISH
from bot.search.entries import entries_of
from bot.search.match import Matcher
from bot.search.terms import Analyzer
from bot.text.normalize import normalize, phrase_key

TRIED = 3  # phrases of an answer that are asked
OFFERED = 3  # it must be among the first
ALIKE = 90
NEAR = 0.8  # cosine from which two phrases are compared letter by letter
SHORT = 6  # characters; below it two phrases are soon alike and still mean different things


def lint_reach(knowledge: Knowledge) -> Iterator[Problem]:
    """Warnings; builds the indexes, so it takes seconds."""
    analyzer = Analyzer(knowledge.synonyms, ENGLISH)
    matcher = Matcher(list(entries_of(knowledge)), analyzer)
    yield from _unreached(knowledge, matcher)
    yield from _shared(knowledge, matcher, analyzer)


def _unreached(knowledge: Knowledge, matcher: Matcher) -> Iterator[Problem]:
    for id, answer in knowledge.answers.items():
        found = (matcher.match(phrase).candidates[:OFFERED] for phrase in answer.phrases[:TRIED])
        if not any(id in {c.entry.id for c in candidates} for candidates in found):
            yield knowledge.origin("answers", id).problem(
                f"“{answer.title}”用自己的问法也找不到，被别的回答挡住了；请换几种更具体的问法，或给别的回答写 not_for", "phrases", warning=True
            )


def _shared(knowledge: Knowledge, matcher: Matcher, analyzer: Analyzer) -> Iterator[Problem]:
    told: set[frozenset[str]] = set()
    for id, answer in knowledge.answers.items():
        for i, phrase in enumerate(answer.phrases):
            if len(phrase_key(phrase)) < SHORT:
                continue
            for other, said in matcher.phrases_near(analyzer.terms(normalize(phrase)), NEAR):
                pair = frozenset((id, other))
                if other != id and pair not in told and fuzz.ratio(phrase_key(phrase), said.replace("，", "")) >= ALIKE:
                    told.add(pair)
                    yield knowledge.origin("answers", id).problem(
                        f"问法“{phrase}”和“{knowledge.answers[other].title}”（{other}）的“{said}”几乎一样，居民说的是哪一条？请留一个", "phrases", i,
                        warning=True,
                    )  # fmt: skip
