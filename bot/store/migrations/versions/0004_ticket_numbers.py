"""The number of a ticket that was deleted is never given again: old cards in the staff chat still name it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _numbered(never_again=True)


def downgrade() -> None:
    _numbered(never_again=False)


def _numbered(*, never_again: bool) -> None:
    """SQLite alone gives the highest number again once its row is gone."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("tickets", recreate="always", table_kwargs={"sqlite_autoincrement": never_again}):
            pass
