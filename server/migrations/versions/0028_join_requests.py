"""Join requests."""

from alembic import op

revision = "0028"
down_revision = "0027"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
