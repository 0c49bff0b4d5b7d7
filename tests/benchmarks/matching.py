"""How well questions find their answers, measured on the knowledge base itself and, where it is there, on ../shared/eval.

    python -m tests.benchmarks.matching fit         weights of the score, from held-out phrases (cross-validated)
    python -m tests.benchmarks.matching scope       weights of "is it ours?", from held-out phrases and questions out of scope
    python -m tests.benchmarks.matching calibrate   limits: answered share against wrong share
    python -m tests.benchmarks.matching robust      typos, homophones, traditional script, dropped characters
    python -m tests.benchmarks.matching compare     beside WRatio, ratio, token_set_ratio, jieba+BM25 and FTS5 trigram
    python -m tests.benchmarks.matching growth      time and memory from 1,000 to 20,000 phrases
    python -m tests.benchmarks.matching all         everything, one after the other
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.knowledge import Knowledge, read_knowledge
from bot.knowledge.model import TOPICS
from bot.search import ENGLISH
from bot.search.entries import Entry, entries_of
from bot.search.match import Candidate, Matcher
from bot.search.scope import Scope
from bot.search.statutes import StatuteLibrary
from bot.search.statutes.search import StatuteSearch
from bot.search.terms import Analyzer
from bot.text.normalize import normalize

ROOT = Path(__file__).parent.parent.parent
EVAL = ROOT.parent / "shared" / "eval"
FITTED = ("phrase", "second", "bag", "title", "body", "fuzzy", "near")
CHOSEN = ("topic", "statute", "role")  # by hand: held-out phrases are shorter and plainer than what residents write
Held = tuple[str, str]  # a held-out phrase and the id of its answer


def load() -> tuple[Knowledge, list[Entry], Analyzer]:
    knowledge = read_knowledge(Path(os.environ.get('BOT_KNOWLEDGE_DIR', ROOT / 'knowledge')))
    return knowledge, list(entries_of(knowledge)), Analyzer(knowledge.synonyms, ENGLISH)


def statute_texts(analyzer: Analyzer) -> StatuteSearch | None:
    """The statute index in the data folder (BOT_DATA_DIR), when one was imported."""
    folder = Path(os.environ.get("BOT_DATA_DIR", ROOT / "data")) / "statutes"
    return StatuteSearch(StatuteLibrary(folder), analyzer, date.today()) if folder.is_dir() else None


def hold_out(entries: Iterable[Entry], seed: int) -> tuple[list[Entry], list[Held]]:
    """One phrase of every answer taken away (never the title, which stands last), and what is left."""
    rng = np.random.default_rng(seed)
    held: list[Held] = []
    left: list[Entry] = []
    for entry in entries:
        if entry.kind == "answers" and len(entry.phrases) > 4:
            i = int(rng.integers(len(entry.phrases) - 1))
            held.append((entry.phrases[i], entry.id))
            entry = dataclasses.replace(entry, phrases=entry.phrases[:i] + entry.phrases[i + 1 :])
        left.append(entry)
    return left, held


def features(matcher: Matcher, question: str, wanted: str, count: int = 32) -> tuple[np.ndarray[Any, Any], int] | None:
    """The unweighted parts of the candidates and the sum of the chosen ones, and which one is wanted; None when it is not among them."""
    found = matcher.candidates(question, count)
    ids = [c.entry.id for c in found]
    if wanted not in ids:
        return None
    rows = [
        [*(c.parts.get(n, 0.0) / getattr(matcher.weights, n) for n in FITTED), sum(c.parts.get(n, 0.0) for n in CHOSEN)] for c in found
    ]
    while len(rows) < count:
        rows.append(rows[-1])
    return np.array(rows), ids.index(wanted)


def fit_weights(samples: Sequence[tuple[np.ndarray[Any, Any], int]], steps: int = 1500, rate: float = 0.5) -> np.ndarray[Any, Any]:
    """Softmax regression over the candidates of each question; the last column is given, not fitted."""
    x = np.stack([s[0] for s in samples])
    y = np.array([s[1] for s in samples])
    x, given = x[:, :, :-1], x[:, :, -1]
    scale = x.std((0, 1)) + 1e-6
    z = x / scale
    w = np.zeros(x.shape[2])
    for _ in range(steps):
        scores = z @ w + given
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        w += rate * ((z[np.arange(len(y)), y] - (shares[:, :, None] * z).sum(1)).mean(0) - 1e-4 * w)
    return np.asarray([*(w / scale), 1.0])


def fit(rounds: int = 4) -> None:
    _, entries, analyzer = load()
    texts = statute_texts(analyzer)
    folds: list[list[tuple[np.ndarray[Any, Any], int]]] = []
    for seed in range(rounds):
        left, held = hold_out(entries, seed)
        matcher = Matcher(left, analyzer, articles=texts)
        samples = [f for q, i in held if (f := features(matcher, q, i))]
        print(f"round {seed}: {len(held)} held out, {len(samples) / len(held):.3f} among the candidates")
        folds.append(samples + known(matcher, left, seed))
    for seed in range(rounds):
        weights = fit_weights([s for k, fold in enumerate(folds) if k != seed for s in fold])
        right = np.mean([np.argmax(x @ weights) == y for x, y in folds[seed]])
        print(f"  round {seed} with weights of the others: hit@1 {right:.3f} of those")
    final = fit_weights([s for fold in folds for s in fold])
    print({n: round(float(w), 2) for n, w in zip(FITTED, final, strict=False)})


def scope() -> None:
    """Logistic regression: held-out phrases and consultations against held-out phrases of elsewhere.yaml and questions out of scope."""
    _, entries, analyzer = load()
    rows: list[tuple[str, list[float]]] = []
    for seed in (0, 1):
        left, held = hold_out(entries, seed)
        rows += _scope_rows("held out", Matcher(left, analyzer), [q for q, _ in held])
    for i in range(40):
        left = [
            dataclasses.replace(e, phrases=e.phrases[:i] + e.phrases[i + 1 :]) if e.kind == "elsewhere" else e for e in entries
        ]
        rows += _scope_rows("elsewhere", Matcher(left, analyzer), [e.phrases[i] for e in entries if e.kind == "elsewhere" and i < len(e.phrases)])
    full = Matcher(entries, analyzer)
    for name in ("out_of_scope_dev", "topics_dev", "consult_dev"):
        rows += _scope_rows(name, full, [r["question"] for r in read_eval(name)])
    sets = np.array([name for name, _ in rows])
    x = np.array([values for _, values in rows])
    y = ~np.isin(sets, ("elsewhere", "out_of_scope_dev"))
    shares = {"held out": 0.5, "topics_dev": 0.25, "consult_dev": 0.25, "elsewhere": 0.65, "out_of_scope_dev": 0.35}
    weight = np.array([shares[name] / (sets == name).sum() for name in sets])
    rng = np.random.default_rng(1)
    fold = rng.integers(5, size=len(sets))
    chance = np.zeros(len(sets))
    for k in range(5):
        w = logistic(x[fold != k], y[fold != k], weight[fold != k])
        chance[fold == k] = 1 / (1 + np.exp(-(x[fold == k] @ w[1:] + w[0])))
    print("limit  kept of " + "  ".join(shares) + "  (cross-validated)")
    for limit in (0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.7, 0.8, 0.9):
        print(f"{limit:.2f}   " + "  ".join(f"{(chance[sets == name] >= limit).mean():.3f}" for name in shares))
    print(dict(zip(("constant", "concept", "phrase", "leaning", "elsewhere"), logistic(x, y, weight).round(1), strict=True)))


def _scope_rows(name: str, matcher: Matcher, questions: Iterable[str]) -> list[tuple[str, list[float]]]:
    spy = _Spy(matcher)
    return [(name, row) for q in questions if (row := spy.features(q))]


class _Spy:
    """Hears what a matcher asks of its scope."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.heard: list[float] = []
        inner: Scope = matcher._scope

        def chance(terms: Any, concepts: int, phrase: float) -> float:
            self.heard = list(inner.features(terms, concepts, phrase))
            return 1.0

        inner.chance = chance  # type: ignore[method-assign]

    def features(self, question: str) -> list[float]:
        self.heard = []
        self.matcher.candidates(question, 1)
        return self.heard


