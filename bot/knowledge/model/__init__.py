"""The typed model of the knowledge base, one noun a file."""

from bot.knowledge.model.answer import Answer, AnswerFile, English
from bot.knowledge.model.base import SERVICES, TOPICS, Citation, Entry, Figure, Service, Topic
from bot.knowledge.model.case import Case, CaseFile
from bot.knowledge.model.form import Caution, Form
from bot.knowledge.model.guide import ArticleGuide, LawGuide
from bot.knowledge.model.news import News, NewsFile
from bot.knowledge.model.office import Canned, Hours, Office
from bot.knowledge.model.place import Community, CommunityFile, Fact, Place, PlaceFile
from bot.knowledge.model.rate import Rate, RateFile, RatePeriod
from bot.knowledge.model.wizard import Choice, Condition, Outcome, Question, Wizard
from bot.knowledge.model.words import (
    DangerFile,
    DangerRule,
    Elsewhere,
    ElsewhereFile,
    GlossaryFile,
    SynonymFile,
    Synonyms,
    Term,
    Vocabulary,
)

__all__ = [
    "SERVICES",
    "TOPICS",
    "Answer",
    "AnswerFile",
    "ArticleGuide",
    "Canned",
    "Case",
    "CaseFile",
    "Caution",
    "Choice",
    "Citation",
    "Community",
    "CommunityFile",
    "Condition",
    "DangerFile",
    "DangerRule",
    "Elsewhere",
    "ElsewhereFile",
    "English",
    "Entry",
    "Fact",
    "Figure",
    "Form",
    "GlossaryFile",
    "Hours",
    "LawGuide",
    "News",
    "NewsFile",
    "Office",
    "Outcome",
    "Place",
    "PlaceFile",
    "Question",
    "Rate",
    "RateFile",
    "RatePeriod",
    "Service",
    "SynonymFile",
    "Synonyms",
    "Term",
    "Topic",
    "Vocabulary",
    "Wizard",
]  # fmt: skip
