"""The fast index ranks as the slow, obvious scorer does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index import Documents, Field, FieldIndex, Found, Texts, by_number
from bot.search.vocabulary import Terms, Vocabulary


@dataclass(frozen=True)
class Spec:
    """A field as the slow scorer reads it: documents as plain mappings."""

    name: str
    documents: Sequence[Terms]
    cosine: bool = False
    k: float = 1.2
    b: float = 0.4
    common: int | None = None


def find(question: Terms, *specs: Spec) -> Found:
    """What the fast index makes of the same documents."""
    vocabulary = Vocabulary()
    fields = [Field(s.name, Documents.of([vocabulary.code(d) for d in s.documents]), s.cosine, s.k, s.b, s.common) for s in specs]
    return FieldIndex(vocabulary, fields).find(question)


def rarity(term: str, documents: Sequence[Terms]) -> float:
    users = sum(term in d for d in documents)
    return math.log1p((len(documents) - users + 0.5) / (users + 0.5)) if users else 0.0


def slow_bm25(question: Terms, field: Spec) -> list[float]:
    """One document after the other, one term after the other, as the formula is written in books (saturating below one)."""
    lengths = [sum(d.values()) for d in field.documents]
    mean = sum(lengths) / len(lengths)
    scores = []
    for document, length in zip(field.documents, lengths, strict=True):
        score = 0.0
        for term, weight in question.items():
            if said := document.get(term, 0.0):
                saturated = said / (said + field.k * (1 - field.b + field.b * length / mean))
                score += weight * saturated * rarity(term, field.documents)
        scores.append(score)
    return scores


def slow_cosine(question: Terms, field: Spec) -> list[float]:
    scores = []
    for document in field.documents:
        vector = {t: w * rarity(t, field.documents) for t, w in document.items()}
        length = math.sqrt(sum(w * w for w in vector.values()))
        scores.append(sum(w * rarity(t, field.documents) * vector.get(t, 0.0) for t, w in question.items()) / max(length, 1e-6))
    return scores


TERMS = st.dictionaries(st.sampled_from("离婚工资押金公证调解撞车"), st.floats(0.3, 4.0), min_size=1, max_size=6)
DOCUMENTS = st.lists(TERMS, min_size=1, max_size=12)


@given(TERMS, DOCUMENTS, DOCUMENTS)
def test_every_document_scores_as_by_the_slow_scorer(question: Terms, phrases: list[Terms], bodies: list[Terms]) -> None:
    cosine, bm25 = Spec("phrase", phrases, cosine=True), Spec("body", bodies, k=1.2, b=0.5)
    found = find(question, cosine, bm25)
    np.testing.assert_allclose(found.scores["phrase"], slow_cosine(question, cosine), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(found.scores["body"], slow_bm25(question, bm25), rtol=1e-3, atol=1e-4)


@given(TERMS, DOCUMENTS, DOCUMENTS)
def test_the_first_field_alone_scores_as_it_does_among_all(question: Terms, phrases: list[Terms], bodies: list[Terms]) -> None:
    vocabulary = Vocabulary()
    fields = [Field(n, Documents.of([vocabulary.code(d) for d in docs])) for n, docs in (("phrase", phrases), ("body", bodies))]
    index = FieldIndex(vocabulary, fields)
    alone, among = index.find(question, only_first=True), index.find(question)
    assert alone.scores["phrase"].tolist() == among.scores["phrase"].tolist() and alone.weight == {"phrase": among.weight["phrase"]}


@given(TERMS, DOCUMENTS)
def test_a_share_is_never_more_than_the_whole_question(question: Terms, documents: list[Terms]) -> None:
    found = find(question, Spec("body", documents), Spec("phrase", documents, cosine=True))
    for name in ("body", "phrase"):
        share = found.share(name)
        assert ((share >= 0) & (share <= 1.0)).all()


@given(DOCUMENTS)
def test_a_document_asked_for_in_its_own_words_has_cosine_one(documents: list[Terms]) -> None:
    for number, document in enumerate(documents):
        if sum(rarity(t, documents) for t in document) > 0:
            assert find(document, Spec("phrase", documents, cosine=True)).share("phrase")[number] > 0.999


def test_an_empty_field_and_a_question_of_unknown_words_are_no_error() -> None:
    specs = Spec("phrase", [{"离婚": 1.0}], cosine=True), Spec("body", [{}])
    assert find({"外星": 1.0}, *specs).share("phrase").tolist() == [0.0]
    assert find({}, *specs).share("body").tolist() == [0.0]


def test_a_term_that_another_reader_of_the_vocabulary_took_in_is_as_strange_as_an_unknown_one() -> None:
    vocabulary = Vocabulary()
    documents = Documents.of([vocabulary.code({"离婚": 1.0}), vocabulary.code({"工资": 1.0})])
    index = FieldIndex(vocabulary, [Field("phrase", documents, cosine=True)])
    before = index.find({"离婚": 1.0, "外星": 1.0})
    vocabulary.code({"外星": 1.0})
    after = index.find({"离婚": 1.0, "外星": 1.0})
    assert before.weight == after.weight
    assert before.share("phrase").tolist() == after.share("phrase").tolist()


@given(DOCUMENTS)
def test_texts_of_one_document_are_counted_term_by_term(texts: list[Terms]) -> None:
    vocabulary = Vocabulary()
    counted = Texts.of([[vocabulary.code(t) for t in texts], []]).counted()
    names = {number: term for term, number in vocabulary.items()}
    found = {names[int(n)]: v for n, v in zip(counted.numbers, counted.values, strict=True)}
    assert counted.size == 2 and not counted.rows.any()
    assert found == {term: sum(term in t for t in texts) for text in texts for term in text}


@given(TERMS, DOCUMENTS, DOCUMENTS)
def test_documents_after_the_common_ones_change_no_score_of_these(question: Terms, common: list[Terms], others: list[Terms]) -> None:
    alone = find(question, Spec("body", common)).scores["body"]
    among = find(question, Spec("body", [*common, *others], common=len(common))).scores["body"]
    np.testing.assert_allclose(among[: len(common)], alone, rtol=1e-4, atol=1e-5)


@given(st.lists(st.integers(0, 2**40), max_size=50))
def test_sorting_by_number_keeps_equal_ones_as_they_stand(numbers: list[int]) -> None:
    array = np.array(numbers, np.int64)
    assert by_number(array).tolist() == np.argsort(array, kind="stable").tolist()
    huge = array * 2**20
    assert by_number(huge).tolist() == np.argsort(huge, kind="stable").tolist()