def logistic(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], weight: np.ndarray[Any, Any], steps: int = 4000) -> np.ndarray[Any, Any]:
    """(constant, weights) of a weighted logistic regression."""
    scale = x.std(0)
    z = np.c_[np.ones(len(x)), x / scale]
    w = np.zeros(z.shape[1])
    for _ in range(steps):
        error = y - 1 / (1 + np.exp(-(z @ w)))
        w += 2.0 * (z * (weight * error)[:, None]).sum(0) / weight.sum() * 2
    return np.asarray([w[0], *(w[1:] / scale)])


def known(matcher: Matcher, entries: Sequence[Entry], seed: int) -> list[tuple[np.ndarray[Any, Any], int]]:
    """Phrases that are in the index, typed with an error: as many as are held out. Without them nearness would count for nothing."""
    rng = np.random.default_rng(seed + 100)
    kinds = ("typo", "dropped", "homophone", "swapped")
    samples = []
    for entry in entries:
        if entry.kind == "answers":
            phrase = one_error(entry.phrases[int(rng.integers(len(entry.phrases)))], kinds[int(rng.integers(4))], rng)
            if found := features(matcher, phrase, entry.id):
                samples.append(found)
    return samples


def hits(find: Callable[[str], list[str]], held: Sequence[Held]) -> tuple[float, float, float, float]:
    """hit@1, hit@3, p50 and p99 in milliseconds."""
    one = three = 0
    spent = []
    for question, wanted in held:
        started = time.perf_counter()
        ids = find(question)
        spent.append((time.perf_counter() - started) * 1000)
        one += ids[:1] == [wanted]
        three += wanted in ids[:3]
    return one / len(held), three / len(held), float(np.median(spent)), float(np.quantile(spent, 0.99))


