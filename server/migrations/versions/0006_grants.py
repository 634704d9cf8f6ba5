"""Grants, authorization codes, access and refresh tokens."""

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = """
CREATE TABLE grants (
    user_id bigint NOT NULL,
    application_id bigint NOT NULL,
    id bigint NOT NULL,
    scopes text[] NOT NULL, -- all that the user has agreed to so far
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, application_id)
);
CREATE INDEX grants_by_application ON grants (application_id, user_id);

CREATE TABLE authorization_codes (
    user_id bigint NOT NULL,
    hash bytea NOT NULL, -- SHA-256 of the whole code, as of every token below
    application_id bigint NOT NULL,
    request json NOT NULL,
    expires_at timestamptz NOT NULL,
    redeemed boolean NOT NULL DEFAULT false, -- kept until it expires, so that a second use is noticed
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE access_tokens (
    user_id bigint NOT NULL,
    hash bytea NOT NULL,
    application_id bigint NOT NULL,
    scopes text[] NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE refresh_tokens (
    user_id bigint NOT NULL,
    hash bytea NOT NULL,
    application_id bigint NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    used boolean NOT NULL DEFAULT false, -- kept, so that a second use is noticed
    PRIMARY KEY (user_id, hash)
);
"""


def upgrade() -> None:
    op.execute(SQL)
