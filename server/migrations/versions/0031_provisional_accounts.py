"""Provisional accounts: who an application's player is here, by what he is elsewhere."""

from alembic import op

revision = "0031"
down_revision = "0030"

SQL = """
CREATE TABLE provisional_accounts (
    application_id bigint NOT NULL,
    hash bytea NOT NULL, -- SHA-256 of provider, issuer and external id: these may be long
    provider text NOT NULL, -- DISCORD_BOT or OIDC
    issuer text NOT NULL DEFAULT '',
    external_user_id text NOT NULL,
    user_id bigint NOT NULL, -- a provisional account, or the account that it was merged with
    is_merged boolean NOT NULL DEFAULT false,
    PRIMARY KEY (application_id, hash)
);
CREATE INDEX provisional_accounts_by_user ON provisional_accounts (user_id, application_id);

CREATE TABLE identity_providers (
    application_id bigint PRIMARY KEY,
    issuer text NOT NULL,
    client_id text NOT NULL
);
"""


def upgrade() -> None:
    op.execute(SQL)
