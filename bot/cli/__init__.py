"""The command line: one file a command, imported only when called so that each starts at once."""

from __future__ import annotations

import importlib

import click

_COMMANDS = {
    # command: module that holds it under the same name
    "run": "bot.cli.run",
    "check": "bot.cli.check",
    "ask": "bot.cli.ask",
    "chat": "bot.cli.ask",
    "schema": "bot.cli.schema",
    "statutes": "bot.cli.statutes",
    "knowledge": "bot.cli.knowledge",
    "backup": "bot.cli.backup",
    "restore": "bot.cli.backup",
    "staff": "bot.cli.staff",
    "report": "bot.cli.report",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=_Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """葵涌 24 小时公共法律服务助手。不带命令时启动全部渠道。"""
    if ctx.invoked_subcommand is None:
        command = _Lazy.get_command(ctx.command, ctx, "run")  # type: ignore[arg-type]
        assert command is not None
        ctx.invoke(command)