def ours(matcher: Matcher) -> Callable[[str], list[str]]:
    return lambda question: [c.entry.id for c in matcher.candidates(question, 5)]


# ---- errors people make ----

_HOMOPHONES = "公工|正证|才裁|原援|调条|接解|离立|昏婚|工公|姿资|房防|东冬|车彻|祸货|赔陪|偿常|法发|院员|起气|诉素|借接|钱前|不步|还环|家加|暴爆|打大|人任|合和|同铜|保宝|险显|社设|孩还|子紫|老劳|板版|拖托|欠歉|押鸭|金今|罚伐|款宽"


def one_error(text: str, kind: str, rng: np.random.Generator) -> str:
    """A normalised phrase as a hurried or elderly person might type it."""
    i = int(rng.integers(len(text)))
    match kind:
        case "typo":
            return text[:i] + chr(int(rng.integers(0x4E00, 0x9000))) + text[i + 1 :]
        case "dropped":
            return text[:i] + text[i + 1 :] if len(text) > 3 else text
        case "swapped":
            return text[:i] + text[i + 1 : i + 2] + text[i : i + 1] + text[i + 2 :]
        case "traditional":
            from bot.text.normalize import traditional

            return traditional(text)
        case "homophone":
            return _homophone(text, rng)
    raise ValueError(kind)


def _homophone(text: str, rng: np.random.Generator) -> str:
    """One character replaced by another that is read the same."""
    from bot.text.pinyin import reading

    table = {c: reading(c) for c in {*_common(), *text} if c > "\u2e7f"}
    places = [i for i, c in enumerate(text) if c in table]
    if not places:
        return text
    i = places[int(rng.integers(len(places)))]
    same = [c for c in _common() if table.get(c) == table[text[i]] and c != text[i]]
    return text[:i] + same[int(rng.integers(len(same)))] + text[i + 1 :] if same else text


def _common() -> list[str]:
    """Characters that the knowledge base itself uses: what an input method offers first."""
    if not _COMMON:
        _COMMON.extend(sorted({c for e in load()[1] for p in e.phrases for c in p if c > "\u2e7f"}))
    return _COMMON


_COMMON: list[str] = []


def robust() -> None:
    _, entries, analyzer = load()
    left, held = hold_out(entries, 7)
    matcher = Matcher(left, analyzer)
    rng = np.random.default_rng(3)
    base = hits(ours(matcher), held)
    print(f"{'as written':24}hit@1 {base[0]:.3f}  hit@3 {base[1]:.3f}  ({len(held)} held-out phrases)")
    for kinds in (["typo"], ["homophone"], ["traditional"], ["dropped"], ["swapped"], ["typo", "dropped"], ["homophone", "typo"]):
        spoilt = []
        for question, wanted in held:
            for kind in kinds:
                question = one_error(question, kind, rng)
            spoilt.append((question, wanted))
        found = hits(ours(matcher), spoilt)
        print(f"{' + '.join(kinds):24}hit@1 {found[0]:.3f}  hit@3 {found[1]:.3f}  loss {100 * (base[0] - found[0]):+.1f} points")
    phrases = [(p, e.id) for e in entries if e.kind == "answers" for p in e.phrases[:1]]
    full = Matcher(entries, analyzer)
    print("known phrases, mistyped:")
    for kinds in ([], ["typo"], ["homophone"], ["traditional"], ["dropped"], ["typo", "dropped"]):
        spoilt = []
        for question, wanted in phrases:
            for kind in kinds:
                question = one_error(question, kind, rng)
            spoilt.append((question, wanted))
        found = hits(ours(full), spoilt)
        print(f"{' + '.join(kinds) or 'as written':24}hit@1 {found[0]:.3f}  hit@3 {found[1]:.3f}")


