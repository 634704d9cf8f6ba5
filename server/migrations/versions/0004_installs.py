"""Where applications are installed, and who is logged in on the consent page."""

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = """
CREATE TABLE guild_installs (
    guild_id bigint NOT NULL,
    application_id bigint NOT NULL,
    integration_id bigint NOT NULL,
    scopes text[] NOT NULL,
    permissions bigint NOT NULL DEFAULT 0,
    user_id bigint NOT NULL, -- who added it
    installed_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, application_id)
);

CREATE TABLE user_installs (
    user_id bigint NOT NULL,
    application_id bigint NOT NULL,
    scopes text[] NOT NULL,
    installed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, application_id)
);

CREATE TABLE consent_sessions (
    user_id bigint NOT NULL,
    hash bytea NOT NULL, -- SHA-256 of the cookie
    password_digest bytea NOT NULL, -- of the password's hash: another password ends the session
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, hash)
);
"""


def upgrade() -> None:
    op.execute(SQL)
