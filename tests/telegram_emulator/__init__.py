"""A small honest Telegram: the Bot API over HTTP on loopback, and people who write, tap, edit and block.

    async with Emulator() as telegram:
        settings = Settings(telegram_token=telegram.token, telegram_api_url=telegram.url)
        wang = telegram.person("王阿姨")
        await wang.says("老板拖欠工资怎么办")
        answer = await wang.hears()

It refuses what Telegram refuses, in Telegram's words. Not emulated: payments, games, polls, stories, business accounts, photos and
video in detail; webhooks may be plain http on loopback."""

import os

from tests.telegram_emulator.faults import Fault
from tests.telegram_emulator.people import Group, Person, Shown
from tests.telegram_emulator.server import Emulator

os.environ.setdefault("PTB_TIMEDELTA", "1")  # or the client's own RetryAfter warns of a deprecation

__all__ = ["Emulator", "Fault", "Group", "Person", "Shown"]
