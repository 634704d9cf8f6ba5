"""Message search."""

from alembic import op

revision = "0029"
down_revision = "0028"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
