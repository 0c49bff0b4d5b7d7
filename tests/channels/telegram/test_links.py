"""Deep links for posters and QR codes."""

from __future__ import annotations

import pytest

from bot.channels.telegram import links


@pytest.mark.parametrize(
    ("payload", "choice"),
    [
        ("legal-aid", "service:legal_aid"), ("mediation", "service:mediation"), ("community-correction", "service:community_correction"),
        ("answer_wages-unpaid", "answer:wages-unpaid"), ("form_divorce-agreement", "form:divorce-agreement"),
        ("wizard_legal-aid", "wizard:legal-aid"), ("law_0123456789_1043", "law:0123456789:1043"),
        ("law_0123456789_1043-1", "law:0123456789:1043-1"), ("service_legal_aid", "service:legal_aid"), ("message", "message"),
        ("directory", "directory"), ("topic_3", "topic:3"),
    ],
)  # fmt: skip
def test_a_poster_link_opens_what_it_names(payload: str, choice: str) -> None:
    assert links.choice_of(payload) == choice


@pytest.mark.parametrize("payload", ["nonsense", "answer_", "pick_q_v", "forget", "tg_wipe", "helpful_yes_x", "desk_close_1"])
def test_a_link_can_not_do_anything_but_open(payload: str) -> None:
    assert links.choice_of(payload) is None


@pytest.mark.parametrize("choice", ["answer:wages", "law:0123456789:1043-1", "service:legal_aid", "menu", "place:hall-1", "cases:3"])
def test_a_link_made_from_a_choice_leads_back_to_it(choice: str) -> None:
    payload = links.payload_of(choice)
    assert payload is not None
    assert links.choice_of(payload) == choice


def test_no_link_is_made_for_what_a_link_can_not_carry() -> None:
    assert links.payload_of("pick:问题:值") is None
    assert links.payload_of("answer:" + "x" * 70) is None
    assert links.payload_of("forget") is None
    assert links.address("kuichong_bot", "forget") == "https://t.me/kuichong_bot"
    assert links.address("", "menu") == ""
