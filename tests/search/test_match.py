"""Who asks what, and how sure we may be: over a small knowledge base written for these tests."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bot.knowledge.model import Synonyms
from bot.search import ENGLISH
from bot.search.entries import Entry
from bot.search.match import Candidate, Matcher, Weights, spread_over_topics
from bot.search.terms import Analyzer
from bot.text.normalize import normalize, traditional


def entry(id: str, topic: str, *phrases: str, words: tuple[str, ...] = (), body: tuple[str, ...] = (), **more: object) -> Entry:
    said = tuple(map(normalize, phrases))
    return Entry("answers", id, said, tuple(map(normalize, words)), tuple(map(normalize, body)), topic, "consultation", **more)  # type: ignore[arg-type]


ENTRIES = [
    entry("wages", "劳动纠纷", "老板拖欠工资怎么办", "厂里三个月没发工钱", "讨薪去哪里投诉", words=("欠薪",), body=("到劳动监察投诉", "申请劳动仲裁")),
    entry("resign", "劳动纠纷", "我想辞职要提前多久说", "自己不想干了公司不批", "主动离职怎么写", words=("辞职",), body=("提前三十日书面通知",)),
    entry("dismissed", "劳动纠纷", "被公司辞退有没有补偿", "老板突然把我炒了", "厂里裁员赔多少", words=("辞退",), body=("违法解除赔二倍",)),
    entry("divorce", "婚姻家庭", "我想离婚怎么办手续", "要跟老公离婚去哪里", "起诉离婚要什么材料", words=("离婚",), body=("到婚姻登记处", "向法院起诉")),
    entry("no-divorce", "婚姻家庭", "我不想离婚对方要离", "老公起诉离婚我不同意", "怎么挽回婚姻不离婚", words=("不离婚",), body=("法院会先调解",)),
    entry("beaten", "人身损害", "我被人打了怎么要赔偿", "在酒吧被打伤", "挨打了医药费谁出", words=("被打",), body=("报警做伤情鉴定",)),
    entry("beat", "刑事辩护", "我打了人会不会坐牢", "失手打伤人怎么办", "跟人动手把他打伤了", words=("打人",), body=("争取谅解",)),
    entry("lent", "债权债务", "钱借给朋友不还怎么办", "别人欠我五万要不回来", "借出去的钱有借条", words=("要债",), body=("支付令", "起诉"), not_for=(normalize("公司欠我货款"),)),
    entry("borrowed", "债权债务", "我欠了网贷还不上", "向朋友借的钱没钱还", "被催收怎么办", words=("还不起",), body=("协商分期",)),
    entry("notary", "综合咨询", "公证处能办什么", "公证要带什么材料", "委托书公证怎么办", words=("公证",), body=("带身份证到公证处",)),
    entry("goods", "合同纠纷", "公司拖欠货款", "供货了对方不结账", "货款收不回来", words=("货款",), body=("对账起诉",)),
    dataclasses.replace(
        entry("phones", "综合咨询", "手机套餐怎么改", "流量还剩多少", "话费余额怎么查", "宽带多少钱一年", "手机没有信号怎么办"), kind="elsewhere", topic=None
    ),
    dataclasses.replace(entry("weather", "综合咨询", "今天下雨吗", "明天多少度", "台风什么时候来", "周末天气怎么样", "冷不冷要穿什么"), kind="elsewhere", topic=None),
]  # fmt: skip
SYNONYMS = [
    Synonyms(meaning="用人单位", words=("老板", "公司", "厂里")), Synonyms(meaning="劳动报酬", words=("工资", "工钱", "薪水")),
    Synonyms(meaning="拖欠", words=("没发", "不发", "欠薪", "压着")), Synonyms(meaning="公证", words=("公正", "公证处", "公正处"), ours=True),
    Synonyms(meaning="民间借贷", words=("借条", "欠我", "借给", "还钱")),
]  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(ENTRIES, Analyzer(SYNONYMS, ENGLISH))


def first(matcher: Matcher, question: str) -> str:
    return matcher.candidates(question, 1)[0].entry.id


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("我想离婚", "divorce"), ("我不想离婚", "no-divorce"), ("我打了人", "beat"), ("我被打了", "beaten"), ("我要辞职", "resign"),
        ("我被辞退了", "dismissed"), ("钱借给别人了", "lent"), ("我向别人借了钱", "borrowed"),
    ],
)  # fmt: skip
def test_roles_and_negation_decide(matcher: Matcher, question: str, wanted: str) -> None:
    assert first(matcher, question) == wanted


@pytest.mark.parametrize("question", ["公正处能办什么", "公证处能半什么", "公证处能什么办", "公证能办什么", "公證處能辦什麼", "gongzhengchu neng ban shenme", "公증证处能办什么"])
def test_typos_homophones_scripts_and_pinyin_still_find(matcher: Matcher, question: str) -> None:
    assert first(matcher, question) == "notary"


def test_every_phrase_finds_its_own_answer_and_is_ours(matcher: Matcher) -> None:
    for e in matcher.entries:
        for phrase in e.phrases:
            found = matcher.match(phrase)
            assert found.outcome != "none" and found.considered[0].entry.id == e.id
            assert matcher.match(traditional(phrase)).considered[0].entry.id == e.id


def test_a_known_confusion_is_broken_by_not_for() -> None:
    analyzer = Analyzer(SYNONYMS, ENGLISH)
    with_it = Matcher(ENTRIES, analyzer).candidates("公司欠我货款", 12)
    without = Matcher([dataclasses.replace(e, not_for=()) for e in ENTRIES], analyzer).candidates("公司欠我货款", 12)
    score = {c.entry.id: c for c in with_it}["lent"], {c.entry.id: c for c in without}["lent"]
    assert score[0].raw < score[1].raw - 5


def test_the_core_of_a_long_story_is_found(matcher: Matcher) -> None:
    story = (
        "您好，我是去年从湖南过来的，住在葵涌这边，家里有两个小孩，老人身体也不好，平时都是我一个人在外面。"
        "一开始都挺好的，今年过完年以后就不对了，大家都在说生意不好做。现在厂里已经三个月没发工钱了，房租都交不起，天天在宿舍等，想请您帮忙看看。"
    )
    assert first(matcher, story) == "wages"


@pytest.mark.parametrize("question", ["这个月流量还剩下多少", "明天会下雨吗", "asdfghjkl", "嗯嗯嗯嗯"])
def test_what_is_not_ours_is_none(matcher: Matcher, question: str) -> None:
    assert matcher.match(question).outcome == "none"


def test_somebody_elses_matter_is_named(matcher: Matcher) -> None:
    assert matcher.elsewhere("手机流量还剩多少") == "phones"
    assert matcher.elsewhere("老板拖欠工资") is None


def test_a_legal_word_keeps_a_question_ours_though_it_speaks_of_a_phone(matcher: Matcher) -> None:
    assert matcher.match("手机店老板拖欠我工资").outcome != "none"


def test_our_very_phrase_is_ours_whoever_elses_words_it_uses() -> None:
    extra = entry("overcharged", "消费权益", "流量还剩多少", "套餐外乱扣费", "运营商扣我钱不认")
    found = Matcher([*ENTRIES, extra], Analyzer(SYNONYMS, ENGLISH)).match("流量还剩多少")
    assert found.outcome != "none" and found.considered[0].entry.id == "overcharged"


@pytest.mark.parametrize(
    ("text", "meanings"),
    [("unpaid wages", {"§拖欠", "§劳动报酬"}), ("my parents", set()), ("i issue an invoice", set()), ("签了contract没", {"§合同"}), ("divorce", {"§离婚"})],
)
def test_an_english_word_is_heard_where_it_stands_alone(text: str, meanings: set[str]) -> None:
    assert Analyzer((), ENGLISH).concepts(text) == meanings


def test_a_telephone_number_says_nothing_of_the_matter(matcher: Matcher) -> None:
    with_it, without = matcher.candidates("钱借给别人了，电话13812345678"), matcher.candidates("钱借给别人了")
    assert [(c.entry.id, c.score) for c in with_it] == [(c.entry.id, c.score) for c in without]


def test_a_bare_word_is_looked_up_wherever_else_it_is_said() -> None:
    answers = [Entry("answers", f"a{i}", (phrase, f"说法{i}"), (f"题目{i}",), (), None, "consultation") for i, phrase in enumerate(("台风吹倒树砸车", "台风天上班"))]
    elsewhere = Entry("elsewhere", "travel", ("台风什么时候来", "台风几点登陆", "台风路径", "台风叫什么名字", "台风会来吗"), ("天气",), (), None, "other")
    match = Matcher([*answers, elsewhere], Analyzer((), ENGLISH)).match
    assert match("台风").outcome == "maybe"
    assert match("台风什么时候来").outcome == "none"
    assert Matcher([answers[0], elsewhere], Analyzer((), ENGLISH)).match("台风").outcome == "none"  # said of one answer only


KEPT = ("the landlord keeps the deposit", "ask for each deduction in writing and complain to the housing office")


def test_an_answer_is_found_by_the_words_of_its_english() -> None:
    """None of these words is a concept of ENGLISH, and the sentences share no phrase."""
    tenancy = entry("tenancy", "房产纠纷", "退租了不退钱", words=("退租",), english=("moving out and the money is withheld", KEPT[1]))
    speaking = Matcher([*ENTRIES, tenancy], Analyzer(SYNONYMS, ENGLISH))
    assert first(speaking, "they withhold my money for a deduction") == "tenancy"
    assert first(speaking, "I complained") == "tenancy"  # endings aside


def test_a_chinese_question_finds_the_same_whether_an_answer_speaks_english_or_not(matcher: Matcher) -> None:
    """Its concepts are not counted twice, and no answer gets longer by being said in two languages."""
    speaking = [dataclasses.replace(e, english=("my boss owes wages", "the company keeps back wages", *KEPT)) if e.id == "goods" else e for e in ENTRIES]
    both = Matcher(speaking, Analyzer(SYNONYMS, ENGLISH))

    def explained(by: Matcher, question: str) -> dict[str, list[float]]:
        return {c.entry.id: [round(c.parts[part], 3) for part in ("phrase", "title", "body")] for c in by.candidates(question)}

    for question in ("公司没发工资", "货款收不回来", "对账起诉", "老板压着工钱"):
        assert explained(both, question)["goods"] == explained(matcher, question)["goods"]


def test_typed_pinyin_names_its_legal_concepts() -> None:
    heard = Analyzer(SYNONYMS, ENGLISH).concepts("lao ban bu fa gong zi")
    assert {"§用人单位", "§劳动报酬", "§拖欠"} <= heard


def test_the_longest_word_is_heard_and_a_single_character_too() -> None:
    analyzer = Analyzer([Synonyms(meaning="赌博", words=("赌",)), Synonyms(meaning="打赌", words=("赌气",)), Synonyms(meaning="网赌", words=("网上赌",))])
    assert analyzer.concepts("他又去赌") == analyzer.concepts("他赌钱输光") == {"§赌博"}
    assert analyzer.concepts("跟我赌气") == {"§打赌"}
    assert analyzer.concepts("网上赌钱") == {"§网赌"}


def test_who_names_one_of_our_services_is_never_sent_away(matcher: Matcher) -> None:
    assert matcher.match("公证套餐多少钱一年").grounding >= 0.5
    unnamed = [s.model_copy(update={"ours": False}) for s in SYNONYMS]
    assert Matcher(ENTRIES, Analyzer(unnamed)).match("公证套餐多少钱一年").grounding < 0.5


def test_the_only_one_in_sight_is_not_sure_for_that(matcher: Matcher) -> None:
    alone = Matcher([e for e in ENTRIES if e.id in ("beaten", "notary")], Analyzer(SYNONYMS, ENGLISH))
    found = alone.match("在酒吧买酒多收钱公证")
    assert found.considered[0].share > alone.limits.sure * 0.5 and found.outcome != "sure"
    assert alone.match("在酒吧被打伤").outcome == "sure"


def test_parts_add_up_to_the_raw_score_and_shares_to_one(matcher: Matcher) -> None:
    found = matcher.candidates("老板不发工资", 32)
    for c in found:
        assert sum(c.parts.values()) == pytest.approx(c.raw, abs=1e-4)
    assert sum(c.share for c in found) == pytest.approx(1.0, abs=1e-6)
    assert [c.raw for c in found] == sorted((c.raw for c in found), reverse=True)


class OneArticle:
    """A statute index that hears every question in the second article."""

    def shares(self, text: str) -> np.ndarray:
        return np.array([0.0, 1.0], np.float32)

    def number(self, key: tuple[str, str]) -> int | None:
        return {("民法典", "第一条"): 0, ("民法典", "第二条"): 1}.get(key)


def test_the_text_of_the_cited_articles_joins_the_score() -> None:
    twins = [
        entry("a", "债权债务", "邻居的树枝伸过来", statutes=(("民法典", "第一条"),)),
        entry("b", "债权债务", "邻居家树枝伸过来", statutes=(("民法典", "第二条"),)),
        entry("c", "债权债务", "邻居种的树枝伸过来了", statutes=(("不存在的法", "第九条"),)),
    ]
    found = Matcher(twins, Analyzer([]), articles=OneArticle()).candidates("隔壁的树枝伸到我家", 3)
    parts = {c.entry.id: c.parts["statute"] for c in found}
    assert parts["b"] == pytest.approx(Weights().statute) and parts["a"] == parts["c"] == 0


def candidate(id: str, topic: str, raw: float) -> Candidate:
    return Candidate(entry(id, topic, id), 0.0, 0.0, 1.0, raw, id)


def test_who_must_choose_sees_different_matters_first_if_nearly_as_good() -> None:
    found = [candidate("a", "劳动纠纷", 9.0), candidate("b", "劳动纠纷", 8.9), candidate("c", "侵权", 7.0), candidate("d", "合同纠纷", 2.0)]
    assert [c.entry.id for c in spread_over_topics(found, within=3.0)] == ["a", "c", "b", "d"]


def test_an_empty_knowledge_base_and_an_empty_question_find_nothing() -> None:
    assert Matcher([], Analyzer([])).match("老板拖欠工资").outcome == "none"
    assert Matcher(ENTRIES, Analyzer(SYNONYMS)).candidates("？？！", 3) == []
