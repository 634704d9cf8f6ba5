"""Message search."""

from alembic import op

revision = "0029"
down_revision = "0028"

SQL = """
CREATE TABLE search_places ( -- guilds, and private channels, whose messages have been looked at
    place_id bigint PRIMARY KEY,
    caught_up boolean NOT NULL -- false while old messages are still to be indexed
);

CREATE TABLE search_segments ( -- ranges of message ids, each with lexemes of its own: domain/message_search/segments.py
    place_id bigint NOT NULL,
    first_id bigint NOT NULL,
    documents bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (place_id, first_id)
);

CREATE TABLE search_documents (
    place_id bigint NOT NULL, -- the guild, or the private channel
    id bigint NOT NULL,
    channel_id bigint NOT NULL,
    parent_id bigint NOT NULL, -- whose permissions count: the channel, or that of the thread
    is_private boolean NOT NULL, -- of a private thread
    terms tsvector NOT NULL,
    PRIMARY KEY (place_id, id)
);
-- A list of what is pending would have to be read by each search; who waits for the index is only a job.
CREATE INDEX search_documents_terms ON search_documents USING gin (terms) WITH (fastupdate = off);

CREATE TABLE search_heads ( -- how far each channel is indexed
    channel_id bigint PRIMARY KEY,
    indexed_id bigint NOT NULL
);

CREATE TABLE search_changes ( -- messages that were changed or deleted, until the index has followed
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(), -- a change that comes while an earlier one is followed is not lost
    place_id bigint NOT NULL,
    PRIMARY KEY (channel_id, message_id, id)
);

-- Whatever changes or deletes a message is followed. A new one is found by its channel's head, and costs nothing here.
CREATE FUNCTION note_search_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_changes (channel_id, message_id, place_id)
    SELECT channel_id, id, coalesce(guild_id, channel_id) FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER note_search_updates AFTER UPDATE ON messages REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_search_changes();
CREATE TRIGGER note_search_deletes AFTER DELETE ON messages REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_search_changes();
"""


def upgrade() -> None:
    op.execute(SQL)
