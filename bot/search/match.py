"""A question → the entries that may answer it, best first, each with the parts of its score; and how sure we are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.model import TOPICS
from bot.search.entries import Entry
from bot.search.index import Bags, Documents, Field, FieldIndex, Found, Texts
from bot.search.roles import agreement, sides
from bot.search.scope import Scope
from bot.search.score import best_likeness, likenesses, spoken
from bot.search.spelling import Spelling
from bot.search.terms import Analyzer
from bot.search.topics import TopicModel
from bot.search.vocabulary import Terms, Vocabulary
from bot.text.normalize import clauses, normalize

LOOKED_AT_TWICE = 32  # candidates that get the second look
SAID = 0.95  # cosine from which a question is a phrase of ours, whoever else's words it uses
NAMED = 0.5  # the least chance of a question that says 公证, 法律援助 … (synonyms.yaml, ours: true), or is a bare word of our phrases
BARE = 4  # characters up to which a question is a bare word, looked up and not judged: 抵押, 驾照, 台风
USUAL = 2  # answers whose phrases must have it
ELLIPTIC, WHOLE = 8, 20  # characters: up to the first a message leans wholly on what was said before it, from the second not at all
RECALLED = 12.0  # raw score below the best within which an answer counts as spoken of before
NEARLY = 0.6  # a likeness from which a phrase counts as nearly said
CLAUSES_LOOKED_AT = 8
LITERAL = 8  # … besides those whose phrases are nearest to it
BODY = 0.6  # for the topic, what an answer says counts less than how people ask
LAWS = ("法", "法典")  # how the names of laws end; regulations and interpretations end otherwise
CITED = 5  # articles of an entry that count
ABOVE = 0.01  # how far an answer stands above the article it rests on
LONG = 80  # characters; of anything longer only the core is looked at
Numbers = NDArray[np.float32]
_LONG_NUMBER = re.compile(r"，?(?:我|他|她)?的?(?:联系)?(?:电话|手机|微信|身份证|卡|账)?(?:号码|号)?是?\d{7,}")  # somebody's telephone, identity card, account: says nothing of the matter


@dataclass(frozen=True)
class Weights:
    """The scalars of the score, fitted on held-out phrases (tests/benchmarks/matching.py fit), then moved by hand towards `phrase` and `bag`:
    what residents ask is nearer to our phrases than these are to each other (golden questions: first three 0.93 → 0.97).

    A softmax over the raw scores is how likely each candidate is the one wanted among them."""

    phrase: float = 5.0  # cosine with the best phrase or clause
    second: float = 1.1  # mean cosine with the other phrases: phrasings that agree
    bag: float = 6.0  # share of the question that the phrases together explain
    title: float = 9.5  # … that title and keywords explain
    body: float = 12.5  # … that summary, steps and notes explain
    topic: float = 0.6  # log probability of the entry's topic
    statute: float = 2.5  # how well the text of an article that the entry rests on answers, where an index is loaded
    fuzzy: float = 1.0  # rapidfuzz, written or spoken, with the best phrase
    near: float = 9.8  # … counted again, and squared, when it is nearly the whole phrase
    before: float = 8.0  # the messages before were about this answer (tests/benchmarks/conversations.py)
    matter: float = 8.0  # … or about its topic
    role: float = 2.5  # roles and negation agree (four times that against)
    not_for: float = -6.0
    article: float = -1.0  # an article alone is less of an answer than an answer
    rests: float = 3.0  # raw score below an article within which an answer that rests on it comes before it
    lesser: float = -1.0  # … and one of a regulation or an interpretation less than one of a law


@dataclass(frozen=True)
class Limits:
    """Where sure, maybe and none part (tests/benchmarks/matching.py calibrate)."""

    scope: float = 0.3  # below this the question is none of our matters
    sure: float = 0.8  # the best candidate's share from which it is shown without asking back …
    grounded: float = 0.8  # … when the question is ours at least so surely
    explains: float = 10.0  # … and its raw score, topic aside, is at least so high
    spread: float = 3.0  # raw score below the best within which another topic is offered before a second answer of the same


@dataclass(frozen=True)
class Candidate:
    """`score` is the calibrated probability that this entry is the one wanted; `parts` add up to `raw`."""

    entry: Entry
    score: float
    share: float  # its part of the softmax among all candidates
    ground: float  # how surely the question is one of our matters at all
    raw: float
    phrase: str  # the phrase that matched best
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def lent(self) -> float:
        """What it owes to the messages before."""
        return self.parts.get("before", 0.0) + self.parts.get("matter", 0.0)

    @property
    def own(self) -> float:
        """What it explains of the question itself."""
        return self.raw - self.parts.get("topic", 0.0) - self.lent


@dataclass(frozen=True)
class Match:
    outcome: Literal["sure", "maybe", "none"]
    candidates: tuple[Candidate, ...]  # best first; empty when the outcome is none
    grounding: float = 0.0  # how much the question is about matters we know at all, 0 … 1
    considered: tuple[Candidate, ...] = ()  # all that were looked at twice, whatever the outcome
    goes_on: bool | None = None  # with the matter spoken of before; None when it was not asked in the light of one


class ArticleTexts(Protocol):
    """What the statute index knows of a question by the articles' own words, the knowledge base left aside: no circle."""

    def shares(self, text: str) -> Numbers:
        """Every article's score as a share of the best one's."""
        ...

    def number(self, key: tuple[str, str]) -> int | None:
        """The place among the shares of (law, article)."""
        ...


