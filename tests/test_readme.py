"""What the README promises: its settings table, its commands, its files."""

from __future__ import annotations

import re

import pytest

from bot.settings import Settings, variable
from tests.conftest import ROOT


def settings_table() -> str:
    """The table as it must stand in both READMEs."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = getattr(default, "get_secret_value", lambda d=default: d)()
        text = "" if shown in ("", (), 0) else f"`{shown}`"
        rows.append(f"| `{variable(name)}` | {text} | {field.description} |")
    return "\n".join(rows)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_settings_table_is_the_settings(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    found = re.search(r"<!-- settings.*?-->\n(.*?)\n<!-- /settings -->", text, re.DOTALL)
    assert found and found[1].strip() == settings_table()


def test_every_file_the_readme_links_exists() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text("utf-8")):
            assert link.startswith("http") or (ROOT / link).exists(), link


def test_ci_calls_the_readmes_test_command() -> None:
    readme, ci = (ROOT / "README.md").read_text("utf-8"), (ROOT / ".ci/run").read_text("utf-8")
    for part in ("python3 -m venv .venv", '.venv/bin/pip install', '-e ".[test]"', ".venv/bin/python -m pytest"):
        assert part in readme and part in ci


def test_every_command_in_the_readme_exists() -> None:
    from bot.cli import main

    named = set(re.findall(r"\| `run_bot\.py (\w+)", (ROOT / "README.md").read_text("utf-8")))
    import click

    assert named and named <= set(main.list_commands(click.Context(main)))
