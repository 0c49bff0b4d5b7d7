"""Dated notices; expired ones vanish by themselves."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bot.knowledge.model.base import Entry, Id, Line, Service


class News(Entry):
    id: Id
    title: Line
    service: Service
    text: Line
    published: date
    expires: date
    source: Line
    answers: tuple[Id, ...] = Field((), description="相关回答")


class NewsFile(Entry):
    news: tuple[News, ...]