# ---- limits ----


def read_eval(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVAL / f"{name}.jsonl").read_text("utf-8").splitlines()]


def best(matcher: Matcher, questions: Iterable[str]) -> list[Candidate | None]:
    return [next(iter(matcher.candidates(q, 1)), None) for q in questions]


def calibrate() -> None:
    """Answered share against wrong share, for limits on the score; wrong by topic on topics_dev and by answer on held-out phrases."""
    _, entries, analyzer = load()
    left, held = hold_out(entries, 11)
    matcher = Matcher(left, analyzer)
    own = [(c, c is not None and c.entry.id == i) for (_, i), c in zip(held, best(matcher, [q for q, _ in held]), strict=True)]
    full = Matcher(entries, analyzer)
    rows = read_eval("topics_dev")
    topics = [
        (c, c is not None and c.entry.topic == r["topic"]) for r, c in zip(rows, best(full, [r["question"] for r in rows]), strict=True)
    ]
    strange = best(full, [r["question"] for r in read_eval("out_of_scope_dev")])
    consult = best(full, [r["question"] for r in read_eval("consult_dev")])
    print("scope   consultations and topics kept | out of scope kept")
    for limit in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = [np.mean([bool(c and c.ground >= limit) for c in found]) for found in (consult, [c for c, _ in topics], strange)]
        print(f"{limit:.2f}    " + "  ".join(f"{k:.3f}" for k in kept))
    print("sure    held-out: shown wrong | topics: shown wrong | out of scope shown   (grounded at least 0.9)")
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        line = []
        for pairs in (own, topics):
            shown = [right for c, right in pairs if c and c.share >= limit and c.ground >= 0.9]
            line.append(f"{len(shown) / len(pairs):.3f} {1 - np.mean(shown) if shown else 0:.3f}")
        line.append(f"{np.mean([bool(c and c.share >= limit and c.ground >= 0.9) for c in strange]):.3f}")
        print(f"{limit:.2f}    " + "  |  ".join(line))


# ---- comparison ----


def rivals(entries: Sequence[Entry]) -> dict[str, Callable[[str], list[str]]]:
    """What others would use, over the same phrases."""
    import sqlite3

    import bm25s
    import jieba
    from rapidfuzz import fuzz, process

    jieba.setLogLevel(60)
    pairs = [(p, e.id) for e in entries for p in e.phrases]
    phrases, owners = [p for p, _ in pairs], [i for _, i in pairs]

    def fuzzy(scorer: Any) -> Callable[[str], list[str]]:
        def find(question: str) -> list[str]:
            return list(dict.fromkeys(owners[i] for _, _, i in process.extract(normalize(question), phrases, scorer=scorer, limit=20)))[:5]

        return find

    retriever = bm25s.BM25()
    retriever.index([list(jieba.cut(p)) for p in phrases], show_progress=False)

    def words(question: str) -> list[str]:
        numbers, _ = retriever.retrieve([list(jieba.cut(normalize(question)))], k=20, show_progress=False)
        return list(dict.fromkeys(owners[int(i)] for i in numbers[0]))[:5]

    database = sqlite3.connect(":memory:")
    database.execute("create virtual table t using fts5(p, tokenize='trigram')")
    database.executemany("insert into t(rowid, p) values (?, ?)", list(enumerate(phrases)))

    def trigram(question: str) -> list[str]:
        text = normalize(question).replace("，", "")
        grams = {text[i : i + 3] for i in range(len(text) - 2)}
        if not grams:
            return []
        query = " OR ".join('"' + g.replace('"', '""') + '"' for g in grams)
        rows = database.execute("select rowid from t where t match ? order by rank limit 20", (query,))
        return list(dict.fromkeys(owners[r[0]] for r in rows))[:5]

    return {
        "rapidfuzz WRatio": fuzzy(fuzz.WRatio), "rapidfuzz ratio": fuzzy(fuzz.ratio), "rapidfuzz token_set_ratio": fuzzy(fuzz.token_set_ratio),
        "jieba + BM25 (bm25s)": words, "SQLite FTS5 trigram": trigram,
    }  # fmt: skip


