"""Wizards, calculators and forms in the conversation: asked one question at a time, by replay of named answers."""

from __future__ import annotations

from bot.answers.blocks import Reply
from bot.dialogue.turn import Turn


def leave_or_resume(turn: Turn) -> Reply | None:
    return None


def running(turn: Turn) -> Reply | None:
    return None


def start_wizard(turn: Turn, id: str) -> Reply | None:
    return None


start_form = blank_form = picked = unknown = back = edit = leave = resume = finish = opinion = leave_message = start_wizard
