"""Auto moderation."""

from alembic import op

revision = "0020"
down_revision = "0019"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
