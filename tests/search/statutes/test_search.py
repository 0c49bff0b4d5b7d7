"""A resident tells what happened; the articles that may settle it are found, by words and by what the knowledge base knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import read_knowledge
from bot.search import Finder
from bot.search.entries import Entry, entries_of
from bot.search.match import Matcher
from bot.search.statutes.build import build
from bot.search.statutes.library import MOST_TERMS, StatuteLibrary
from bot.search.statutes.postings import grams
from bot.search.statutes.rank import StatuteWeights
from bot.search.statutes.search import StatuteSearch
from bot.search.terms import Analyzer
from tests.conftest import SMALL
from tests.search.statutes.conftest import TODAY, law


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> StatuteLibrary:
    """A few short laws with texts of our own."""
    home = tmp_path_factory.mktemp("village")
    build([
        law("渔港法", ["渔船进港要排队。", "缆绳由船主自己系牢；因缆绳松脱撞坏别人渔船的，船主赔偿。", "台风来时渔船回港避风。"], "2020-01-01", "2020-02-01"),
        law("雇工法", ["雇主应当按月付给雇工报酬。", "逾期不付报酬的，加付一倍。", "雇工可以随时离开。"], "2020-01-01", "2020-02-01"),
        law("雇工办法", ["雇主应当按月付给雇工报酬。"], "2019-01-01", "2019-02-01", kind="地方性法规"),
        law("家事法", ["夫妻互相忠实。", "离婚时子女由谁带，由双方商量。"], "2020-01-01", "2020-02-01"),
    ], home)  # fmt: skip
    return StatuteLibrary(home)


def entry(id: str, phrases: tuple[str, ...], *statutes: tuple[str, str]) -> Entry:
    return Entry("answers", id, phrases, (), (), "劳动纠纷", "consultation", statutes=statutes)


PAID_LATE = entry("late", ("老板压着工钱不发", "血汗钱要不回来", "干完活一分钱没拿到"), ("雇工法", "第二条"), ("雇工法", "第一条"))
CHILD = entry("child", ("娃归哪个养", "分开后小孩跟谁过"), ("家事法", "第二条"))


def first(search: StatuteSearch, question: str, *candidates: object) -> tuple[str, str]:
    return search.library.key(search.search(question, candidates)[0][0])  # type: ignore[arg-type]


def test_the_laws_own_words_find_the_article(village: StatuteLibrary) -> None:
    search = StatuteSearch(village, Analyzer(()), TODAY)
    assert first(search, "缆绳松了撞坏了别人的渔船，赔不赔") == ("渔港法", "第二条")
    assert first(search, "纜繩鬆脫撞壞漁船") == ("渔港法", "第二条")


def test_of_equal_words_the_law_stands_before_the_local_rule(village: StatuteLibrary) -> None:
    found = [village.key(n) for n, _ in StatuteSearch(village, Analyzer(()), TODAY).search("雇主应当按月付给雇工报酬")]
    assert found.index(("雇工法", "第一条")) < found.index(("雇工办法", "第一条"))


def test_a_residents_words_find_the_article_through_the_answers_that_cite_it(village: StatuteLibrary) -> None:
    """None of 工钱, 血汗钱, 娃 stands in a law: the phrases of the knowledge base lead there."""
    entries = [PAID_LATE, CHILD]
    analyzer = Analyzer(())
    search = StatuteSearch(village, analyzer, TODAY, entries=entries)
    matcher = Matcher(entries, analyzer)
    without = StatuteSearch(village, analyzer, TODAY)
    for question, article in (("血汗钱没拿到", ("雇工法", "第二条")), ("小娃归哪个养", ("家事法", "第二条"))):
        assert first(search, question, *matcher.match(question).considered) == article
        assert [village.key(n) for n, _ in without.search(question)][:1] != [article]


def test_the_phrases_alone_are_enough_when_no_candidate_is_given(village: StatuteLibrary) -> None:
    assert first(StatuteSearch(village, Analyzer(()), TODAY, entries=[PAID_LATE, CHILD]), "血汗钱没拿到啊") == ("雇工法", "第二条")


def test_every_article_comes_once_and_no_more_than_asked_for(village: StatuteLibrary) -> None:
    found = [village.key(n) for n, _ in StatuteSearch(village, Analyzer(()), TODAY).search("雇主雇工渔船夫妻", limit=3)]
    assert len(found) == 3 == len(set(found))


@pytest.mark.parametrize("text", ["", "？！", "qwerty", "🐟", "\x00"])
def test_words_of_no_law_find_nothing(village: StatuteLibrary, text: str) -> None:
    assert StatuteSearch(village, Analyzer(()), TODAY).search(text) == []


@pytest.mark.parametrize("text", ["雇主不付报酬" * 1700, "雇" * 10_000, "".join(chr(0x4E00 + n) for n in range(10_000)), "民法典第1条" * 2000, "《" * 10_000])
def test_a_query_of_ten_thousand_characters_is_answered(search: StatuteSearch, text: str) -> None:
    assert len(text) >= 10_000
    assert len(search.search(text)) <= 100
    assert len(search.cited(text)) <= 200


def test_of_a_long_story_only_the_rarest_terms_are_looked_up(library: StatuteLibrary) -> None:
    words = sorted(library._terms)[: MOST_TERMS * 2]
    assert len(words) > MOST_TERMS
    assert len(library.known(dict.fromkeys(words, 1.0))) == min(MOST_TERMS, sum(library._idf[library._terms[w]] > 0 for w in words))


def test_rare_terms_go_before_common_ones_when_there_are_too_many(library: StatuteLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.statutes.library.MOST_TERMS", 3)
    terms = dict.fromkeys(grams("邻居夜间大声播放音响"), 1.0)
    kept = [w for _, w, _ in library.known(terms)]
    assert len(kept) == 3 and kept == sorted(kept, reverse=True)


def test_authority_widens_the_lead_of_the_law_over_the_local_rule(village: StatuteLibrary) -> None:
    def lead(weights: StatuteWeights) -> float:
        found = {village.key(n): score for n, score in StatuteSearch(village, Analyzer(()), TODAY, weights).search("按月付给雇工报酬")}
        return found["雇工法", "第一条"] - found["雇工办法", "第一条"]

    assert lead(StatuteWeights(law=0, near=0)) > lead(StatuteWeights(law=0, near=0, authority=0))


def test_an_article_without_words_is_no_trouble(tmp_path: Path) -> None:
    build([law("空条法", ["", "。\n；", "有字的一条。"], "2020-01-01", "2020-02-01")], tmp_path)
    search = StatuteSearch(StatuteLibrary(tmp_path), Analyzer(()), TODAY)
    assert first(search, "有字的") == ("空条法", "第三条")


def test_laws_are_suggested_by_nearly_their_name(search: StatuteSearch) -> None:
    assert search.titles_like("劳动合同的法")[0] == "劳动合同法"
    assert search.titles_like("治安处罚管理法")[0] == "治安管理处罚法"
    assert search.titles_like("要账的办法") == []


def test_the_finder_says_why_there_are_no_statutes_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("index-x", "utf-8")
    (tmp_path / "index-x").mkdir()
    finder = Finder(read_knowledge(SMALL), tmp_path, TODAY)
    assert finder.statutes is None and "旧版本" in finder.statutes_problem
    assert finder.match("老板拖欠工资怎么办").candidates


def test_entries_of_the_small_knowledge_base_that_cite_unknown_laws_are_left_out(village: StatuteLibrary) -> None:
    search = StatuteSearch(village, Analyzer(()), TODAY, entries=list(entries_of(read_knowledge(SMALL))))
    assert search.search("老板拖欠工资怎么办") is not None
