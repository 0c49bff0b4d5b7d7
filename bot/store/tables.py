"""The tables, in one picture. Times are UTC; JSON columns hold what only one room understands."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
)

sessions = Table(
    "sessions", metadata,
    Column("key", String(200), primary_key=True),
    Column("state", JSON, nullable=False),
    Column("touched", DateTime(timezone=True), nullable=False, index=True),
)  # fmt: skip

questions = Table(  # what could not be answered, or was found unhelpful: redacted, never from discreet topics
    "questions", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("text", Text, nullable=False),
    Column("reason", String(20), nullable=False),  # none | unhelpful | rephrased
    Column("nearest", JSON, nullable=False),  # answer ids, best first
    Column("channel", String(20), nullable=False),
    Column("asked", DateTime(timezone=True), nullable=False, index=True),
    Column("state", String(20), nullable=False, server_default="new", index=True),
    Column("cluster", String(40), index=True),
    Column("tell", String(200)),  # session that wishes to be told
)  # fmt: skip

usage = Table(  # counts only: no text, no session
    "usage", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("service", String(30)),
    Column("topic", String(20)),
    Column("answer", String(80)),
    Column("milliseconds", Integer, nullable=False),
)  # fmt: skip

feedback = Table(
    "feedback", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("answer", String(80), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("channel", String(20), nullable=False),
)  # fmt: skip

inbox = Table(  # Telegram updates, stored before they are confirmed; gone when handled
    "inbox", metadata,
    Column("update_id", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("received", DateTime(timezone=True), nullable=False),
    Column("done", Boolean, nullable=False, server_default="0", index=True),
)  # fmt: skip
