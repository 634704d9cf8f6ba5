"""Relationships: what users are to each other, once for each of the two."""

from alembic import op

revision = "0032"
down_revision = "0031"

SQL = """
CREATE TABLE relationships (
    user_id bigint NOT NULL, -- whose list it stands in
    other_id bigint NOT NULL,
    type smallint NOT NULL DEFAULT 0, -- 0 only for one who is ignored
    nickname text,
    user_ignored boolean NOT NULL DEFAULT false,
    stranger_request boolean,
    origin_application_id bigint,
    since timestamptz,
    note text, -- that came with a friend request
    PRIMARY KEY (user_id, other_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
