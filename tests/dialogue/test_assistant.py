"""A conversation with a resident, from the first word to the wipe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.answers.blocks import Choices, Reply
from bot.app import ShortMemory
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import MAX_QUESTION, Message
from bot.library import Library
from bot.search import match as matching
from tests.conftest import NOW


async def say(assistant: Assistant, text: str = "", choice: str = "", session: str = "test:1", **more: object) -> Reply:
    return await assistant.reply(Message.model_validate({"session": session, "channel": "api", "text": text, "choice": choice, **more}))


def words(reply: Reply) -> str:
    return reply.model_dump_json()


def offered(reply: Reply) -> list[str]:
    return [item.id for block in reply.blocks if isinstance(block, Choices) and block.role == "which" for item in block.items]


@pytest.mark.parametrize("text", ["老板拖欠工资怎么办", "老闆拖欠工資怎麼辦", "老细唔出粮点算", "老板脱欠工资怎么办", "laoban tuoqian gongzi"])
async def test_owed_wages_are_answered_however_they_are_typed(assistant: Assistant, text: str) -> None:
    reply = await say(assistant, text)
    assert reply.answers[0].id == "labour-wages-owed"


async def test_an_answer_ends_with_basis_date_disclaimer_and_a_human(assistant: Assistant) -> None:
    reply = await say(assistant, "老板拖欠工资怎么办")
    kinds = [block.kind for block in reply.blocks]
    assert "basis" in kinds
    notices = {block.role: block.text for block in reply.blocks if block.kind == "notice"}
    assert "2026-11-23" in notices["date"] and "不是法律意见" in notices["disclaimer"]
    assert "12348" in [item.phone for block in reply.blocks if block.kind == "contacts" for item in block.items]


@pytest.mark.parametrize("text", ["是", "不是", "不知道", "返回", "算了", "没用", "看不懂！！", "什么意思", "字太小", "English", "繁體字"])
async def test_words_that_ask_nothing_are_not_looked_up(assistant: Assistant, text: str) -> None:
    reply = await say(assistant, text)
    assert reply.outcome == "menu" and not reply.answers and reply.blocks[0].kind == "text"


async def test_who_cannot_use_the_thing_hears_of_a_person_and_of_the_screen(assistant: Assistant) -> None:
    assert any(b.kind == "contacts" for b in (await say(assistant, "没用")).blocks)
    assert "字号和颜色" in words(await say(assistant, "字太小"))
    told = await assistant.reply(Message(session="telegram:9", channel="telegram", text="说粤语"))
    assert "/language" in words(told)


@pytest.mark.parametrize("text", ["你好", "您好！", "早晨", "在吗", "hello", "我要咨询", "怎么办", "我该怎么办？？", "帮帮我"])
async def test_greetings_and_vague_calls_get_the_menu(assistant: Assistant, text: str) -> None:
    reply = await say(assistant, text)
    assert reply.outcome == "menu"
    assert any(isinstance(b, Choices) and b.role == "menu" for b in reply.blocks)


@pytest.mark.parametrize("text", ["今天深圳天气怎么样", "手机流量怎么查", "推荐一部电影", "asdfghjkl", "红烧肉怎么做好吃"])
async def test_what_is_not_ours_is_admitted_and_a_human_is_named(assistant: Assistant, text: str) -> None:
    reply = await say(assistant, text)
    assert reply.outcome == "none" and not reply.answers
    assert "12348" in words(reply)


async def test_roles_and_negation_do_not_fall_together(assistant: Assistant) -> None:
    wanted = await say(assistant, "我想离婚怎么办", session="test:a")
    unwanted = await say(assistant, "我不想离婚怎么办", session="test:b")
    assert wanted.answers[0].id == "family-divorce-wanted"
    assert unwanted.answers[0].id == "family-divorce-unwanted"
    assert (await say(assistant, "我被公司辞退了", session="test:c")).answers[0].id == "labour-dismissed"
    assert (await say(assistant, "我自己想辞职", session="test:d")).answers[0].id == "labour-resign"


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """No question has one sure answer."""
    real = matching.Matcher.match

    def always(self: matching.Matcher, text: str, limit: int = 5, before: str = "") -> matching.Match:
        return matching.Match("maybe", real(self, text, limit, before).candidates or tuple(self.candidates(text, 3)))

    monkeypatch.setattr(matching.Matcher, "match", always)


@pytest.mark.usefixtures("unsure")
async def test_asking_back_stops_after_two_times(assistant: Assistant) -> None:
    outcomes = [(await say(assistant, f"离婚工资邻居{i}")).outcome for i in range(3)]
    assert outcomes == ["maybe", "maybe", "none"]


async def test_three_questions_not_understood_lead_to_menu_and_a_message(assistant: Assistant) -> None:
    replies = [await say(assistant, text) for text in ("红烧肉怎么做", "推荐一部电影", "咕噜咕噜哒哒啦")]
    assert [r.outcome for r in replies] == ["none"] * 3
    assert '"message"' in words(replies[2]) and '"service:notary"' in words(replies[2])


async def test_the_third_question_in_a_row_is_learnt_from_like_the_first(assistant: Assistant, memory: ShortMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, str]] = []

    async def record(text: str, reason: str, *_: object, **__: object) -> None:
        kept.append((text, reason))

    monkeypatch.setattr(memory, "record_question", record)
    asked = ("咕噜哒哒啦", "哒哒啦咕噜", "啦咕噜哒哒")
    replies = [await assistant.reply(Message(session="telegram:7", channel="telegram", text=text)) for text in asked]
    assert kept == [(text, "none") for text in asked]
    assert all('"tell"' in words(r) for r in replies), "who asked three times may be told too"


async def test_a_number_picks_what_was_offered(assistant: Assistant) -> None:
    await say(assistant, "老板拖欠工资怎么办")  # offers its related answers
    reply = await say(assistant, "第一个")
    assert reply.answers[0].id == "labour-dismissed"


@pytest.mark.usefixtures("unsure")
@pytest.mark.parametrize("typed", ["number", "都不是", "以上都不是。", "不是", "None of these"])
async def test_none_of_these_can_be_typed_by_its_number_or_its_words(assistant: Assistant, typed: str) -> None:
    choices = offered(await say(assistant, "离婚工资邻居"))
    assert choices[-1] == "none"
    reply = await say(assistant, typed.replace("number", str(len(choices))))
    assert reply.outcome == "none" and not reply.answers and "12348" in words(reply)


async def test_a_number_that_was_not_offered_is_no_question(assistant: Assistant) -> None:
    for typed in ("1", "99", "第二个"):
        reply = await say(assistant, typed)
        assert reply.outcome == "menu" and not reply.answers and "没有这个号" in words(reply), typed


async def test_no_answer_is_offered_twice_below_another(assistant: Assistant) -> None:
    for text in ("老板拖欠工资怎么办", "老公打我"):
        reply = await say(assistant, text)
        ids = [item.id for b in reply.blocks if isinstance(b, Choices) and b.role == "related" for item in b.items]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("text", "has"), [("那要带什么材料？", "考勤"), ("要钱吗", "不收费"), ("接下来怎么办", "劳动监察")])
async def test_a_follow_up_is_about_the_running_topic(assistant: Assistant, text: str, has: str) -> None:
    await say(assistant, "老板拖欠工资怎么办")
    reply = await say(assistant, text)
    assert reply.outcome == "sure" and reply.answers[0].id == "labour-wages-owed" and has in words(reply)


async def test_a_follow_up_to_nothing_is_asked_for_its_matter_and_is_nobody_elses(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching.Matcher, "match", lambda *_, **__: matching.Match("none", ()))
    reply = await say(assistant, "那要带什么材料？")
    assert reply.outcome == "maybe" and "哪件事" in words(reply) and not reply.answers


async def test_a_new_matter_is_no_follow_up(assistant: Assistant) -> None:
    await say(assistant, "老板拖欠工资怎么办")
    assert (await say(assistant, "起诉离婚要多少钱")).answers[0].id == "family-divorce-wanted"


async def test_after_ten_minutes_the_topic_is_over(assistant_at: Callable[[Callable[[], datetime]], Assistant]) -> None:
    moment = [NOW]
    assistant = assistant_at(lambda: moment[0])
    await say(assistant, "老板拖欠工资怎么办")
    moment[0] += timedelta(minutes=11)
    reply = await say(assistant, "那要带什么材料？")
    assert not (reply.answers and reply.answers[0].score == 1.0)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "😀😀😀", "\x00\x07", "<b>工资</b>", "'; DROP TABLE sessions;--", "*工资_`", "\u202eמה\u202c", "\u200b\u200b", "？？？", "{{7*7}}", "%s%n", "a" * 3999],
)
async def test_odd_messages_get_a_friendly_reply(assistant: Assistant, text: str) -> None:
    reply = await say(assistant, text)
    assert reply.blocks


async def test_a_very_long_message_is_refused_politely(assistant: Assistant) -> None:
    reply = await say(assistant, "工" * (MAX_QUESTION + 1))
    assert reply.outcome == "none" and str(MAX_QUESTION) in words(reply)


async def test_the_core_of_a_long_story_is_found(assistant: Assistant) -> None:
    story = "我是从外地来的，去年过完年经老乡介绍到这里，住在厂里宿舍，同屋的人都很好，食堂的饭菜也还可以。" * 8
    reply = await say(assistant, story + "可是公司三个月没发工资了，干完活不给钱找谁。")
    assert len(story) > 300 and reply.answers and reply.answers[0].id == "labour-wages-owed"


@pytest.mark.parametrize("choice", ["answer:gone", "service:none", "topic:99", "topic:x", "law:zz:1", "nonsense", "::::", "answer:" + "x" * 500, "helpful:maybe:x"])
async def test_outdated_and_made_up_choices_say_so(assistant: Assistant, choice: str) -> None:
    reply = await say(assistant, choice=choice)
    assert reply.outcome == "none" and "不在了" in words(reply)


@pytest.mark.parametrize("choice", ["menu", "service:notary", "service:consultation", "topic:1", "directory", "place:labour-inspection", "community:xichong", "news", "cases", "forms", "person", "statutes"])
async def test_every_menu_entry_opens(assistant: Assistant, choice: str) -> None:
    assert (await say(assistant, choice=choice)).outcome != "none"


async def test_traditional_readers_are_answered_in_traditional_script(assistant: Assistant) -> None:
    reply = await say(assistant, "老闆拖欠工資怎麼辦", language="zh-Hant")
    assert "勞動監察" in words(reply) and reply.answers[0].id == "labour-wages-owed"


async def test_english_readers_get_the_english_answer(assistant: Assistant) -> None:
    reply = await say(assistant, "my boss has not paid my wages", language="en")
    assert reply.answers[0].id == "labour-wages-owed" and "labour inspection" in words(reply)


async def test_forgetting_wipes_the_session(assistant: Assistant, memory: ShortMemory) -> None:
    await say(assistant, "老板拖欠工资怎么办")
    assert await memory.load("test:1")
    reply = await say(assistant, choice="forget")
    assert reply.ended and await memory.load("test:1") is None


async def test_somebody_elses_matter_is_named_and_whom_to_ask(assistant: Assistant, memory: ShortMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []

    async def record(text: str, *_: object, **__: object) -> None:
        kept.append(text)

    monkeypatch.setattr(memory, "record_question", record)
    reply = await say(assistant, "这个月手机流量还剩下多少怎么查")
    assert reply.outcome == "none"
    assert "手机套餐和网络" in str(reply.blocks) and "运营商" in str(reply.blocks) and "12348" in str(reply.blocks)
    assert kept == []  # no gap of ours


async def test_an_unanswered_question_is_recorded_without_personal_data(assistant: Assistant, memory: ShortMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []

    async def record(text: str, *_: object, **__: object) -> None:
        kept.append(text)

    monkeypatch.setattr(memory, "record_question", record)
    await say(assistant, "咕噜咕噜哒哒啦13812345678")
    assert kept == ["咕噜咕噜哒哒啦×电话×"]


async def test_nothing_discreet_is_recorded(assistant: Assistant, memory: ShortMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []

    async def record(text: str, *_: object, **__: object) -> None:
        kept.append(text)

    monkeypatch.setattr(memory, "record_question", record)
    await say(assistant, "老公打我，红烧肉")
    await say(assistant, "推荐一部电影")
    assert kept == []
    assert (await assistant.session("test:1")).last_question == ""


async def test_two_residents_do_not_share_a_topic(assistant: Assistant) -> None:
    await say(assistant, "老板拖欠工资怎么办", session="test:a")
    reply = await say(assistant, "那要带什么材料？", session="test:b")
    assert not any(h.id == "labour-wages-owed" and h.score == 1.0 for h in reply.answers)


async def test_a_word_of_the_law_is_explained_below_the_answer_that_uses_it(folder: Path) -> None:
    (folder / "glossary.yaml").write_text("glossary:\n  - {term: 劳动仲裁, plain: 请仲裁委员会判断谁对}\n  - {term: 支付令, plain: 法院催款}\n", "utf-8")
    reply = await say(Assistant(Library(folder), ShortMemory(), lambda: NOW), "老板拖欠工资怎么办")
    listed = [b for b in reply.blocks if b.kind == "list" and b.title and "意思" in b.title]
    assert [b.items for b in listed] == [("劳动仲裁：请仲裁委员会判断谁对。",)]


async def test_a_message_that_comes_again_after_a_crash_is_answered_as_before(assistant: Assistant) -> None:
    async def told(id: str, text: str = "", choice: str = "") -> Reply:
        return await assistant.reply(Message(session="telegram:9", channel="telegram", text=text, choice=choice, id=id))

    first = await told("u1", "留言")
    assert await told("u1", "留言") == first  # not taken for the answer to its own question
    asked = await told("u2", "老板欠我工资")
    assert await told("u2", "老板欠我工资") == asked
    assert "替别人" in str(asked.blocks) and "替别人" not in str((await told("u3", choice="unknown:other")).blocks)
