"""Finds, never phrases a sentence."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import Knowledge
from bot.search.entries import entries_of
from bot.search.match import Candidate, Match, Matcher
from bot.search.names import Named, Names
from bot.search.terms import Analyzer
from bot.text.normalize import normalize

__all__ = ["Candidate", "Finder", "Match", "Named"]

ENGLISH = {
    # services by their English names, for residents who type a word of English
    "divorce": "离婚", "wage": "劳动报酬", "wages": "劳动报酬", "salary": "劳动报酬", "notary": "公证", "mediation": "人民调解",
    "lawyer": "法律援助", "legal aid": "法律援助", "deposit": "押金", "rent": "租赁", "landlord": "出租人", "accident": "交通事故",
    "injury": "工伤", "loan": "民间借贷", "debt": "民间借贷", "inheritance": "继承", "will": "继承", "custody": "抚养",
    "police": "公安机关", "sue": "起诉", "court": "起诉", "probation": "社区矫正", "refund": "消费者", "scam": "诈骗", "fraud": "诈骗",
    "fired": "解除劳动合同", "dismissed": "解除劳动合同", "contract": "违约金", "boss": "用人单位", "company": "用人单位",
}  # fmt: skip


class Finder:
    """All that can be found in one snapshot."""

    def __init__(self, knowledge: Knowledge, statutes: Path | None = None) -> None:
        self.analyzer = Analyzer(knowledge.synonyms, ENGLISH)
        self.matcher = Matcher(list(entries_of(knowledge)), self.analyzer)
        self.names = Names(knowledge)

    def match(self, text: str) -> Match:
        """Answers and articles that may be meant, and how sure we are."""
        return self.matcher.match(text)

    def named(self, text: str) -> list[Named]:
        """Forms, calculators, places asked for by name."""
        return self.names.find(normalize(text))

    def suggest(self, text: str, limit: int = 6) -> tuple[str, ...]:
        """Titles and phrases that continue or resemble what is typed so far, best first."""
        question = normalize(text)
        if len(question) < 2:
            return ()
        found = [c.phrase for c in self.matcher.candidates(question, limit * 2) if c.entry.kind == "answers" and c.phrase]
        return tuple(dict.fromkeys(found))[:limit]
