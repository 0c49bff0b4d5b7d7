"""The fast index ranks as the slow, obvious scorer does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index import Field, FieldIndex

Terms = Mapping[str, float]


def rarity(term: str, documents: Sequence[Terms]) -> float:
    users = sum(term in d for d in documents)
    return math.log1p((len(documents) - users + 0.5) / (users + 0.5)) if users else 0.0


def slow_bm25(question: Terms, field: Field) -> list[float]:
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


def slow_cosine(question: Terms, field: Field) -> list[float]:
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
    cosine, bm25 = Field("phrase", phrases, cosine=True), Field("body", bodies, k=1.2, b=0.5)
    found = FieldIndex([cosine, bm25]).find(question)
    np.testing.assert_allclose(found.scores["phrase"], slow_cosine(question, cosine), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(found.scores["body"], slow_bm25(question, bm25), rtol=1e-3, atol=1e-4)


@given(TERMS, DOCUMENTS)
def test_a_share_is_never_more_than_the_whole_question(question: Terms, documents: list[Terms]) -> None:
    index = FieldIndex([Field("body", documents), Field("phrase", documents, cosine=True)])
    for name in ("body", "phrase"):
        share = index.find(question).share(name)
        assert ((share >= 0) & (share <= 1.0)).all()


@given(DOCUMENTS)
def test_a_document_asked_for_in_its_own_words_has_cosine_one(documents: list[Terms]) -> None:
    index = FieldIndex([Field("phrase", documents, cosine=True)])
    for number, document in enumerate(documents):
        if sum(rarity(t, documents) for t in document) > 0:
            assert index.find(document).share("phrase")[number] > 0.999


def test_an_empty_field_and_a_question_of_unknown_words_are_no_error() -> None:
    index = FieldIndex([Field("phrase", [{"离婚": 1.0}], cosine=True), Field("body", [{}])])
    assert index.find({"外星": 1.0}).share("phrase").tolist() == [0.0]
    assert index.find({}).share("body").tolist() == [0.0]


@given(TERMS, DOCUMENTS, DOCUMENTS)
def test_documents_after_those_counted_change_no_score_of_these(
    question: Terms, counted: list[Terms], others: list[Terms]
) -> None:
    alone = FieldIndex([Field("body", counted)]).find(question).scores["body"]
    among = FieldIndex([Field("body", [*counted, *others], counted=len(counted))]).find(question).scores["body"]
    np.testing.assert_allclose(among[: len(counted)], alone, rtol=1e-4, atol=1e-5)
