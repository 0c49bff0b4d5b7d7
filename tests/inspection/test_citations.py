"""A clerk cites: what doesn't exist, isn't in force or doesn't say the figure is named with file and line."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from bot.errors import Problem
from bot.inspection.citations import check_citations, figures
from bot.inspection.linter import lint, unconfirmed
from bot.inspection.preview import changes
from bot.inspection.statutes import read_statutes
from bot.knowledge import read_knowledge
from tests.conftest import ROOT, SHARED, needs_shared

TODAY = date(2026, 11, 23)


def statutes(folder: Path, **changed: str) -> Path:
    """A made statute collection with all that the small knowledge base cites."""
    cited = {
        "劳动争议调解仲裁法": ("2007-12-29", ["第五十三条"]), "劳动合同法": ("2012-12-28", ["第三十条", "第八十七条", "第三十七条"]),
        "民法典": ("2020-05-28", ["第一千零七十六条", "第一千零七十九条", "第六百七十五条"]), "反家庭暴力法": ("2015-12-27", ["第二十三条"]),
        "公证法": ("2017-09-01", ["第十一条"]), "人民调解法": ("2010-08-28", ["第四条"]), "道路交通安全法": ("2021-04-29", ["第七十六条"]),
    }  # fmt: skip
    path = folder / "articles.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for law, (published, articles) in cited.items():
            for article in articles:
                row = {"law": law, "article": article, "text": "应当提前三十日书面通知。", "kind": "法律", "publication": published,
                       "effective": published, "status": "有效"}  # fmt: skip
                if law == "劳动合同法":
                    row |= changed
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return folder


def problems(folder: Path, tmp_path: Path, **changed: str) -> list[Problem]:
    return list(check_citations(read_knowledge(folder), read_statutes(statutes(tmp_path, **changed)), TODAY))


def test_sound_citations_are_silent(folder: Path, tmp_path: Path) -> None:
    assert problems(folder, tmp_path) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"publication": "2024-01-01"}, "2024-01-01"), ({"status": "非现行"}, "不是现行有效"), ({"status": "尚未生效", "effective": "2027-01-01"}, "不是现行有效")],
)
def test_amended_repealed_and_future_laws_are_named(folder: Path, tmp_path: Path, changed: dict[str, str], says: str) -> None:
    found = problems(folder, tmp_path, **changed)
    assert found and all(says in p.text and p.line > 1 and p.file.endswith("answers.yaml") for p in found)


def test_an_article_that_does_not_exist_is_named(folder: Path, tmp_path: Path) -> None:
    path = folder / "answers" / "answers.yaml"
    path.write_text(path.read_text("utf-8").replace("article: 第四条", "article: 第九百条"), "utf-8")
    (found,) = problems(folder, tmp_path)
    assert "没有第九百条" in found.text


def test_a_figure_that_no_cited_article_says_is_named(folder: Path, tmp_path: Path) -> None:
    path = folder / "answers" / "answers.yaml"
    path.write_text(path.read_text("utf-8").replace("书面通知就可以走，不用单位批准。", "提前45天书面通知就可以走。"), "utf-8")
    (found,) = problems(folder, tmp_path)
    assert "45天" in found.text
    path.write_text(path.read_text("utf-8").replace("提前45天", "提前30天"), "utf-8")
    assert problems(folder, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "same"), [("三十日内", "30天"), ("一年", "12个月"), ("百分之二十", "20%"), ("1万元", "10000元"), ("十五个工作日", "15日")]
)
def test_figures_are_compared_however_they_are_written(text: str, same: str) -> None:
    assert set(figures(text)) == set(figures(same)) != set()


def test_an_old_review_is_a_warning_never_an_error(folder: Path) -> None:
    knowledge = read_knowledge(folder)
    assert not [p for p in lint(knowledge, TODAY) if "复核" in p.text]
    later = [p for p in lint(knowledge, date(2028, 1, 1)) if "复核" in p.text]
    assert later and all(p.warning for p in later)


def test_phrases_too_alike_count_once(folder: Path) -> None:
    path = folder / "answers" / "answers.yaml"
    path.write_text(path.read_text("utf-8").replace("[我想离婚怎么办, 协议离婚要什么手续", "[协议离婚要哪些手续, 协议离婚要什么手续"), "utf-8")
    assert any("问法只有" in p.text for p in lint(read_knowledge(folder), TODAY))


def test_what_staff_still_have_to_confirm_is_a_worklist(folder: Path) -> None:
    assert ("labour-inspection", "劳动监察", "电话") in unconfirmed(read_knowledge(folder))


def test_diff_shows_which_questions_would_get_another_answer(folder: Path, tmp_path: Path) -> None:
    import shutil

    before = tmp_path / "before"
    shutil.copytree(folder, before)
    path = folder / "answers" / "answers.yaml"
    path.write_text(path.read_text("utf-8").replace("id: traffic-hit", "id: traffic-renamed"), "utf-8")
    assert changes(before, before, []) == []
    (found,) = changes(before, folder, [])
    assert (found.question, found.before.shown, found.after.shown) == ("被车撞了怎么赔", ("traffic-hit",), ("traffic-renamed",))


@needs_shared("laws/articles.jsonl.gz")
def test_every_citation_of_the_real_knowledge_base_is_true() -> None:
    knowledge = read_knowledge(ROOT / "knowledge")
    found = [p for p in check_citations(knowledge, read_statutes(SHARED / "laws"), TODAY) if not p.warning]
    assert [str(p) for p in found] == []


@needs_shared("eval")
def test_no_phrase_is_taken_from_the_evaluation_sets() -> None:
    import numpy as np
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    from bot.text.normalize import phrase_key

    asked = []
    for path in sorted((SHARED / "eval").glob("*.jsonl")):
        asked += [phrase_key(json.loads(line)["question"]) for line in path.read_text("utf-8").splitlines()]
    knowledge = read_knowledge(ROOT / "knowledge")
    phrases = [phrase_key(p) for a in knowledge.answers.values() for p in a.phrases]
    phrases += [phrase_key(p) for g in knowledge.guides for a in g.articles for p in a.asks]
    phrases = [p for p in phrases if len(p) >= 8]
    alike = cdist(phrases, asked, scorer=fuzz.ratio, score_cutoff=90, dtype=np.uint8, workers=2)
    assert [(phrases[i], asked[j]) for i, j in zip(*np.nonzero(alike), strict=True)] == []
