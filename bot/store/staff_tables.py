"""Tables of the staff page: gaps, changes of the knowledge base, keys and logins. Part of the one picture in `tables`."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, String, Table, Text

from bot.store.tables import metadata

gaps = Table(  # one matter that residents asked about and got no good answer; its questions carry its id in `cluster`
    "gaps", metadata,
    Column("id", String(40), primary_key=True),
    Column("state", String(20), nullable=False, index=True),  # new | drafted | published | dismissed
    Column("draft", Text, nullable=False, server_default=""),
    Column("answer", String(80), nullable=False, server_default=""),  # the entry that answers it since it was published
    Column("asked", Integer, nullable=False, server_default="0"),  # how many asked, as of the last change of state
    Column("who", String(60), nullable=False, server_default=""),
    Column("created", DateTime(timezone=True), nullable=False, index=True),
    Column("changed", DateTime(timezone=True), nullable=False),
)  # fmt: skip

knowledge_changes = Table(  # every change of a file, whole before and after: small files, and rolling back must never fail
    "knowledge_changes", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("who", String(60), nullable=False),
    Column("file", String(300), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # edit | publish | phrases | rollback | outside
    Column("note", String(300), nullable=False, server_default=""),
    Column("before", Text),  # null: there was no such file
    Column("after", Text),  # null: the file was removed
)  # fmt: skip

staff_keys = Table(  # keys made by `staff key NAME`: only their digests are kept
    "staff_keys", metadata,
    Column("name", String(60), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
)  # fmt: skip

staff_logins = Table(  # who is logged in: digests of the cookies
    "staff_logins", metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("key_digest", String(64), nullable=False),  # a login ends with the key it was made with
    Column("until", DateTime(timezone=True), nullable=False, index=True),
)  # fmt: skip
