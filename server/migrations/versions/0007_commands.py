"""Application commands and their permissions."""

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = """
SELECT 1;
"""


def upgrade() -> None:
    op.execute(SQL)
