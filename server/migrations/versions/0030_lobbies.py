"""Lobbies, their members and messages, the channels linked to them, and which games their players have open."""

from alembic import op

revision = "0030"
down_revision = "0029"

SQL = """
CREATE TABLE lobbies (
    id bigint PRIMARY KEY,
    application_id bigint NOT NULL,
    metadata json,
    flags bigint NOT NULL DEFAULT 0,
    idle_timeout_seconds integer NOT NULL,
    override_event_webhooks_url text,
    has_secret boolean NOT NULL, -- made by a client: so clients may join and leave
    linked_guild_id bigint,
    linked_channel_id bigint,
    idle_at timestamptz NOT NULL -- when it is to be deleted, unless somebody is connected then
);
CREATE INDEX lobbies_by_idle_at ON lobbies (idle_at);
CREATE INDEX lobbies_by_application ON lobbies (application_id);

CREATE TABLE lobby_secrets (
    application_id bigint NOT NULL,
    hash bytea NOT NULL,
    lobby_id bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (application_id, hash)
);
CREATE INDEX lobby_secrets_by_lobby ON lobby_secrets (lobby_id);

CREATE TABLE lobby_members (
    lobby_id bigint NOT NULL,
    user_id bigint NOT NULL,
    application_id bigint NOT NULL,
    metadata json,
    flags integer NOT NULL DEFAULT 0,
    additional_name text,
    PRIMARY KEY (lobby_id, user_id)
);
CREATE INDEX lobby_members_by_user ON lobby_members (user_id, application_id);

CREATE TABLE lobby_messages (
    lobby_id bigint NOT NULL,
    id bigint NOT NULL,
    channel_id bigint NOT NULL, -- the linked channel that it was said in, or else the lobby
    author_id bigint NOT NULL,
    type smallint NOT NULL DEFAULT 0,
    content text NOT NULL,
    flags integer NOT NULL DEFAULT 0,
    additional_name text, -- of the author, when it was said
    edited_at timestamptz,
    moderation_metadata json,
    PRIMARY KEY (lobby_id, id)
);

CREATE TABLE dm_moderation ( -- what an application's moderation says of a direct message
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    application_id bigint NOT NULL,
    metadata json NOT NULL,
    PRIMARY KEY (channel_id, message_id, application_id)
);

CREATE TABLE social_sessions ( -- gateway sessions that applications opened for users
    user_id bigint NOT NULL,
    application_id bigint NOT NULL,
    session_id text NOT NULL,
    node text NOT NULL,
    alive_until timestamptz NOT NULL, -- by the database's clock; its node puts it off
    PRIMARY KEY (user_id, application_id, session_id)
);
CREATE INDEX social_sessions_by_node ON social_sessions (node);

ALTER TABLE channels ADD COLUMN linked_lobby json;
"""


def upgrade() -> None:
    op.execute(SQL)
