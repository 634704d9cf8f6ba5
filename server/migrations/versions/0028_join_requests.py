"""Membership screening and join requests."""

from alembic import op

revision = "0028"
down_revision = "0027"

SQL = """
CREATE TABLE member_verifications (
    guild_id bigint PRIMARY KEY,
    version timestamptz NOT NULL,
    description text,
    form_fields json NOT NULL
);

CREATE TABLE join_requests ( -- the last one of each user
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    application_status text NOT NULL,
    form_responses json,
    rejection_reason text,
    reviewed_at timestamptz,
    actioned_by_user_id bigint,
    last_seen timestamptz,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX join_requests_by_status ON join_requests (guild_id, application_status, id);
CREATE INDEX join_requests_by_id ON join_requests (id);

CREATE INDEX members_pending ON members (guild_id, user_id) WHERE pending;
"""


def upgrade() -> None:
    op.execute(SQL)
