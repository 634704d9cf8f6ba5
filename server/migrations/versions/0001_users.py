"""Users, tokens, applications, and the outbox.

Every primary key starts with the column by which its table would be distributed. What must be unique across
such columns (a user name, an e-mail address) has a table of its own with that value as key.
"""

from alembic import op

revision = "0001"
down_revision = None

SQL = """
CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    event bytea NOT NULL,
    lock bigint NOT NULL DEFAULT 0, -- under which it was written
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX outbox_by_lock ON outbox (lock) WHERE lock <> 0;

-- Waits for a lock of the session; gives the events that its earlier holders committed and may not have published.
-- Volatile, so that its second query sees what was committed while the first one waited.
CREATE FUNCTION take_lock(key bigint, shared boolean) RETURNS TABLE (id bigint, event bytea)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF shared THEN PERFORM pg_advisory_lock_shared(key); ELSE PERFORM pg_advisory_lock(key); END IF;
    RETURN QUERY
        SELECT outbox.id, outbox.event FROM outbox
        WHERE outbox.lock = key AND outbox.lock <> 0 -- which lets any plan use the index
        ORDER BY outbox.created_at, outbox.id; -- ids of several processes are not in the order of commits
END
$$;

-- The other way. It commits before it lets the next one in, who would else find these events again. It does not wait
-- for the disk: after a crash of the machine they are published once more, and dropped as doubles.
CREATE PROCEDURE release_lock(key bigint, shared boolean, published bigint[])
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM outbox WHERE id = ANY(published);
    SET LOCAL synchronous_commit = off;
    COMMIT;
    IF shared THEN PERFORM pg_advisory_unlock_shared(key); ELSE PERFORM pg_advisory_unlock(key); END IF;
END
$$;

CREATE TABLE secrets ( -- of the instance, made at its first start
    name text PRIMARY KEY,
    secret bytea NOT NULL
);

CREATE TABLE users (
    id bigint PRIMARY KEY,
    username text NOT NULL,
    discriminator text NOT NULL DEFAULT '0',
    global_name text,
    avatar text,
    banner text,
    accent_color integer,
    bot boolean NOT NULL DEFAULT false,
    system boolean NOT NULL DEFAULT false,
    flags bigint NOT NULL DEFAULT 0,
    public_flags bigint NOT NULL DEFAULT 0,
    premium_type smallint NOT NULL DEFAULT 0,
    locale text NOT NULL DEFAULT 'en-US',
    bio text NOT NULL DEFAULT '',
    email text,
    verified boolean NOT NULL DEFAULT false,
    mfa_enabled boolean NOT NULL DEFAULT false,
    date_of_birth date,
    password_hash text
);

CREATE TABLE usernames (
    username text PRIMARY KEY, -- lower case; bots have none here: their names need not be unique
    user_id bigint NOT NULL
);

CREATE TABLE emails (
    email text PRIMARY KEY, -- lower case
    user_id bigint NOT NULL
);

CREATE TABLE tokens (
    user_id bigint NOT NULL,
    hash bytea NOT NULL, -- SHA-256 of the whole token
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE applications (
    id bigint PRIMARY KEY, -- also the id of its bot user
    name text NOT NULL,
    icon text,
    cover_image text,
    description text NOT NULL DEFAULT '',
    owner_id bigint NOT NULL,
    bot_public boolean NOT NULL DEFAULT true,
    bot_require_code_grant boolean NOT NULL DEFAULT false,
    flags bigint NOT NULL DEFAULT 0,
    tags text[] NOT NULL DEFAULT '{}',
    rpc_origins text[] NOT NULL DEFAULT '{}',
    redirect_uris text[] NOT NULL DEFAULT '{}',
    terms_of_service_url text,
    privacy_policy_url text,
    interactions_endpoint_url text,
    role_connections_verification_url text,
    event_webhooks_url text,
    event_webhooks_status smallint NOT NULL DEFAULT 1,
    event_webhooks_types text[] NOT NULL DEFAULT '{}',
    custom_install_url text,
    explicit_content_filter smallint NOT NULL DEFAULT 0,
    max_participants integer,
    install_params jsonb,
    integration_types_config jsonb NOT NULL DEFAULT '{"0": {}}',
    signing_key bytea NOT NULL, -- Ed25519 seed; the public half is verify_key
    secret_hash bytea
);
CREATE INDEX applications_by_owner ON applications (owner_id, id);
"""


def upgrade() -> None:
    op.execute(SQL)
