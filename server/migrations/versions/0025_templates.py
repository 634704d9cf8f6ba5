"""Templates."""

from alembic import op

revision = "0025"
down_revision = "0024"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
