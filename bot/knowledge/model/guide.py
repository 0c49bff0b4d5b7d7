"""A guide to a law: what an article says in plain words and what people ask that it answers.

The bridge from residents' words to articles, and what answers when no statutes are imported."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bot.knowledge.model.base import Citation, Entry, Line, Phrase, Topic


class ArticleGuide(Entry):
    article: str = Field(pattern=r"^第[一二三四五六七八九十百千零]+条(之[一二三四五六七八九十]+)?$")
    gist: Line = Field(description="用自己的话说这一条讲什么")
    asks: tuple[Phrase, ...] = Field((), description="居民问什么话时该看这一条")
    topic: Topic | None = Field(None, description="与整部法的主题不同时写")


class LawGuide(Entry):
    """One law; `short` are other names people use for it."""

    law: Line
    version: date
    short: tuple[Line, ...] = ()
    topic: Topic | None = None
    articles: tuple[ArticleGuide, ...]

    def citation(self, guide: ArticleGuide) -> Citation:
        return Citation(law=self.law, article=guide.article, version=self.version)
