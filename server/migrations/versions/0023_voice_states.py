"""Voice states."""

from alembic import op

revision = "0023"
down_revision = "0022"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
