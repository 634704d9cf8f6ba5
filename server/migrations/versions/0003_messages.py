"""Messages, the heads of their channels, nonces, slowmode and reactions."""

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = """
CREATE TABLE channel_heads ( -- apart from channels, for it changes with every message
    channel_id bigint PRIMARY KEY,
    last_message_id bigint NOT NULL DEFAULT 0
);

CREATE TABLE messages (
    channel_id bigint NOT NULL,
    id bigint NOT NULL,
    guild_id bigint,
    author_id bigint NOT NULL,
    type smallint NOT NULL DEFAULT 0,
    content text NOT NULL DEFAULT '',
    flags integer NOT NULL DEFAULT 0,
    tts boolean NOT NULL DEFAULT false,
    mention_everyone boolean NOT NULL DEFAULT false,
    mentions bigint[] NOT NULL DEFAULT '{}',
    mention_roles bigint[] NOT NULL DEFAULT '{}',
    pinned boolean NOT NULL DEFAULT false,
    edited_at timestamptz,
    parts json, -- embeds, attachments, reference and what else few messages have; not jsonb, which takes no \\u0000
    PRIMARY KEY (channel_id, id)
);

CREATE TABLE message_nonces ( -- of messages sent with enforce_nonce in the last minutes
    channel_id bigint NOT NULL,
    author_id bigint NOT NULL,
    nonce text NOT NULL,
    message_id bigint NOT NULL,
    PRIMARY KEY (channel_id, author_id, nonce)
);

CREATE TABLE slowmode_turns ( -- when a user may send again, in channels with a slowmode
    channel_id bigint NOT NULL,
    user_id bigint NOT NULL,
    next_at timestamptz NOT NULL,
    PRIMARY KEY (channel_id, user_id)
);

CREATE TABLE reactions (
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    emoji_id bigint NOT NULL DEFAULT 0, -- 0 for a unicode emoji
    emoji_name text NOT NULL,
    user_id bigint NOT NULL,
    type smallint NOT NULL DEFAULT 0,
    animated boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (channel_id, message_id, emoji_id, emoji_name, type, user_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
