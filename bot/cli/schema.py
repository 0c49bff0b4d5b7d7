"""`schema`: the JSON Schemas that editors use."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """导出编辑器用的 JSON Schema 到 knowledge/schema/。"""
    from bot.knowledge.schema import export_schemas
    from bot.settings import Settings

    for path in export_schemas(Settings().knowledge_dir / "schema"):
        click.echo(path)
