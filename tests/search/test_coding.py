"""Texts coded together are coded as they are one by one, which is slow and obvious."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import Synonyms
from bot.search.terms import Analyzer
from bot.search.vocabulary import Coded
from bot.text.normalize import normalize

SYNONYMS = (
    Synonyms(meaning="劳动报酬", words=("工资", "没发钱", "血汗钱")), Synonyms(meaning="拖欠", words=("没发", "没发钱", "欠")),
    Synonyms(meaning="离婚", words=("离", "不过了")),
)  # fmt: skip
TEXTS = st.lists(st.text(st.sampled_from("老板没发钱欠血汗工资离婚不过了，，啊abc12%公正处々ｱ"), max_size=14).map(normalize), max_size=12)


def as_mapping(analyzer: Analyzer, code: Coded) -> dict[str, float]:
    names = {number: term for term, number in analyzer.vocabulary.items()}
    return {names[int(n)]: round(float(w), 5) for n, w in zip(*code, strict=True)}


@given(TEXTS, TEXTS)
def test_together_as_one_by_one(texts: list[str], bodies: list[str]) -> None:
    together = Analyzer(SYNONYMS)
    together.read(texts, bodies)
    for text in texts:
        assert as_mapping(together, together.coded(text)) == {t: round(w, 5) for t, w in together.terms(text).items()}
    for text in bodies:
        assert as_mapping(together, together.plain_coded(text)) == {t: round(w, 5) for t, w in together.plain_terms(text).items()}


def test_what_is_read_is_not_read_again() -> None:
    analyzer = Analyzer(SYNONYMS)
    assert analyzer.read(["老板没发钱", "老板没发钱", "abc"], ["离婚"]) == 2
    assert analyzer.read(["老板没发钱", "公正处"], ["离婚"]) == 1
