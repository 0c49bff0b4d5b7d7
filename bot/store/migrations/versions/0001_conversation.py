"""Sessions, questions without an answer, usage counts, feedback, Telegram's inbox."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _moment(name: str, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, index=index)


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("state", sa.JSON, nullable=False),
        _moment("touched", index=True),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("nearest", sa.JSON, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        _moment("asked", index=True),
        sa.Column("state", sa.String(20), nullable=False, server_default="new", index=True),
        sa.Column("cluster", sa.String(40)),
        sa.Column("tell", sa.String(200)),
    )
    op.create_table(
        "usage",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _moment("at", index=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("service", sa.String(30)),
        sa.Column("topic", sa.String(20)),
        sa.Column("answer", sa.String(80)),
        sa.Column("milliseconds", sa.Integer, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _moment("at", index=True),
        sa.Column("answer", sa.String(80), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        _moment("received"),
        sa.Column("done", sa.Boolean, nullable=False, server_default="0", index=True),
    )


def downgrade() -> None:
    for table in ("inbox", "feedback", "usage", "questions", "sessions"):
        op.drop_table(table)