def compare() -> None:
    _, entries, analyzer = load()
    entries = [e for e in entries if e.kind == "answers"]
    left, held = hold_out(entries, 7)
    finders = {"ours": ours(Matcher(left, analyzer)), **rivals(left)}
    topic_of = {e.id: e.topic for e in entries}
    rows = read_eval("topics_dev") if EVAL.exists() else []
    print(f"{len(held)} held-out phrases over {sum(len(e.phrases) for e in left)} phrases; {len(rows)} consultations of topics_dev")
    print(f"{'':28}hit@1  hit@3  p50 ms  p99 ms  topic")
    measured = []
    for name, find in finders.items():
        one, three, p50, p99 = hits(find, held)
        measured.append((name, one, three, p50))
        right = np.mean([[topic_of[i] for i in find(r["question"])[:1]] == [r["topic"]] for r in rows]) if rows else 0
        print(f"{name:28}{one:.3f}  {three:.3f}  {p50:6.2f}  {p99:6.2f}  {right:.3f}")
    PLOT.write_text(plot(measured, len(held)), "utf-8")
    print(f"plotted in {PLOT}")


PLOT = ROOT / "docs" / "matching.svg"


def plot(rows: Sequence[tuple[str, float, float, float]], asked: int) -> str:
    """Accuracy as bars, time beside them: an SVG that needs no library."""
    bars = []
    for i, (name, one, three, p50) in enumerate(rows):
        y, colour = 60 + 44 * i, "#1b6e53" if i == 0 else "#8a97a6"
        bars += [
            f'<text x="190" y="{y + 19}" text-anchor="end">{name}</text>',
            f'<rect x="200" y="{y}" width="{400 * three:.0f}" height="28" fill="{colour}" opacity="0.35"/>',
            f'<rect x="200" y="{y}" width="{400 * one:.0f}" height="28" fill="{colour}"/>',
            f'<text x="{208 + 400 * three:.0f}" y="{y + 19}">{one:.2f} / {three:.2f}　{p50:.2f} ms</text>',
        ]
    height = 80 + 44 * len(rows)
    head = f"hit@1 (dark) / hit@3 (light) and median time, {asked} held-out phrases, one run"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="820" height="{height}" viewBox="0 0 820 {height}" font-family="sans-serif" font-size="14">'
        f'<rect width="820" height="{height}" fill="#fff"/><text x="20" y="32" font-weight="bold">{head}</text>{"".join(bars)}</svg>\n'
    )


def growth() -> None:
    """Time and memory as the knowledge base grows: the real phrases, then made-up ones of the same characters."""
    _, entries, analyzer = load()
    rng = np.random.default_rng(5)
    real = [e for e in entries if e.kind == "answers"]
    characters = [c for e in real for p in e.phrases for c in p]
    questions = [p for e in real for p in e.phrases[:1]][:400]
    for size in (1_000, 2_500, 5_000, 10_000, 20_000):
        chosen: list[Entry] = []
        count = 0
        while count < size:
            source = real[len(chosen) % len(real)]
            if len(chosen) >= len(real):
                phrases = tuple("".join(rng.choice(characters, 12)) for _ in source.phrases)
                source = dataclasses.replace(source, id=f"made-{len(chosen)}", phrases=phrases)
            chosen.append(source)
            count += len(source.phrases)
        tracemalloc.start()
        started = time.perf_counter()
        matcher = Matcher(chosen, analyzer)
        built = time.perf_counter() - started
        memory = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        matcher.candidates(questions[0])
        spent = []
        for question in questions:
            started = time.perf_counter()
            matcher.candidates(question)
            spent.append((time.perf_counter() - started) * 1000)
        print(f"{count:6} phrases: built {built:.2f} s (traced), {memory:.0f} MB, p50 {np.median(spent):.2f} ms, p99 {np.quantile(spent, 0.99):.2f} ms")


def topics() -> None:
    """The confusion table of topics_dev."""
    from collections import Counter

    _, entries, analyzer = load()
    matcher = Matcher(entries, analyzer)
    rows = read_eval("topics_dev")
    first = three = 0
    wrong: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found = [c.entry.topic for c in matcher.candidates(row["question"], 5)]
        first += found[:1] == [row["topic"]]
        three += row["topic"] in found[:3]
        if found[:1] != [row["topic"]]:
            wrong[row["topic"], str(found[0]) if found else "-"] += 1
    classifier = np.mean([TOPICS[int(matcher.topic_shares(r["question"]).argmax())] == r["topic"] for r in rows])
    print(f"first {first / len(rows):.3f}  among three {three / len(rows):.3f}  topic model alone {classifier:.3f}")
    for (right, said), count in wrong.most_common(20):
        print(f"  {right} → {said}: {count}")


if __name__ == "__main__":
    commands = {"fit": fit, "scope": scope, "calibrate": calibrate, "robust": robust, "compare": compare, "growth": growth, "topics": topics}
    for command in commands.values() if sys.argv[1] == "all" else [commands[sys.argv[1]]]:
        command()
