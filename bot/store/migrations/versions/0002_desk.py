"""The message desk: tickets, messages, deliveries, routes, acts, bans, the trail."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _text(name: str, size: int, *, default: str | None = "", **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), nullable=False, server_default=default, **more)


def _of_ticket(*, nullable: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column("ticket", sa.Integer, sa.ForeignKey("tickets.id", ondelete="CASCADE"), nullable=nullable, index=index)


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("code", sa.String(160), nullable=False),
        _text("session", 200, index=True), sa.Column("channel", sa.String(20), nullable=False), sa.Column("service", sa.String(30)),
        _text("contact", 200), _text("call", 20), _text("slot", 40),
        sa.Column("for_other", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("discreet", sa.Boolean, nullable=False, server_default="0"),
        _text("state", 20, default="open", index=True), _text("assigned", 60),
        _moment("opened", index=True), _moment("touched", index=True), _moment("answered", nullable=True), _moment("reminded", nullable=True),
        sa.Column("guesses", sa.Integer, nullable=False, server_default="0"), _moment("guessed", nullable=True),
    )  # fmt: skip
    op.create_table(
        "ticket_messages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True), _of_ticket(index=True), _moment("at"),
        sa.Column("who", sa.String(20), nullable=False), _text("name", 60), sa.Column("text", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True), sa.Column("to", sa.String(200), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False), sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("discreet", sa.Boolean, nullable=False, server_default="0"), _of_ticket(nullable=True), _text("reminder", 80),
        _moment("not_before"), _text("state", 20, default="due", index=True), _text("why", 20), _moment("done", nullable=True),
    )  # fmt: skip
    op.create_table(
        "ticket_routes",
        sa.Column("chat", sa.String(200), primary_key=True), sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        _of_ticket(index=True),
    )  # fmt: skip
    op.create_table(
        "desk_acts", sa.Column("key", sa.String(200), primary_key=True), sa.Column("answer", sa.Text, nullable=False), _moment("at", index=True)
    )
    op.create_table("desk_bans", sa.Column("session", sa.String(200), primary_key=True), sa.Column("who", sa.String(60), nullable=False), _moment("at"))
    op.create_table(
        "message_trail",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False), _moment("at", index=True),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("message_trail", "desk_bans", "desk_acts", "ticket_routes", "deliveries", "ticket_messages", "tickets"):
        op.drop_table(table)
