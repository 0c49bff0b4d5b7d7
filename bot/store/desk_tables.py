"""Tables of the message desk: tickets, what was said, what must be told to whom. Part of the one picture in `tables`."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, ForeignKey, Integer, String, Table, Text

from bot.store.tables import metadata

tickets = Table(  # a message left for a person
    "tickets", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),  # the same act told twice opens one ticket
    Column("code", String(160), nullable=False),  # salted digest of the code that opens it at a kiosk
    Column("session", String(200), nullable=False, server_default="", index=True),  # where an answer can be sent to; empty at a kiosk
    Column("channel", String(20), nullable=False),
    Column("service", String(30)),
    Column("contact", String(200), nullable=False, server_default=""),
    Column("call", String(20), nullable=False, server_default=""),  # yes | no | "" (not asked): is it safe to call?
    Column("slot", String(40), nullable=False, server_default=""),
    Column("for_other", Boolean, nullable=False, server_default="0"),
    Column("discreet", Boolean, nullable=False, server_default="0"),
    Column("state", String(20), nullable=False, server_default="open", index=True),  # open | answered | closed
    Column("assigned", String(60), nullable=False, server_default=""),
    Column("opened", DateTime(timezone=True), nullable=False, index=True),
    Column("touched", DateTime(timezone=True), nullable=False, index=True),
    Column("answered", DateTime(timezone=True)),  # first answer of staff
    Column("reminded", DateTime(timezone=True)),
    Column("guesses", Integer, nullable=False, server_default="0"),
    Column("guessed", DateTime(timezone=True)),
    sqlite_autoincrement=True,  # a number is given once: a card of a deleted ticket must not lead to somebody else's
)  # fmt: skip

ticket_messages = Table(
    "ticket_messages", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket", Integer, ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String(20), nullable=False),  # resident | staff | note
    Column("name", String(60), nullable=False, server_default=""),
    Column("text", Text, nullable=False),
)  # fmt: skip

deliveries = Table(  # stored with what they tell of, in one transaction; due until sent or failed
    "deliveries", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("to", String(200), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("discreet", Boolean, nullable=False, server_default="0"),
    Column("ticket", Integer, ForeignKey("tickets.id", ondelete="CASCADE")),
    Column("reminder", String(80), nullable=False, server_default=""),  # what a reminder is about, so that it can be taken back
    Column("not_before", DateTime(timezone=True), nullable=False),
    Column("state", String(20), nullable=False, server_default="due", index=True),  # due | sent | failed | seen (failed; staff dealt with it)
    Column("why", String(20), nullable=False, server_default=""),
    Column("done", DateTime(timezone=True)),
)  # fmt: skip

ticket_routes = Table(  # a reply to this message of that chat is about that ticket
    "ticket_routes", metadata,
    Column("chat", String(200), primary_key=True),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket", Integer, ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True),
)  # fmt: skip

desk_acts = Table(  # acts told twice are done once
    "desk_acts", metadata,
    Column("key", String(200), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)  # fmt: skip

desk_bans = Table(
    "desk_bans", metadata,
    Column("session", String(200), primary_key=True),
    Column("who", String(60), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)  # fmt: skip

message_trail = Table(  # numbers of messages in private chats, so that the resident can wipe them
    "message_trail", metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)  # fmt: skip
