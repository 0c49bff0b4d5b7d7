"""The staff page: gaps, changes of the knowledge base, staff keys and logins."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _moment(name: str, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, index=index)


def upgrade() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("draft", sa.Text, nullable=False, server_default=""),
        sa.Column("answer", sa.String(80), nullable=False, server_default=""),
        sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("who", sa.String(60), nullable=False, server_default=""),
        _moment("created", index=True),
        _moment("changed"),
    )
    op.create_table(
        "knowledge_changes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _moment("at", index=True),
        sa.Column("who", sa.String(60), nullable=False),
        sa.Column("file", sa.String(300), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("note", sa.String(300), nullable=False, server_default=""),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )
    op.create_table(
        "staff_keys",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        _moment("made"),
    )
    op.create_table(
        "staff_logins",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        _moment("until", index=True),
    )
    with op.batch_alter_table("questions") as questions:
        questions.create_index("ix_questions_cluster", ["cluster"])


def downgrade() -> None:
    with op.batch_alter_table("questions") as questions:
        questions.drop_index("ix_questions_cluster")
    for table in ("staff_logins", "staff_keys", "knowledge_changes", "gaps"):
        op.drop_table(table)
