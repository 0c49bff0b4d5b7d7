"""Staff know better than the grouping: two gaps become one, a question goes where it belongs; nothing asked is lost on the way."""

from __future__ import annotations

import pytest

from bot.errors import BadRequest
from bot.office.gaps import ChangedMeanwhile, Gap
from tests.office.test_gaps import CHARGING, Office, office

__all__ = ["office"]
OTHER = ("楼上天天半夜拉小提琴", "楼上半夜天天拉小提琴吵人")


async def queue(office: Office) -> dict[str, Gap]:
    """By title, whatever their state."""
    return {g.title: g for g in await office.rooms.gaps.queue()}


async def two(office: Office) -> tuple[Gap, Gap]:
    await office.asked(*CHARGING, CHARGING[0], tell="telegram:7")
    await office.asked(*OTHER, OTHER[0], tell="telegram:8")
    found = await queue(office)
    assert set(found) == {CHARGING[0], OTHER[0]}
    return found[CHARGING[0]], found[OTHER[0]]


async def test_two_gaps_become_one_with_all_questions_and_wishes_and_the_draft(office: Office) -> None:
    charging, violin = await two(office)
    await office.rooms.gaps.save_draft(violin, "answers: []", "李大明")
    violin = await office.rooms.gaps.get(violin.id)
    await office.rooms.gaps.merge(violin, charging.id, "陈小梅")
    ((_, one),) = (await queue(office)).items()
    assert one.id == charging.id and set(one.texts) == {*CHARGING, *OTHER} and one.asked == 7 and one.wishes == 7
    assert (one.state, one.draft, one.who) == ("drafted", "answers: []", "陈小梅")
    await office.asked(OTHER[1])
    assert set(await queue(office)) == {CHARGING[0]}, "asked again it joins the matter that staff put it into"


async def test_two_drafts_are_never_merged_over_each_other(office: Office) -> None:
    charging, violin = await two(office)
    for gap in (charging, violin):
        await office.rooms.gaps.save_draft(gap, f"# {gap.title}", "李大明")
    charging, violin = [await office.rooms.gaps.get(g.id) for g in (charging, violin)]
    with pytest.raises(BadRequest, match="先选"):
        await office.rooms.gaps.merge(violin, "", "陈小梅")
    with pytest.raises(BadRequest, match="都写了草稿"):
        await office.rooms.gaps.merge(violin, charging.id, "陈小梅")
    assert {g.draft for g in (await queue(office)).values()} == {f"# {charging.title}", f"# {violin.title}"}


async def test_a_question_put_into_the_wrong_gap_gets_one_of_its_own_and_stays_there(office: Office) -> None:
    charging, violin = await two(office)
    there = await office.rooms.gaps.part(charging, [CHARGING[2]], "", "陈小梅")
    found = await queue(office)
    assert set(found[CHARGING[0]].texts) == {*CHARGING[:2]} and found[CHARGING[2]].id == there and found[CHARGING[2]].state == "new"
    await office.asked(CHARGING[2])
    assert (await queue(office))[CHARGING[2]].asked == 2, "asked again it joins its new gap"
    again = (await queue(office))[CHARGING[0]]
    assert await office.rooms.gaps.part(again, [CHARGING[1]], violin.id, "陈小梅") == violin.id
    assert CHARGING[1] in (await office.rooms.gaps.get(violin.id)).texts


async def test_what_a_colleague_changed_meanwhile_is_neither_merged_nor_parted(office: Office) -> None:
    charging, violin = await two(office)
    await office.rooms.gaps.save_draft(charging, "# mine", "李大明")
    with pytest.raises(ChangedMeanwhile):
        await office.rooms.gaps.part(charging, [CHARGING[2]], "", "陈小梅")
    with pytest.raises(ChangedMeanwhile):
        await office.rooms.gaps.merge(charging, violin.id, "陈小梅")
    await office.rooms.gaps.dismiss(violin, "李大明")
    charging = await office.rooms.gaps.get(charging.id)
    with pytest.raises(ChangedMeanwhile):  # what is dismissed draws nothing silently into it
        await office.rooms.gaps.merge(charging, violin.id, "陈小梅")
    with pytest.raises(ChangedMeanwhile):
        await office.rooms.gaps.part(charging, [CHARGING[2]], violin.id, "陈小梅")
    await office.rooms.gaps.reopen(await office.rooms.gaps.get(violin.id), "李大明")
    violin = await office.rooms.gaps.get(violin.id)
    with pytest.raises(ChangedMeanwhile):
        await office.rooms.gaps.merge(violin, violin.id, "陈小梅")
    found = await queue(office)
    assert len(found[CHARGING[0]].texts) == 3 and len(found[OTHER[0]].texts) == 2


async def test_a_gap_is_never_left_without_a_question(office: Office) -> None:
    charging, _ = await two(office)
    for chosen, said in (([], "先勾上"), (["没人问过的话"], "先勾上"), ([*CHARGING], "全部都勾上")):
        with pytest.raises(BadRequest, match=said):
            await office.rooms.gaps.part(charging, chosen, "", "陈小梅")


async def test_the_gap_most_like_this_one_is_offered_first(office: Office) -> None:
    await office.asked(CHARGING[0], "楼上半夜拉小提琴", "小区没有地方停电动车", *["怎么考驾照"] * 3)
    found = await queue(office)
    offered = await office.rooms.gaps.others(found[CHARGING[0]])
    assert offered[0].title == "小区没有地方停电动车" and CHARGING[0] not in [g.title for g in offered] and len(offered) == len(found) - 1
