"""A resident reads the law: the article, its paragraphs, what stands around it, what changed, and cases — over made laws."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.answers.blocks import AnyBlock, ArticleBlock, Basis, Choices, Notice, Reply, Text
from bot.answers.compose import law_digest
from bot.app import ShortMemory
from bot.dialogue.assistant import SHENZHEN, Assistant
from bot.dialogue.reading import Finer, paragraphs, part_of
from bot.dialogue.session import Message
from bot.knowledge import read_knowledge
from bot.library import Library
from bot.search.statutes.build import build
from bot.search.statutes.sources import LawText
from tests.conftest import NOW, ROOT, SMALL
from tests.search.statutes.conftest import law

Ask = Callable[..., Awaitable[Reply]]
CODE = "民法典"


def laws() -> list[LawText]:
    civil = LawText(CODE, "2020-05-28", "2021-01-01", "有效", "法律", (
        ("第一条", "第一章总则", "来日方长。"), ("第二条", "第一章总则", "头一款，有下列情形之一的：\n（一）甲；\n（二）乙。\n第二款的话。"),
        ("第三条", "第一章总则", "大家和气。"), ("第四条", "第二章家事", "渔船上的事。"), ("第五条", "第二章家事", "到人民法院去。"),
    ))  # fmt: skip
    notes = LawText("合同附则", "2020-01-01", "2020-02-01", "有效", "法律", tuple((f"第{n}条", "", f"话{n}。") for n in "一二三"))
    wages = law("劳动争议调解仲裁法", ["旧的话。"] * 60, "2007-12-29", "2008-05-01")
    newer = LawText("劳动合同法", "2026-01-01", "2026-03-01", "有效", "法律", (("第三十条", "", "新版的话。"),))
    old = law("家庭暴力旧法", ["旧条文还在这里。"], "2001-01-01", "2001-02-01")
    ends = law("家事新法", ["新话。", "本法自2026年6月1日起施行。《家庭暴力旧法》、《反家庭暴力法》同时废止。"], "2026-03-01", "2026-06-01")
    violence = law("反家庭暴力法", ["打人不对。"] * 38, "2015-12-27", "2016-03-01")
    return [civil, notes, wages, newer, old, ends, violence]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laws") / "statutes"
    build(laws(), folder)
    return folder


def asking(assistant: Assistant) -> Ask:
    async def ask(text: str = "", choice: str = "", session: str = "t:1") -> Reply:
        return await assistant.reply(Message(session=session, channel="api", text=text, choice=choice))

    return ask


@pytest.fixture
def ask(home: Path) -> Ask:
    return asking(Assistant(Library(SMALL, home), ShortMemory(), lambda: NOW))


def shown(reply: Reply) -> str:
    return "\n".join(b.text for b in reply.blocks if isinstance(b, (Text, Notice)))


def article(reply: Reply) -> ArticleBlock:
    return next(b for b in reply.blocks if isinstance(b, ArticleBlock))


def choices(reply: Reply) -> dict[str, str]:
    return {item.id: item.label for b in reply.blocks if isinstance(b, Choices) for item in b.items}


def kinds(blocks: tuple[AnyBlock, ...]) -> list[str]:
    return [b.kind for b in blocks]


def id_of(title: str, rest: str = "") -> str:
    return f"law:{law_digest(title)}" + (f":{rest}" if rest else "")


async def test_a_cited_article_is_shown_with_its_standing_and_its_neighbours(ask: Ask) -> None:
    reply = await ask("民法典第2条")
    assert (reply.outcome, article(reply).article, article(reply).status) == ("statute", "第二条", "现行有效（2020-05-28 公布、2021-01-01 起施行）")
    assert choices(reply)[id_of(CODE, "1")] == "上一条：第一条" and choices(reply)[id_of(CODE, "3")] == "下一条：第三条"
    assert choices(reply)[id_of(CODE, "chapter:2")] == "看整章：第一章总则"
    assert "法律信息" in shown(reply) and reply.statutes == ((CODE, "第二条"),)


async def test_the_first_and_the_last_article_have_one_neighbour(ask: Ask) -> None:
    assert "上一条" not in str(choices(await ask("民法典第一条"))) and "下一条" not in str(choices(await ask("民法典第五条")))


async def test_the_whole_chapter_is_there_on_request(ask: Ask) -> None:
    for reply in (await ask(choice=id_of(CODE, "chapter:2")), await ask("民法典第二条整章")):
        assert [b.article for b in reply.blocks if isinstance(b, ArticleBlock)] == ["第一条", "第二条", "第三条"]
    around = await ask(choice=id_of("合同附则", "chapter:2"))
    assert [b.article for b in around.blocks if isinstance(b, ArticleBlock)] == ["第一条", "第二条", "第三条"]


async def test_the_pages_of_a_long_stretch_follow_one_another(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dialogue.reading.AT_ONCE", 2)
    first = await ask(choice=id_of(CODE, "chapter:2"))
    assert id_of(CODE, "chapter:2:1") in choices(first)
    second = await ask(choice=id_of(CODE, "chapter:2:1"))
    assert [b.article for b in second.blocks if isinstance(b, ArticleBlock)] == ["第三条"]


@pytest.mark.parametrize(
    ("text", "says"),
    [("民法典第二条第一款", "第一款：头一款，有下列情形之一的：\n（一）甲；\n（二）乙。"), ("民法典第二条第二款", "第二款：第二款的话。"),
     ("民法典第二条第一款第二项", "第一款第二项：（二）乙。"), ("民法典2条第（一）项", "第一项：（一）甲；"),
     ("民法典第二条第五款", "这一条只有 2 款，没有第五款。"), ("民法典第二条第一款第九项", "第一款只有 2 项，没有第九项。"),
     ("民法典第三条第一项", "这一条没有分项，没有第一项。")],
)  # fmt: skip
async def test_a_paragraph_or_item_is_picked_out_or_said_not_to_be_there(ask: Ask, text: str, says: str) -> None:
    reply = await ask(text)
    assert isinstance(reply.blocks[0], Text) and reply.blocks[0].text == says
    assert article(reply)


async def test_what_was_asked_for_is_marked_and_the_laws_name_is_not(ask: Ask) -> None:
    assert article(await ask("民法典第二条第一款第二项")).marks == ("（二）乙。",)
    assert article(await ask("民法典第二条第二款")).marks == ("第二款的话。",)
    assert "民法" not in article(await ask("民法典第五条", session="t:2")).marks


async def test_an_article_picked_after_a_question_marks_the_questions_words(ask: Ask) -> None:
    await ask("渔船上的纠纷怎么办", session="t:3")
    assert "渔船" in article(await ask(choice=id_of(CODE, "4"), session="t:3")).marks


def test_items_belong_to_the_paragraph_above_them() -> None:
    assert paragraphs("甲：\n（一）一；\n（二）二。\n\n乙。") == [["甲：", "（一）一；", "（二）二。"], ["乙。"]]
    assert part_of("只有一款。", Finer(1)) == "第一款：只有一款。"


async def test_a_number_beyond_the_last_says_how_many_there_are(ask: Ask) -> None:
    reply = await ask("民法典第1300条")
    assert reply.outcome == "none" and "《民法典》没有第一千三百条。这部法共 5 条，最后一条是第五条。" in shown(reply)
    assert id_of(CODE) in choices(reply)


async def test_a_former_law_is_said_to_be_repealed_and_its_number_never_carried_over(ask: Ask) -> None:
    said = shown(await ask("婚姻法第3条"))
    assert "《婚姻法》从 2021-01-01 起废止" in said and "《民法典》的婚姻家庭编" in said and "第三条不能照搬" in said
    assert "article" not in kinds((await ask("婚姻法第3条")).blocks)


async def test_a_law_repealed_by_the_closing_article_of_another_can_still_be_read_as_repealed(ask: Ask) -> None:
    reply = await ask("家庭暴力旧法第一条")
    assert "《家庭暴力旧法》从 2026-06-01 起废止，内容现在在《家事新法》" in shown(reply)
    old = await ask(choice=next(i for i, label in choices(reply).items() if "旧《" in label))
    assert article(old).text == "旧条文还在这里。" and not article(old).in_force
    assert article(old).status.endswith("自 2026-06-01 起由《家事新法》代替")


async def test_nearly_the_name_of_a_law_offers_the_laws_meant(ask: Ask) -> None:
    reply = await ask("劳动争议仲裁调解法")
    assert choices(reply) == {id_of("劳动争议调解仲裁法"): "《劳动争议调解仲裁法》"} and reply.outcome == "maybe"


@pytest.mark.parametrize("rest", ["0", "abc", "2000", "1-99", "1:2", "chapter:0", "chapter:x:1", "chapter:99", "page:1:2", ""])
@pytest.mark.parametrize("digest", ["law:0000000000", id_of(CODE)])
async def test_odd_choice_ids_are_answered_politely(ask: Ask, digest: str, rest: str) -> None:
    assert (await ask(choice=f"{digest}:{rest}")).blocks


async def test_who_asks_which_law_it_is_gets_articles_with_their_standing_and_the_answers_below(ask: Ask) -> None:
    reply = await ask("老板和渔船的纠纷哪条法律管", session="t:9")
    law, related = (b for b in reply.blocks if isinstance(b, Choices))
    assert law.role == "which" and law.items[0].id.startswith("law:") and law.items[-1].id == "none"
    assert all(item.detail.startswith(("现行有效", "已废止", "旧版本", "尚未生效", "效力未核")) for item in law.items[:-1])
    assert all(item.id.startswith("answer:") for item in related.items)
    assert (await ask("1", session="t:9")).outcome == "statute"


# ---- answers that cite what has changed ----


def basis(reply: Reply) -> dict[str, tuple[str, str]]:
    return {i.law: (i.status, i.note) for b in reply.blocks if isinstance(b, Basis) for i in b.items}


async def test_an_answer_on_a_repealed_law_is_flagged_to_the_resident_with_what_took_its_place(ask: Ask) -> None:
    answers = read_knowledge(SMALL).answers.values()
    id = next(a.id for a in answers if any(c.law == "反家庭暴力法" for c in a.basis))
    reply = await ask(choice=f"answer:{id}")
    assert basis(reply)["反家庭暴力法"] == ("repealed", "自 2026-06-01 起由《家事新法》代替")
    (notice,) = [b for b in reply.blocks if isinstance(b, Notice) and b.role == "review"]
    assert "正在复核" in notice.text and "《反家庭暴力法》自 2026-06-01 起由《家事新法》代替" in notice.text and "12348" in notice.text
    assert reply.blocks.index(notice) == 1


async def test_an_answer_on_an_amended_law_names_the_newer_version(ask: Ask) -> None:
    reply = await ask("老板拖欠工资怎么办")
    assert basis(reply)["劳动合同法"] == ("amended", "引用的是 2012-12-28 公布的版本，现行的是 2026-01-01 公布的版本")
    assert basis(reply)["劳动争议调解仲裁法"] == ("in_force", "")


async def test_before_the_newer_law_comes_into_force_nothing_is_flagged(home: Path) -> None:
    early = asking(Assistant(Library(SMALL, home), ShortMemory(), lambda: datetime(2026, 2, 1, tzinfo=SHENZHEN)))
    answers = read_knowledge(SMALL).answers.values()
    id = next(a.id for a in answers if any(c.law == "反家庭暴力法" for c in a.basis))
    assert basis(await early(choice=f"answer:{id}"))["反家庭暴力法"][0] == "in_force"


async def test_without_an_import_answers_stay_as_they_are(assistant: Assistant) -> None:
    reply = await asking(assistant)("老板拖欠工资怎么办")
    assert basis(reply) and set(basis(reply).values()) == {("in_force", "")}


# ---- cases ----


@pytest.fixture(scope="module")
def real() -> Ask:
    """The cases of the knowledge base itself."""
    return asking(Assistant(Library(ROOT / "knowledge"), ShortMemory(), lambda: NOW))


async def test_cases_are_found_by_what_happened_and_by_law_and_lead_to_answers_and_back(real: Ask) -> None:
    found = await real("拖欠工资的案例")
    assert found.outcome == "case" and any(i.startswith("case:") for i in choices(found))
    by_law = await real(choice="cases:law")
    law_id = next(i for i in choices(by_law) if i.startswith("cases:law:"))
    listed = [i for i in choices(await real(choice=law_id)) if i.startswith("case:")]
    assert listed
    knowledge = read_knowledge(ROOT / "knowledge")
    case = next(c for c in knowledge.cases.values() if c.answers and c.basis)
    page = choices(await real(choice=f"case:{case.id}"))
    assert f"answer:{case.answers[0]}" in page and f"cases:law:{law_digest(case.basis[0].law)}" in page
    answer = next(a for a in knowledge.answers.values() if a.cases)
    there = choices(await real(choice=f"answer:{answer.id}"))
    assert f"case:{answer.cases[0]}" in there
    assert f"answer:{answer.id}" in choices(await real(choice=f"case:{answer.cases[0]}"))


async def test_every_case_shows_what_it_rests_on(real: Ask) -> None:
    case = next(c for c in read_knowledge(ROOT / "knowledge").cases.values() if c.basis)
    assert case.basis[0].law in basis(await real(choice=f"case:{case.id}"))


@pytest.mark.parametrize("text", ["没有这种事的案例吗？？嗡嗡嗡", "量子纠缠的案例"])
async def test_cases_of_nothing_we_know_are_not_made_up(real: Ask, text: str) -> None:
    assert (await real(text)).outcome != "case"
