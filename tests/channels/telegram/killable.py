"""The channel as a process of its own that a test can kill: python -m tests.channels.telegram.killable URL DATABASE."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.channels.telegram.channel import TelegramChannel
from bot.settings import Settings
from bot.store.database import open_database
from bot.store.inbox import Inbox
from tests.channels.telegram.fake_assistant import FakeAssistant
from tests.telegram_emulator import Emulator


async def main(url: str, database: str) -> None:
    settings = Settings(TELEGRAM_BOT_TOKEN=Emulator.token, telegram_api_url=url, requests_per_minute=100_000)
    engine = await open_database(f"sqlite+aiosqlite:///{Path(database)}")
    channel = TelegramChannel(settings, FakeAssistant(), Inbox(engine), limited=False)
    await channel.run(asyncio.Event(), lambda text: print(text, flush=True))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
