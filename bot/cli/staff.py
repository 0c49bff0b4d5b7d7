"""`staff`: keys for the people who work on the staff page."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import click


@click.group()
def staff() -> None:
    """工作人员：发密钥、看有谁、收回密钥。"""


@staff.command()
@click.argument("name")
def key(name: str) -> None:
    """给 NAME（姓名）生成登录密钥；原来的密钥随即作废。"""
    from bot.office.staff_access import new_key

    async def make(store: Any) -> None:
        made = await new_key(store, name)
        click.echo(f"{name.strip()} 的密钥（只显示这一次，请当面交给本人）：\n\n    {made}\n\n在浏览器打开 /staff 登录。原来的密钥和登录都已作废。")

    _with_store(make)


@staff.command(name="list")
def list_() -> None:
    """列出有密钥的人。"""
    from bot.office.staff_access import StaffAccess
    from bot.settings import Settings

    async def show(store: Any) -> None:
        names = await StaffAccess(Settings().staff_keys, store).names()
        click.echo("\n".join(names) if names else "还没有给任何人发密钥。发一个：python run_bot.py staff key 姓名")

    _with_store(show)


@staff.command()
@click.argument("name")
def revoke(name: str) -> None:
    """收回 NAME（姓名）的密钥，已登录的也立刻退出。"""

    async def drop(store: Any) -> None:
        if await store.drop_key(name.strip()):
            click.echo(f"已收回 {name.strip()} 的密钥。")
            return
        click.echo(f"没有用命令给“{name}”发过密钥。写在 BOT_STAFF_KEYS 里的，要从那里删掉并重新启动。", err=True)
        sys.exit(1)

    _with_store(drop)


def _with_store(act: Callable[[Any], Awaitable[None]]) -> None:
    """Do something with the keys in the database of the settings; an error is one plain line."""
    from bot.errors import BotError
    from bot.settings import Settings
    from bot.store.database import open_database
    from bot.store.staff import StaffStore

    async def run() -> None:
        engine = await open_database(Settings().database)
        try:
            await act(StaffStore(engine))
        finally:
            await engine.dispose()

    try:
        asyncio.run(run())
    except BotError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
