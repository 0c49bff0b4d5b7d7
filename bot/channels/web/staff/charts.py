"""Charts as inline SVG, made on the server. The figures stand in a table beside; colours come from the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from markupsafe import Markup, escape

_NUMBERS = count(1)
LINE = 34  # height of a bar with its gap
LABEL, WIDTH = 190, 640


def bars(title: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """One horizontal bar a row, its figure at its end."""
    most = max((n for _, n in rows), default=0) or 1
    pieces = [
        f'<text class="name" x="{LABEL - 10}" y="{i * LINE + 22}" text-anchor="end">{escape(_short(name))}</text>'
        f'<rect class="bar" x="{LABEL}" y="{i * LINE + 4}" width="{max(1, round((WIDTH - LABEL - 70) * n / most))}" height="{LINE - 10}" rx="3"/>'
        f'<text class="figure" x="{LABEL + max(1, round((WIDTH - LABEL - 70) * n / most)) + 8}" y="{i * LINE + 22}">{n}</text>'
        for i, (name, n) in enumerate(rows)
    ]
    return _svg(title, WIDTH, max(len(rows), 1) * LINE, pieces)


def columns(title: str, rows: Sequence[tuple[str, int]], every: int = 1) -> Markup:
    """One upright column a row; each `every`th is named below, the highest carries its figure."""
    most = max((n for _, n in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    pieces = []
    for i, (name, n) in enumerate(rows):
        height = round(150 * n / most)
        x = i * step
        pieces.append(f'<rect class="bar" x="{x + step * 0.12:.1f}" y="{180 - height}" width="{step * 0.76:.1f}" height="{height}" rx="2"><title>{escape(name)}：{n}</title></rect>')
        if i % every == 0:
            pieces.append(f'<text class="name small" x="{x + step / 2:.1f}" y="200" text-anchor="middle">{escape(name)}</text>')
        if n == most and n and all(m < n for _, m in rows[:i]):
            pieces.append(f'<text class="figure" x="{x + step / 2:.1f}" y="{172 - height}" text-anchor="middle">{n}</text>')
    pieces.append(f'<line class="ground" x1="0" y1="180.5" x2="{WIDTH}" y2="180.5"/>')
    return _svg(title, WIDTH, 210, pieces)


def stack(title: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """One bar in as many parts as rows, with a legend below."""
    total = sum(n for _, n in rows) or 1
    pieces, x = [], 0.0
    for i, (name, n) in enumerate(rows):
        width = WIDTH * n / total
        pieces.append(f'<rect class="part-{i}" x="{x:.1f}" y="4" width="{width:.1f}" height="40"/>')
        if width > 70:
            pieces.append(f'<text class="on-part-{i}" x="{x + width / 2:.1f}" y="30" text-anchor="middle">{100 * n / total:.0f}%</text>')
        pieces.append(f'<rect class="part-{i}" x="{i * 200}" y="58" width="18" height="18" rx="3"/>')
        pieces.append(f'<text class="name" x="{i * 200 + 26}" y="73">{escape(name)} {n}</text>')
        x += width
    return _svg(title, WIDTH, 84, pieces)


def _svg(title: str, width: int, height: int, pieces: Sequence[str]) -> Markup:
    """Described by its title; the table beside says the rest to a screen reader."""
    id = f"chart-{next(_NUMBERS)}"
    return Markup(  # noqa: S704 (every text in `pieces` went through escape)
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}"><title id="{id}">{escape(title)}</title>{"".join(pieces)}</svg>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 11 else name[:10] + "…"
