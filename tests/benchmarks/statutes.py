"""How often a layperson's question finds the article that settles it: BM25 over words, over n-grams, and each of our stages, in one run.

    BOT_DATA_DIR=… python -m tests.benchmarks.statutes            the table, on ../shared/eval/stard_dev.jsonl over the imported index
    BOT_DATA_DIR=… python -m tests.benchmarks.statutes scalars    each scalar halved and doubled; the choice cross-validated in five blocks

Needs `statutes import ../shared/laws` and the `benchmark` extra (jieba, bm25s); without the extra the first line is left out."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bot.knowledge import read_knowledge
from bot.search import ENGLISH
from bot.search.entries import entries_of
from bot.search.match import Candidate, Matcher
from bot.search.statutes.library import StatuteLibrary
from bot.search.statutes.rank import StatuteWeights
from bot.search.statutes.search import StatuteSearch
from bot.search.terms import Analyzer

ROOT = Path(__file__).parent.parent.parent
EVAL = ROOT.parent / "shared" / "eval" / "stard_dev.jsonl"
BLOCKS = 5  # of neighbouring questions: neighbours are often about one matter, so that mixed folds would flatter
Key = tuple[str, str]
Find = Callable[[int], Sequence[Key]]
NOTHING = StatuteWeights(concept=0, characters=0, sentence=0, citations=0, authority=0, length=0, meant=0, asked=0, both=0, law=0, near=0, meant_law=0)


def key(law: str, article: str) -> Key:
    """As ../shared/eval/score.py compares them."""
    return re.sub(r"[《》\s]|中华人民共和国|（[^）]*修[正订][^）]*）|\([^)]*修[正订][^)]*\)", "", law), article.replace("〇", "零")


class Bench:
    def __init__(self) -> None:
        rows = [json.loads(line) for line in EVAL.read_text("utf-8").splitlines()]
        self.questions = [r["question"] for r in rows]
        self.gold = [{key(*s) for s in r["statutes"]} for r in rows]
        started = time.perf_counter()
        self.library = StatuteLibrary(Path(os.environ.get("BOT_DATA_DIR", ROOT / "data")) / "statutes")
        self.opened = time.perf_counter() - started
        knowledge = read_knowledge(Path(os.environ.get("BOT_KNOWLEDGE_DIR", ROOT / "knowledge")))
        self.entries, self.analyzer = list(entries_of(knowledge)), Analyzer(knowledge.synonyms, ENGLISH)
        self.full = self.search(StatuteWeights())
        matcher = Matcher(self.entries, self.analyzer, articles=self.full)
        self.candidates: list[Sequence[Candidate]] = [matcher.match(q).considered for q in self.questions]

    def search(self, weights: StatuteWeights) -> StatuteSearch:
        return StatuteSearch(self.library, self.analyzer, date.today(), weights, self.entries)

    def stage(self, weights: StatuteWeights) -> Find:
        search = self.search(weights)
        return lambda i: [key(*self.library.key(n)) for n, _ in search.search(self.questions[i], self.candidates[i])]

    def best(self, scores: Callable[[str], np.ndarray]) -> Find:
        """Plain scores of all articles, each law and article once."""

        def find(i: int) -> list[Key]:
            found = scores(self.questions[i])
            top = np.argpartition(-found, 150)[:150]
            return list(dict.fromkeys(key(*self.library.key(int(n))) for n in top[np.argsort(-found[top], kind="stable")]))[:100]

        return find

    def measured(self, find: Find) -> tuple[np.ndarray, np.ndarray]:
        """Of each question: hit@3, reciprocal rank to 10, recall at 10 and 100; and the milliseconds."""
        results, spent = [], []
        for i, gold in enumerate(self.gold):
            started = time.perf_counter()
            found = find(i)
            spent.append((time.perf_counter() - started) * 1000)
            rank = next((n + 1 for n, k in enumerate(found[:10]) if k in gold), 0)
            results.append((bool(gold & set(found[:3])), 1 / rank if rank else 0, len(gold & set(found[:10])) / len(gold), len(gold & set(found)) / len(gold)))
        return np.array(results, float), np.array(spent)


def words(bench: Bench) -> Find | None:
    try:
        import bm25s
        import jieba
    except ImportError:
        return None
    jieba.setLogLevel(60)
    cut = lambda text: [w for w in jieba.lcut(text) if re.match(r"\w", w)]  # noqa: E731
    texts = [cut(bench.library.article(n).text) for n in range(bench.library.size)]
    index = bm25s.BM25()
    index.index(texts, show_progress=False)
    return bench.best(lambda question: np.asarray(index.get_scores(cut(question))))


def stages(bench: Bench) -> list[tuple[str, Find | None]]:
    plain = bench.search(NOTHING)
    steps: list[tuple[str, Find | None]] = [
        ("BM25 over words (jieba, bm25s)", words(bench)),
        ("BM25 over characters and pairs", bench.best(lambda q: plain._words(q).both)),
        ("… times the authority of the law", bench.best(plain.shares)),
    ]
    weights, full = dataclasses.replace(NOTHING, authority=1.0), StatuteWeights()
    for name, parts in (
        ("… with synonyms", ("concept",)),
        ("… with single characters and the best sentence", ("characters", "sentence", "length")),
        ("… with the articles around and the law's best", ("near", "law")),
        ("… with the laws that answers rest on", ("citations", "authority")),
        ("… with the answers that may be meant", ("meant", "meant_law", "both")),
        ("… with the phrases under which articles are cited", ("asked",)),
    ):
        weights = dataclasses.replace(weights, **{p: getattr(full, p) for p in parts})
        steps.append((name, bench.stage(weights)))
    assert weights == full
    return steps


def table(bench: Bench) -> None:
    print(f"{bench.library.size:,} articles, {len(bench.questions)} questions; opened in {bench.opened:.2f} s\n")
    print("| stage | hit@3 | MRR@10 | R@10 | R@100 | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name, find in stages(bench):
        if find is None:
            print(f"| {name} | not installed | | | | | |")
            continue
        results, spent = bench.measured(find)
        print(f"| {name} | " + " | ".join(f"{x:.3f}" for x in results.mean(0)) + f" | {np.median(spent):.2f} | {np.quantile(spent, 0.99):.2f} |")
    blocks = np.array_split(results[:, 0], BLOCKS)
    print("\nhit@3 of the last line in five blocks:", " ".join(f"{b.mean():.3f}" for b in blocks))


def scalars(bench: Bench) -> None:
    """One change at a time; the best on four blocks is measured on the fifth."""
    full = StatuteWeights()
    changes = {"as they are": full}
    for field in dataclasses.fields(full):
        for factor in (0.5, 2.0):
            changes[f"{field.name} × {factor}"] = dataclasses.replace(full, **{field.name: getattr(full, field.name) * factor})
    found = {name: bench.measured(bench.stage(weights))[0] for name, weights in changes.items()}
    for name, results in found.items():
        print(f"{name:22} hit@3 {results[:, 0].mean():.3f}  MRR {results[:, 1].mean():.3f}  R@100 {results[:, 3].mean():.3f}")
    fold = np.arange(len(bench.questions)) * BLOCKS // len(bench.questions)
    left = []
    for block in range(BLOCKS):
        chosen = max(found, key=lambda name: float(found[name][fold != block][:, :2].sum()))
        left.append(found[chosen][fold == block])
        print(f"block {block}: best on the others is “{chosen}”")
    print("cross-validated: hit@3 {:.3f}  MRR {:.3f}  R@10 {:.3f}  R@100 {:.3f}".format(*np.concatenate(left).mean(0)))


if __name__ == "__main__":
    (scalars if sys.argv[1:] == ["scalars"] else table)(Bench())
