"""Message edits."""

from alembic import op

revision = "0035"
down_revision = "0034"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
