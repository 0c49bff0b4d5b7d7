"""`run`: all configured channels in one process, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys

import click


@click.command()
def run() -> None:
    """启动网页、接口和（有令牌时）Telegram。"""
    from bot.errors import BotError, KnowledgeError
    from bot.settings import Settings, misspelt_settings

    for line in misspelt_settings():
        click.echo(f"提醒：{line}", err=True)
    try:
        settings = Settings()
        _configure_logs(settings.log_level)
        asyncio.run(_serve(settings))
    except KnowledgeError as error:
        click.echo(f"知识库有错，没法启动。请先改正：\n{error}", err=True)
        sys.exit(1)
    except BotError as error:
        click.echo(f"启动不了：{error}", err=True)
        sys.exit(1)


async def _serve(settings: object) -> None:
    from bot.app import serve
    from bot.settings import Settings

    assert isinstance(settings, Settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, stop.set)
    await serve(settings, lambda line: click.echo(line), stop)


def _configure_logs(level: str) -> None:
    """Structured, one JSON object a line, in readable Chinese; never a resident's words."""
    import structlog

    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in ("alembic", "uvicorn", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log the bot's token in every URL
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"), structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )  # fmt: skip
