"""Stage instances."""

from alembic import op

revision = "0022"
down_revision = "0021"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
