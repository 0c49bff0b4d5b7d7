"""The guides for clerks: every command, page, button, picture and file they name exists today."""

from __future__ import annotations

import re

import click
import pytest

from bot.cli import main
from tests.conftest import ROOT

DOCS = ROOT / "docs"
GUIDES = sorted(path.name for path in DOCS.glob("*.zh-CN.md"))


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("name", GUIDES)
def test_every_picture_and_page_a_guide_links_is_there(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text_of(name)) if not link.startswith("http")]
    assert [link for link in links if not (DOCS / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_a_guide_names_runs_with_the_options_it_shows(name: str) -> None:
    for line in re.findall(r"python run_bot\.py ([^`\n]*)", text_of(name)):
        command: click.Command | None = main
        words = line.split()
        with click.Context(main) as context:
            while words and isinstance(command, click.Group):
                command = command.get_command(context, words.pop(0))
        assert command is not None, line
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_staff_guide_names_every_page_of_the_staff_area_as_its_menu_does() -> None:
    menu = (ROOT / "bot/channels/web/staff/templates/base.html").read_text("utf-8")
    pages = re.findall(r'"/staff/[a-z]*"[^,]*, "([^"]+)"\)', menu)
    table = re.findall(r"^\| ([^|]+) \| ", text_of("staff-guide.zh-CN.md").split("## 七、")[1].split("## 八、")[0], re.M)
    assert len(pages) == 8 and [row for row in table if row not in ("栏目", "---")] == pages


def test_every_button_the_month_of_a_clerk_tells_to_press_is_on_a_page() -> None:
    month = text_of("staff-guide.zh-CN.md").split("## 八、")[1]
    pressed = set(re.findall(r"点“([^”]+)”", month))
    shown = "".join(path.read_text("utf-8") for path in (ROOT / "bot/channels/web/staff").rglob("*") if path.suffix in (".py", ".html"))
    assert len(pressed) >= 10 and sorted(word for word in pressed if word not in shown) == []