class Matcher:
    """Built once a snapshot. `match` is pure and takes about a millisecond."""

    def __init__(
        self, entries: Sequence[Entry], analyzer: Analyzer, weights: Weights | None = None, limits: Limits | None = None,
        articles: ArticleTexts | None = None, spelling: Spelling | None = None,
    ) -> None:  # fmt: skip
        """`spelling` may be another snapshot's, to begin with: see `learn`."""
        others = [e for e in entries if e.kind == "elsewhere"]
        entries = self.entries = tuple(e for e in entries if e.kind != "elsewhere")
        self.weights, self.limits = weights or Weights(), limits or Limits()
        self._said = [p for e in entries for p in (e.phrases or ("",))]
        self._starts = np.concatenate(([0], np.cumsum([max(len(e.phrases), 1) for e in entries]))).astype(np.int64)
        read(analyzer, (*entries, *others))
        said = Texts.of([[analyzer.coded(p) for p in (e.phrases or ("",))] for e in entries])
        english = [[analyzer.latin_coded(t) for t in e.english] for e in entries]
        words = Texts.of([[*map(analyzer.coded, e.words), *en[:1]] for e, en in zip(entries, english, strict=True)])
        bodies = Texts.of([[*map(analyzer.plain_coded, e.body), *en] for e, en in zip(entries, english, strict=True)])
        elsewhere = {e.id: [analyzer.coded(p) for p in e.phrases] for e in others}
        vocabulary = analyzer.vocabulary
        self.asked = Bags(vocabulary, said.counted())  # by entry: how many of its phrases use each term
        answers = sum(e.kind == "answers" for e in entries)  # they come first; thousands of one-line articles do not say what is common
        self._index = FieldIndex(vocabulary, [
            Field("phrase", said.documents, cosine=True),
            Field("bag", self.asked.documents, k=1.0, b=0.3),
            Field("title", words.counted(), k=0.6, b=0.2, common=answers),
            Field("body", bodies.counted(), k=1.2, b=0.5, common=answers),
        ])  # fmt: skip
        topics = np.array([TOPICS.index(e.topic) if e.topic else -1 for e in entries], np.int64)
        self._topics = _topic_model(vocabulary, topics, (said, 1.0), (words, 1.0), (bodies, BODY))
        self._topic_of = np.where(topics < 0, len(TOPICS), topics)
        self._scope = Scope(vocabulary, said.documents.first(int(self._starts[answers])), elsewhere)
        self._spelling = spelling or Spelling(self._told())
        self._articles = np.array([e.kind == "articles" for e in entries], np.float32)
        self._lesser = np.array([e.kind == "articles" and not e.words[0].endswith(LAWS) for e in entries], np.float32)
        self._sounds = [spoken(p) for p in self._said]
        self._asked_of = ["，".join(e.phrases) for e in entries if e.kind == "answers"]
        self._sides = [_majority([sides(p) for p in e.phrases]) for e in entries]
        self.attach(analyzer, articles)

    def _told(self) -> Iterator[str]:
        return (text for e in self.entries for text in (*e.phrases, *e.words, *e.body, *e.english))

    def learn(self) -> None:
        """How the words of this very snapshot are written, when it began with another's spelling."""
        self._spelling = Spelling(self._told())

    @property
    def spelling(self) -> Spelling:
        return self._spelling

    def attach(self, analyzer: Analyzer, articles: ArticleTexts | None) -> None:
        """Join what is not kept on disk with a matcher: the words of this snapshot and its statute index."""
        self._analyzer = analyzer
        self._texts = articles
        self._cited = _places(self.entries, articles) if articles else None

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in ("_analyzer", "_texts", "_cited")}

    def topic_shares(self, text: str) -> Numbers:
        """The probability of each of TOPICS."""
        return self._topics.probabilities(self._analyzer.terms(normalize(text)))

    def match(self, text: str, limit: int = 5, before: str = "") -> Match:
        """`before`: what was said before in the same matter; a short message is understood in its light."""
        found = self.candidates(text, LOOKED_AT_TWICE, before)
        ground, same = (found[0].ground, goes_on(found)) if found else (0.0, None)
        if ground < self.limits.scope:
            return Match("none", (), ground, tuple(found), same)
        sure = self._is_sure(found[0]) and (same is not False or found[0].parts["fuzzy"] >= SAID)  # another matter: in its very words only
        if not sure and self._is_bare_word(normalize(text)):  # nobody asks for an article with 抵押 alone
            found = sorted(found, key=lambda c: c.entry.kind != "answers")
        offered = found if sure or same else spread_over_topics(found, self.limits.spread)
        return Match("sure" if sure else "maybe", tuple(offered[:limit]), ground, tuple(found), same)

    def _is_sure(self, best: Candidate) -> bool:
        """An answer that explains the question in itself, where the question is surely ours: being the only one in sight is not enough."""
        likely = best.share >= self.limits.sure and best.ground >= self.limits.grounded
        return likely and best.entry.kind == "answers" and best.own >= self.limits.explains

    def phrases_near(self, terms: Terms, least: float) -> list[tuple[str, str]]:
        """(answer id, phrase) of the phrases of answers whose cosine with `terms` is at least `least`."""
        near = np.flatnonzero(self._index.find(terms, only_first=True).share("phrase") >= least)
        owners = np.searchsorted(self._starts, near, side="right") - 1
        found = ((self.entries[int(o)], self._said[int(n)]) for o, n in zip(owners, near, strict=True))
        return [(entry.id, phrase) for entry, phrase in found if entry.kind == "answers"]

    def elsewhere(self, text: str) -> str | None:
        """The matter of elsewhere.yaml that a question is, when it is one clearly."""
        return self._scope.whose(self._analyzer.terms(self._core(normalize(text))))

    def read(self, text: str) -> str:
        """What we take a question as typed for: normalised, only the core of a long story, slips of typing put right."""
        return self._spelling.mend(self._core(normalize(text)))

    def candidates(self, text: str, limit: int = 10, before: str = "") -> list[Candidate]:
        """The best entries for a question as typed, `before` as in `match`. No limits: those are `match`'s."""
        question = self.read(text)
        if not question or not self.entries:
            return []
        pieces = self._pieces(question)
        terms = self._analyzer.terms(question)
        features = self._first_look(terms, pieces)
        if self._texts is not None and self._cited is not None:
            features["statute"] = _best_cited(self._texts.shares(text), self._cited)
        leans = float(np.clip((WHOLE - len(question)) / (WHOLE - ELLIPTIC), 0, 1)) if before else 0.0
        if leans:
            features |= self._recalled(before, leans)
        raw = self._weighed(features)
        count = min(LOOKED_AT_TWICE, len(raw))
        literal = np.argpartition(-features["phrase"], min(LITERAL, len(raw)) - 1)[:LITERAL]
        chosen = np.union1d(np.argpartition(-raw, count - 1)[:count], literal)
        asked = sides(question)
        near = self._nearest_phrases(question, pieces, chosen)
        found = [
            self._second_look(int(i), question, pieces, asked, {n: float(v[i]) for n, v in features.items()}, *near[i]) for i in chosen
        ]
        found = answers_first(found, self.weights.rests)
        return calibrated(found, self._ground(question, terms, float(features["phrase"].max()), leans > 0))[:limit]

    def _recalled(self, before: str, leans: float) -> dict[str, Numbers]:
        """How near each answer, and each answer's topic, is to what was said before: 0 … `leans`."""
        told = self.read(before)
        raw = self._weighed(self._first_look(self._analyzer.terms(told), self._pieces(told)))
        raw[self._articles > 0] = -np.inf
        near = np.clip(1 - (raw.max() - raw) / RECALLED, 0, 1).astype(np.float32)
        topics = np.zeros(len(TOPICS) + 1, np.float32)
        np.maximum.at(topics, self._topic_of, near)
        topics[-1] = 0
        return {"before": leans * near, "matter": leans * topics[self._topic_of] * (1 - self._articles)}

    def _ground(self, question: str, terms: Terms, said: float, goes_on: bool) -> float:
        """The chance that the question is ours: certain when it is our very phrase, likely when it names one of our services or goes on
        with what was said before."""
        if said > SAID:
            return 1.0
        concepts = self._analyzer.concepts(question)
        named = bool(concepts & self._analyzer.ours) or self._is_bare_word(question) or (goes_on and self._scope.goes_on(terms, said))
        return max(self._scope.chance(terms, len(concepts), said), NAMED if named else 0.0)

    def _is_bare_word(self, question: str) -> bool:
        """A word that several answers are asked with. A word alone does not say whose matter it is, and a list of ours does no harm."""
        return 1 < len(question) <= BARE and sum(question in asked for asked in self._asked_of) >= USUAL

    def _weighed(self, features: Mapping[str, Numbers]) -> Numbers:
        total = np.zeros(len(self.entries), np.float32)
        for name, values in features.items():
            total += float(getattr(self.weights, name)) * values
        return total

    def _core(self, question: str) -> str:
        """Of a long story, the clauses that sound most like what people ask, in order; a short question whole, without its telephone number."""
        question = _LONG_NUMBER.sub("", question).strip("，")
        if len(question) <= LONG:
            return question
        told = list(dict.fromkeys(clauses(question)))
        weight = {c: self._sounds_like_a_question(c) for c in told}
        chosen: set[str] = set()
        for clause in sorted(told, key=lambda c: -weight[c]):
            if sum(map(len, chosen)) + len(clause) > LONG and chosen:
                break
            chosen.add(clause)
        return "，".join(c[: 2 * LONG] for c in told if c in chosen)

    def _sounds_like_a_question(self, clause: str) -> float:
        return float(self._index.find(self._analyzer.terms(clause), only_first=True).share("phrase").max()) * float(min(len(clause), 12) ** 0.5)

    def _pieces(self, question: str) -> list[str]:
        """The longest clauses, when there are several; very short ones say little alone."""
        found = sorted((c for c in clauses(question) if len(c) >= 4), key=len, reverse=True)
        return found[:CLAUSES_LOOKED_AT] if len(found) > 1 else []

    def _first_look(self, terms: Terms, pieces: list[str]) -> dict[str, Numbers]:
        found = self._index.find(terms)
        best, others = self._phrase_scores(found, pieces)
        shares = np.append(self._topics.probabilities(terms), 1 / len(TOPICS))
        return {
            "phrase": best, "second": others, "bag": found.share("bag"), "title": found.share("title"), "body": found.share("body"),
            "topic": np.log(shares + 0.01)[self._topic_of].astype(np.float32), "article": self._articles, "lesser": self._lesser,
        }  # fmt: skip

    def _phrase_scores(self, found: Found, pieces: list[str]) -> tuple[Numbers, Numbers]:
        """Per entry: its best phrase, and the mean of the others; clauses count by their share of the whole."""
        scores, whole = found.share("phrase"), found.weight["phrase"]
        for piece in pieces:
            part = self._index.find(self._analyzer.terms(piece), only_first=True)
            share = min(part.weight["phrase"] / max(whole, 1e-6), 1.0)
            scores = np.maximum(scores, part.share("phrase") * (0.55 + 0.4 * share))
        best = np.maximum.reduceat(scores, self._starts[:-1])
        total = np.add.reduceat(scores, self._starts[:-1])
        return best, ((total - best) / np.maximum(np.diff(self._starts) - 1, 1)).astype(np.float32)

    def _nearest_phrases(self, question: str, pieces: list[str], chosen: NDArray[np.intp]) -> dict[int, tuple[float, str]]:
        """Of each chosen entry the phrase that is most like the question, written or spoken, and how like it is."""
        spans = [(int(self._starts[i]), int(self._starts[i + 1])) for i in chosen]
        numbers = [n for start, end in spans for n in range(start, end)]
        alike = likenesses(question, pieces, [self._said[n] for n in numbers], [self._sounds[n] for n in numbers])
        nearest: dict[int, tuple[float, str]] = {}
        position = 0
        for i, (start, end) in zip(chosen, spans, strict=True):
            part = alike[position : position + end - start]
            best = int(part.argmax())
            nearest[int(i)] = (float(part[best]), self._said[start + best])
            position += end - start
        return nearest

    def _second_look(
        self, number: int, question: str, pieces: list[str], asked: tuple[int, ...], features: dict[str, float], likeness: float,
        phrase: str,
    ) -> Candidate:  # fmt: skip
        entry = self.entries[number]
        against = max((best_likeness(question, pieces, p) for p in entry.not_for), default=0.0)
        features["fuzzy"] = likeness
        features["role"] = max(-4, min(agreement(asked, self._sides[number]), 2)) if any(asked) and self._sides[number] else 0.0
        if likeness > SAID:  # its very phrase: whatever side the other phrases take
            features["role"] = max(features["role"], 0.0)
        nearness = max(likeness, features["phrase"])  # 司法确认怎么办 is nearly all 司法确认 by what its words weigh
        features["near"] = max(0.0, (nearness - NEARLY) / (1 - NEARLY)) ** 2 if features["role"] >= 0 else 0.0  # 不想离婚 is near 想离婚
        features["not_for"] = float(against > 0.75 and against > likeness)
        parts = {name: float(getattr(self.weights, name)) * value for name, value in features.items()}
        return Candidate(entry, 0.0, 0.0, 0.0, sum(parts.values()), phrase, parts)


