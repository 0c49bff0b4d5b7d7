"""The gap queue: what nobody could answer is grouped, ranked, drafted, published, and those who wished are told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.errors import BadRequest
from bot.library import Library
from bot.office.editing import Rejected
from bot.office.gaps import ChangedMeanwhile, Gap
from bot.office.gaps_cluster import Grouping
from bot.office.gaps_draft import unfilled
from bot.office.staff_rooms import Rooms, open_rooms
from bot.store.conversations import Conversations
from tests.conftest import NOW
from tests.office.staff_store import opened

CHARGING = ("小区能不能装电动车充电桩", "我家想装个电动车充电桩", "小区装电动车充电桩要什么手续")


@dataclass
class Office:
    rooms: Rooms
    conversations: Conversations
    assistant: Assistant
    told: list[tuple[str, str]]
    engine: Any

    async def asked(self, *texts: str, tell: str | None = None, reason: str = "none") -> None:
        for text in texts:
            await self.conversations.record_question(text, reason, [], "kiosk", tell)

    async def only(self) -> Gap:
        (gap,) = await self.rooms.gaps.queue("new")
        return gap


@pytest.fixture
async def office(folder: Path, tmp_path: Path) -> AsyncIterator[Office]:
    engine, library, told = await opened(tmp_path), Library(folder), list[tuple[str, str]]()

    async def tell(session: str, text: str) -> bool:
        told.append((session, text))
        return session != "kiosk:gone"

    conversations = Conversations(engine)
    rooms = open_rooms(engine, library, folder, (), tell=tell)
    yield Office(rooms, conversations, Assistant(library, conversations, lambda: NOW), told, engine)
    await engine.dispose()


def written(draft: str) -> str:
    """What a clerk makes of a draft."""
    (entry,) = yaml.safe_load(draft)["answers"]
    entry |= {
        "id": "charging-post", "title": "小区装充电桩", "service": "other", "summary": "先向物业提出书面申请。", "steps": ["找物业要申请表。"], "source": "测试",
        "phrases": [*(p for p in entry["phrases"] if "【" not in p), "充电桩谁批准", "车位装充电桩要什么材料", "物业不给装充电桩找谁"][:6],
    }  # fmt: skip
    entry.pop("basis")
    entry.pop("topic")
    entry["reviewed"] = str(entry["reviewed"])
    return "answers:\n- " + yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=1000).replace("\n", "\n  ").rstrip() + "\n"


async def test_a_question_nobody_could_answer_is_in_the_queue_without_personal_data(office: Office) -> None:
    await office.assistant.reply(Message(session="kiosk:1", channel="kiosk", text="龙舌兰几年开花，我叫张三，电话13800138000"))
    gap = await office.only()
    assert "龙舌兰" in gap.title and "13800138000" not in gap.title and "张三" not in gap.title and gap.reasons == {"none": 1}
    assert "龙舌兰几年开花\"" in office.rooms.gaps.new_draft(gap, NOW) and "×" not in office.rooms.gaps.new_draft(gap, NOW)


async def test_who_says_none_of_these_has_not_been_answered(office: Office) -> None:
    reply = await office.assistant.reply(Message(session="kiosk:1", channel="kiosk", text="小区能不能装电动车充电桩"))
    assert reply.outcome == "maybe"
    await office.assistant.reply(Message(session="kiosk:1", channel="kiosk", choice="none"))
    assert (await office.only()).texts == ("小区能不能装电动车充电桩",)


async def test_an_answer_found_unhelpful_brings_the_question_into_the_queue(office: Office) -> None:
    reply = await office.assistant.reply(Message(session="telegram:1", channel="telegram", text="老板拖欠工资怎么办"))
    assert reply.outcome == "sure"
    await office.assistant.reply(Message(session="telegram:1", channel="telegram", choice="helpful:no:labour-wages-owed"))
    gap = await office.only()
    assert gap.texts == ("老板拖欠工资怎么办",) and gap.reasons == {"unhelpful": 1} and gap.channels == {"telegram": 1}


async def test_the_same_matter_is_one_gap_and_what_most_asked_stands_first(office: Office) -> None:
    await office.asked("红烧肉怎么做", *CHARGING, CHARGING[0])
    charging, pork = await office.rooms.gaps.queue()
    assert charging.asked == 4 and charging.questions[0] == (CHARGING[0], 2) and set(charging.texts) == set(CHARGING)
    assert pork.texts == ("红烧肉怎么做",)


async def test_further_questions_join_the_gap_there_is_even_when_two_look_at_once(office: Office) -> None:
    await office.asked(CHARGING[0])
    first = await office.only()
    await office.asked(CHARGING[1], CHARGING[2])
    queues = await asyncio.gather(*(office.rooms.gaps.queue() for _ in range(4)))
    assert {g.id for queue in queues for g in queue} == {first.id} and (await office.only()).asked == 3


async def test_the_draft_has_the_phrases_filled_in_and_says_what_is_missing(office: Office) -> None:
    await office.asked(*CHARGING)
    draft = office.rooms.gaps.new_draft(await office.only(), NOW)
    (entry,) = yaml.safe_load(draft)["answers"]
    assert entry["phrases"][:3] == list(CHARGING) and len(entry["phrases"]) == 5 and str(entry["reviewed"]) == "2026-11-23"
    assert "最相近的回答" in draft and len(unfilled(draft)) == 7
    assert not [p for p in (await office.rooms.publishing.check(draft)).problems if not p.warning]


async def test_a_draft_survives_quotes_colons_and_line_breaks_in_what_was_asked(office: Office) -> None:
    ugly = '他说: "还钱"\n# 不给'
    await office.asked(ugly)
    (entry,) = yaml.safe_load(office.rooms.gaps.new_draft(await office.only(), NOW))["answers"]
    assert entry["phrases"][0] == '他说: "还钱"，# 不给'


async def test_the_hints_of_the_draft_are_not_published_and_problems_name_the_lines_as_shown(office: Office, folder: Path) -> None:
    await office.asked(*CHARGING)
    gap = await office.only()
    draft = office.rooms.gaps.new_draft(gap, NOW).replace("consultation", "other", 1).replace("topic: ", "# topic: ", 1)
    draft = re.sub(r"【[^】]*】", "已写好的内容", draft.replace("【再补一种说法 2】", "充电桩谁批准")).replace("new-20261123-1", "charging-post")
    draft = "\n".join(line for line in draft.splitlines() if "basis" not in line and "article:" not in line)
    with pytest.raises(Rejected) as refused:
        await office.rooms.publishing.publish(gap, draft.replace("summary:", "sumary:"), "陈小梅")
    assert "sumary" in draft.replace("summary:", "sumary:").splitlines()[max(p.line for p in refused.value.problems) - 1]
    done = await office.rooms.publishing.publish(await office.rooms.gaps.get(gap.id), draft, "陈小梅")
    text = (folder / done.file).read_text("utf-8")
    assert "#" not in text and text.startswith("answers:\n  - id: charging-post\n")


async def test_published_it_is_answered_and_those_who_wished_are_told_once(office: Office) -> None:
    await office.asked(CHARGING[0], CHARGING[1], tell="telegram:7")
    await office.asked(CHARGING[2], tell="kiosk:gone")
    gap = await office.only()
    assert (await office.assistant.reply(Message(session="a", channel="api", text=CHARGING[0], wish_record=False))).outcome != "sure"
    done = await office.rooms.publishing.publish(gap, written(office.rooms.gaps.new_draft(gap, NOW)), "陈小梅")
    assert (done.answer, done.file, done.told, done.still) == ("charging-post", "answers/added/charging-post.yaml", 1, ())
    reply = await office.assistant.reply(Message(session="b", channel="api", text=CHARGING[0]))
    assert reply.outcome == "sure" and reply.answers[0].id == "charging-post"
    assert [s for s, _ in office.told] == ["telegram:7", "kiosk:gone"] and "小区装充电桩" in office.told[0][1]
    after = await office.rooms.gaps.get(gap.id)
    assert (after.state, after.answer, after.who, after.wishes) == ("published", "charging-post", "陈小梅", 1)


async def test_in_telegram_one_may_wish_to_be_told_and_at_a_kiosk_one_is_not_asked(office: Office) -> None:
    for session, channel in (("telegram:7", "telegram"), ("kiosk:1", "kiosk")):
        reply = await office.assistant.reply(Message(session=session, channel=channel, text="龙舌兰几年开花"))  # type: ignore[arg-type]
        assert ('"tell"' in reply.model_dump_json()) == (channel == "telegram")
        await office.assistant.reply(Message(session=session, channel=channel, choice="tell"))  # type: ignore[arg-type]
    gap = await office.only()
    assert gap.asked == 2 and gap.wishes == 1
    await office.rooms.gaps.published(gap, "labour-resign", "陈小梅")
    assert [session for session, _ in office.told] == ["telegram:7"]


async def test_two_who_asked_in_the_same_words_are_both_told(office: Office) -> None:
    for session in ("telegram:7", "telegram:8"):
        await office.assistant.reply(Message(session=session, channel="telegram", text="龙舌兰几年开花"))
    for session in ("telegram:7", "telegram:7", "telegram:8"):  # the first taps twice
        await office.assistant.reply(Message(session=session, channel="telegram", choice="tell"))
    await office.rooms.gaps.published(await office.only(), "labour-resign", "陈小梅")
    assert sorted(session for session, _ in office.told) == ["telegram:7", "telegram:8"]


async def test_nothing_the_checker_rejects_is_published(office: Office, folder: Path) -> None:
    await office.asked(*CHARGING)
    gap = await office.only()
    good = written(office.rooms.gaps.new_draft(gap, NOW))
    for broken in (good.replace("summary:", "sumary:"), good.replace("service: other", "service: others"), good + "  where: [nowhere]\n"):
        gap = await office.rooms.gaps.get(gap.id)
        with pytest.raises(Rejected):
            await office.rooms.publishing.publish(gap, broken, "陈小梅")
    for unready in (good.replace("先向物业提出书面申请。", "【一两句话直接回答】"), "answers: []", "answers: [", "", good.replace("charging-post", "labour-resign"),
                    good.replace("charging-post", "../x"), good + good.removeprefix("answers:\n")):  # fmt: skip
        gap = await office.rooms.gaps.get(gap.id)
        with pytest.raises(BadRequest):
            await office.rooms.publishing.publish(gap, unready, "陈小梅")
    assert not (folder / "answers" / "added").exists() and (await office.rooms.gaps.get(gap.id)).state == "drafted"


async def test_phrases_for_an_answer_there_is_close_the_gap_too(office: Office, folder: Path) -> None:
    await office.asked("厂里一直不结钱咋整")
    gap = await office.only()
    done = await office.rooms.publishing.add_phrases(gap, "labour-wages-owed", ["厂里一直不结钱咋整"], "李大明")
    assert done.still == () and "厂里一直不结钱咋整]" in (folder / "answers" / "answers.yaml").read_text("utf-8")
    assert (await office.assistant.reply(Message(session="c", channel="api", text="厂里一直不结钱咋整"))).answers[0].id == "labour-wages-owed"
    assert (await office.rooms.editor.history())[0].kind == "phrases"


async def test_what_was_answered_elsewhere_meanwhile_is_settled_with_one_tap(office: Office) -> None:
    await office.asked(CHARGING[0], tell="telegram:7")
    gap = await office.only()
    with pytest.raises(BadRequest):
        await office.rooms.publishing.settle(gap, "陈小梅")
    file, text, version = office.rooms.publishing.with_phrases("labour-resign", [CHARGING[0]])
    await office.rooms.editor.save(file, text, version, "李大明")
    assert office.rooms.publishing.answered_by_now(gap) == "labour-resign"
    assert (await office.rooms.publishing.settle(gap, "陈小梅")).told == 1
    assert (await office.rooms.gaps.get(gap.id)).answer == "labour-resign"


async def test_an_answer_found_unhelpful_is_not_settled_by_being_shown_again(office: Office) -> None:
    await office.asked("老板拖欠工资怎么办", reason="unhelpful")
    assert office.rooms.publishing.answered_by_now(await office.only()) == ""


async def test_two_at_the_same_gap_the_second_is_told_to_look_again(office: Office) -> None:
    await office.asked(*CHARGING)
    gap = await office.only()
    await office.rooms.gaps.save_draft(gap, "answers: []", "陈小梅")
    with pytest.raises(ChangedMeanwhile):
        await office.rooms.gaps.dismiss(gap, "李大明")
    assert (await office.rooms.gaps.get(gap.id)).state == "drafted"


async def test_a_dismissed_matter_stays_dismissed_when_asked_again_and_can_be_reopened(office: Office) -> None:
    await office.asked("红烧肉怎么做")
    await office.rooms.gaps.dismiss(await office.only(), "陈小梅")
    await office.asked("红烧肉怎么做呢")
    assert await office.rooms.gaps.queue("new") == []
    (gap,) = await office.rooms.gaps.queue("dismissed")
    assert gap.asked == 2
    await office.rooms.gaps.reopen(gap, "陈小梅")
    assert (await office.only()).id == gap.id


async def test_what_is_asked_again_after_publishing_is_a_new_gap(office: Office) -> None:
    await office.asked(CHARGING[0])
    gap = await office.only()
    await office.rooms.gaps.published(gap, "labour-resign", "陈小梅")
    await office.asked(CHARGING[0])
    assert (await office.only()).id != gap.id


async def test_retention_takes_the_gap_with_its_questions_but_keeps_what_staff_wrote(office: Office) -> None:
    await office.asked("红烧肉怎么做", CHARGING[0])
    for gap in await office.rooms.gaps.queue():
        if gap.texts[0] == CHARGING[0]:
            await office.rooms.gaps.save_draft(gap, "answers: []", "陈小梅")
    await office.conversations.purge(timedelta(0), timedelta(0))
    await office.rooms.gaps.sweep()
    (left,) = await office.rooms.gaps.queue()
    assert left.state == "drafted" and left.questions == () and "已按期限删除" in left.title


async def test_who_deletes_their_conversation_is_not_told(office: Office) -> None:
    await office.asked(CHARGING[0], tell="telegram:7")
    await office.conversations.forget("telegram:7")
    gap = await office.only()
    await office.rooms.gaps.published(gap, "labour-resign", "陈小梅")
    assert gap.wishes == 0 and office.told == []


def groups(library: Library, *texts: str) -> list[list[str]]:
    grouping = Grouping(library.snapshot.finder.analyzer.terms, [p for a in library.snapshot.knowledge.answers.values() for p in a.phrases])
    for i, text in enumerate(texts):
        grouping.put(i, text)
    return [[texts[i] for i in g.ids] for g in grouping.groups]


@pytest.mark.parametrize("pair", [
    ("狗咬人了谁赔", "被狗咬了找谁赔"), ("社保断了一个月有影响吗", "社保断缴一个月"), ("学校门口能摆摊吗", "在学校门口摆摊会被罚吗"),
    ("充电桩怎么装", "充电庄怎么装"), ("請問網貸逾期會坐牢嗎", "网贷逾期会坐牢吗"),
])  # fmt: skip
def test_two_ways_to_ask_the_same_are_grouped(small_library: Library, pair: tuple[str, str]) -> None:
    assert groups(small_library, *pair) == [list(pair)]


@pytest.mark.parametrize("pair", [
    ("狗咬人了谁赔", "邻居养狗太吵"), ("公司给我交社保", "公司不给我交社保"), ("渔船年检去哪里", "身份证丢了去哪里"), ("网贷逾期怎么办", "装修扰民怎么办"),
])  # fmt: skip
def test_two_matters_are_not_grouped_for_a_few_words_in_common(small_library: Library, pair: tuple[str, str]) -> None:
    assert groups(small_library, *pair) == [[pair[0]], [pair[1]]]
