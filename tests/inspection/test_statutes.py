"""A clerk checks citations against statutes of which some were repealed or amended after they were gathered."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bot.inspection.citations import check_citations
from bot.inspection.statutes import read_statutes
from bot.knowledge import read_knowledge

EVE, DAY = date(2026, 8, 14), date(2026, 8, 15)


def row(law: str, article: str, published: str, text: str = "应当提前三十日书面通知。", status: str = "有效", effective: str = "") -> dict[str, str]:
    return {"law": law, "article": article, "text": text, "kind": "法律", "publication": published, "effective": effective or published, "status": status}


def collection(folder: Path, versions: list[dict[str, str]] | None = None) -> Path:
    end = "本法自2026年8月15日起施行。《中华人民共和国噪声法》同时废止，《劳动法》第三条同时废止。"
    rows = [
        row("噪声法", "第一条", "2021-12-24"), row("劳动法", "第三条", "2018-12-29"),
        row("生态法典", "第一条", "2026-03-12", end, "尚未生效", "2026-08-15"),
    ]  # fmt: skip
    (folder / "articles.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    if versions:
        (folder / "versions.jsonl").write_text("".join(json.dumps(v, ensure_ascii=False) + "\n" for v in versions), "utf-8")
    return folder


def version(title: str, published: str, effective: str, status: str = "有效") -> dict[str, str]:
    return {"title": title, "publication": published, "effective": effective, "status": status, "kind": "法律"}


def test_a_law_goes_on_the_day_a_later_one_repeals_it(tmp_path: Path) -> None:
    laws = read_statutes(collection(tmp_path))
    assert laws["噪声法"].in_force(EVE) and laws["噪声法"].coming(EVE) == ("生态法典", DAY)
    assert not laws["噪声法"].in_force(DAY) and laws["噪声法"].successor(DAY) == ("生态法典", DAY)
    assert laws["劳动法"].in_force(DAY)


def test_a_newer_version_known_by_name_alone_counts_but_not_one_dated_days_apart(tmp_path: Path) -> None:
    known = [version("劳动法", "2026-05-01", "2026-07-01"), version("噪声法", "2021-12-26", "2022-06-05"), version("噪声法", "2020-01-01", "2020-01-01", "已废止")]
    laws = read_statutes(collection(tmp_path, known))
    assert laws["劳动法"].successor(DAY) == ("劳动法", date(2026, 7, 1)) and laws["噪声法"].in_force(EVE)


def test_the_check_names_what_took_the_place_and_warns_before(folder: Path, tmp_path: Path) -> None:
    path = folder / "answers" / "answers.yaml"
    path.write_text(path.read_text("utf-8").replace("{law: 公证法, article: 第十一条, version: 2017-09-01}", "{law: 噪声法, article: 第一条, version: 2021-12-24}"), "utf-8")
    laws = read_statutes(collection(tmp_path))
    (found,) = [p for p in check_citations(read_knowledge(folder), laws, DAY) if "噪声法" in p.text]
    assert "2026-08-15 起由《生态法典》代替" in found.text and not found.warning and found.file.endswith("answers.yaml")
    (soon,) = [p for p in check_citations(read_knowledge(folder), laws, EVE) if "噪声法" in p.text]
    assert "2026-08-15 起由《生态法典》代替" in soon.text and soon.warning