def read(analyzer: Analyzer, entries: Sequence[Entry]) -> int:
    """Code all that the entries say, so that what comes next need read only what is new; how many texts were new."""
    spoken = (text for e in entries for text in (*e.phrases, *e.words))
    return analyzer.read(spoken, (text for e in entries for text in e.body))


def _topic_model(vocabulary: Vocabulary, topics: NDArray[np.int64], *told: tuple[Texts, float]) -> TopicModel:
    """From the texts of entries and how much each kind counts; `topics` are the entries' places in TOPICS, -1 for those without."""
    shares = np.concatenate([np.full(texts.documents.size, share) for texts, share in told])
    owners = np.concatenate([texts.owners for texts, _ in told])
    return TopicModel(vocabulary, Documents.joined([texts.documents for texts, _ in told]), topics[owners], shares)


def _majority(found: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The side that most phrases of an entry take, pair by pair."""
    return tuple((total > 0) - (total < 0) for total in map(sum, zip(*found, strict=True)))


def _places(entries: Sequence[Entry], articles: ArticleTexts) -> NDArray[np.int64]:
    """Per entry the places of the first articles that it cites, -1 where there is none."""
    rows = [[n for key in e.statutes[:CITED] if (n := articles.number(key)) is not None] for e in entries]
    return np.array([row + [-1] * (CITED - len(row)) for row in rows], np.int64).reshape(len(rows), CITED)


def _best_cited(shares: Numbers, cited: NDArray[np.int64]) -> Numbers:
    """Of each entry the best share among the articles it cites; the decisive one comes first and counts most."""
    found = np.where(cited >= 0, shares[cited], 0) * (1 - 0.15 * np.arange(CITED))
    return np.asarray(found.max(1), np.float32)


def goes_on(found: Sequence[Candidate]) -> bool | None:
    """Is the best one about what was said before, at least half as much as any? None when nothing was."""
    most = max((c.lent for c in found), default=0.0)
    return found[0].lent >= most / 2 if most else None


def answers_first(found: Sequence[Candidate], within: float) -> list[Candidate]:
    """Best first; but an answer that rests on an article says more than the article, and comes before it if nearly as good."""
    articles = {c.entry.statutes[0]: c.raw for c in found if c.entry.kind == "articles"}

    def lifted(candidate: Candidate) -> Candidate:
        if candidate.entry.kind != "answers":
            return candidate
        near = (articles.get(key, -math.inf) for key in candidate.entry.statutes[:CITED])
        most = max((raw for raw in near if raw - within <= candidate.raw), default=-math.inf)
        if most < candidate.raw:
            return candidate
        parts = {**candidate.parts, "rests": most + ABOVE - candidate.raw}
        return replace(candidate, raw=most + ABOVE, parts=parts)

    return sorted(map(lifted, found), key=lambda c: -c.raw)


def spread_over_topics(found: list[Candidate], within: float) -> list[Candidate]:
    """Who is asked "which one?" is shown different matters first: the first three from three topics, if nearly as good as the best."""
    rest, first = list(found), list[Candidate]()
    while rest and len(first) < 3:
        seen = {c.entry.topic for c in first}
        other = (c for c in rest if c.entry.topic not in seen and c.raw > found[0].raw - within)
        first.append(next(other, rest[0]))
        rest.remove(first[-1])
    return first + rest


def calibrated(found: list[Candidate], ground: float) -> list[Candidate]:
    """Scores as probabilities: how far a candidate leads (softmax), times the chance that the question is ours."""
    if not found:
        return found
    shares = [math.exp(c.raw - found[0].raw) for c in found]
    total = sum(shares)
    return [Candidate(c.entry, ground * s / total, s / total, ground, c.raw, c.phrase, c.parts) for c, s in zip(found, shares, strict=True)]
