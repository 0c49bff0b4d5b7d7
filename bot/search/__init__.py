"""Finds, never phrases a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import StatuteImportError
from bot.knowledge import Knowledge
from bot.knowledge.model import LawGuide
from bot.search.citation import CitationReader, Cited
from bot.search.entries import Entry, entries_of
from bot.search.kept import digest_of, is_kept, keep, kept
from bot.search.match import Candidate, Match, Matcher, read
from bot.search.names import Named, Names
from bot.search.spelling import Spelling
from bot.search.statutes import StatuteLibrary
from bot.search.statutes.build import CURRENT, current_folder
from bot.search.statutes.search import StatuteSearch
from bot.search.terms import Analyzer
from bot.text.normalize import normalize

__all__ = ["CURRENT", "Candidate", "Finder", "Match", "Named", "StatuteSearch"]

ENGLISH = {
    # services by their English names, for residents who type a word of English
    "divorce": "离婚", "wage": "劳动报酬", "wages": "劳动报酬", "salary": "劳动报酬", "notary": "公证", "mediation": "人民调解",
    "lawyer": "法律援助", "legal aid": "法律援助", "deposit": "押金", "rent": "租赁", "landlord": "出租人", "accident": "交通事故",
    "injury": "工伤", "loan": "民间借贷", "debt": "民间借贷", "inheritance": "继承", "inherit": "继承", "testament": "遗嘱", "last will": "遗嘱", "custody": "抚养",
    "police": "公安机关", "sue": "起诉", "court": "起诉", "probation": "社区矫正", "refund": "消费者", "scam": "诈骗", "fraud": "诈骗",
    "fired": "解除劳动合同", "dismissed": "解除劳动合同", "contract": "合同", "boss": "用人单位", "company": "用人单位",
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """What takes time to make, and to read: the guides are most of the knowledge base."""

    entries: tuple[Entry, ...]
    matcher: Matcher


@dataclass(frozen=True)
class Guides:
    """The guides to laws as they were read, by file."""

    by_file: dict[str, LawGuide]


class Finder:
    """All that can be found in one snapshot."""

    def __init__(
        self, knowledge: Knowledge, statutes: Path | None = None, day: date | None = None, cache: Path | None = None,
        before: Finder | None = None,
    ) -> None:  # fmt: skip
        """`statutes` is the folder of an imported index, if there is one yet. One that can't be opened is left out, and `statutes_problem` says why.

        `cache` is a folder where built indexes are kept for the next start; `before` the finder of the last snapshot, whose words are
        known already when the synonyms are the same."""
        self._knowledge = knowledge
        same_words = before is not None and before._knowledge.synonyms == knowledge.synonyms
        self.analyzer: Analyzer = before.analyzer if before and same_words else Analyzer(knowledge.synonyms, ENGLISH)
        self.names = Names(knowledge)
        self.matcher: Matcher
        self.statutes: StatuteSearch | None = None
        self.statutes_problem = ""
        self._cache, self._digest = cache, digest_of(knowledge.folder) if cache else ""
        found = kept(cache, self._digest, Built) if cache else None
        self._borrowed: Spelling | None = None if found or before is None else before.matcher.spelling
        built = found or self._build()
        self._new = None if found else built
        if statutes is not None and (statutes / CURRENT).is_file():
            try:
                library = _opened(statutes, before.statutes if before else None)
                matcher = built.matcher
                self.statutes = StatuteSearch(library, self.analyzer, day or date.today(), entries=matcher.entries, asked=matcher.asked)
            except (StatuteImportError, OSError, ValueError) as error:
                self.statutes_problem = str(error)
        self.matcher = built.matcher
        self.matcher.attach(self.analyzer, self.statutes)
        self.guides = CitationReader(dict.fromkeys(g.law for g in knowledge.guides))

    def _build(self) -> Built:
        entries = tuple(entries_of(self._knowledge))
        return Built(entries, Matcher(entries, self.analyzer, spelling=self._borrowed))

    def settle(self) -> None:
        """What can wait until this snapshot is in service: its own spelling, and writing what was built to `cache`. Once."""
        if self._borrowed:
            self.matcher.learn()
            self._borrowed = None
        if self._cache and self._new:
            keep(self._cache, self._digest, self._new)
            self._new = None
        if self._cache and not is_kept(self._cache, self._digest, Guides):
            keep(self._cache, self._digest, Guides(dict(self._knowledge.guides_by_file)))

    def rehearse(self) -> int:
        """Read all that the knowledge base says, as building does, so that the next snapshot need read only what is new; how many texts were.

        A start from `cache` skips it, and the first saving of a file would wait for it."""
        return read(self.analyzer, tuple(entries_of(self._knowledge)))

    def read(self, text: str) -> str:
        """What a question is taken for: normalised, its core, slips of typing put right."""
        return self.matcher.read(text)

    def match(self, text: str, before: str = "") -> Match:
        """Answers and articles that may be meant, and how sure we are; `before` is what was said before in the same matter."""
        return self.matcher.match(text, before=before)

    def elsewhere(self, text: str) -> str | None:
        """The id of the matter of elsewhere.yaml that a question clearly is."""
        return self.matcher.elsewhere(text)

    def named(self, text: str) -> list[Named]:
        """Forms, calculators, places asked for by name."""
        return self.names.find(normalize(text))

    def words(self, text: str) -> set[str]:
        """The words worth highlighting in a text found for a question: its pairs of characters that are no common ones."""
        question = normalize(text)
        return {question[i : i + 2] for i in range(len(question) - 1) if "，" not in question[i : i + 2]} if self.statutes else set()

    def cited(self, text: str) -> list[Cited]:
        """Statutes cited in a question, by the imported laws or else by the guides."""
        return self.statutes.cited(text) if self.statutes else self.guides.read(text[:600])

    def suggest(self, text: str, limit: int = 6) -> tuple[str, ...]:
        """Titles and phrases that continue or resemble what is typed so far, best first."""
        question = normalize(text)
        if len(question) < 2:
            return ()
        found = [c.phrase for c in self.matcher.candidates(question, limit * 2) if c.entry.kind == "answers" and c.phrase]
        return tuple(dict.fromkeys(found))[:limit]


def _opened(home: Path, before: StatuteSearch | None) -> StatuteLibrary:
    """The laws that are open already, unless others were imported since."""
    return before.library if before and before.library.folder == current_folder(home) else StatuteLibrary(home)
