"""Scheduled events."""

from alembic import op

revision = "0021"
down_revision = "0020"

SQL = """
CREATE TABLE scheduled_events (
    guild_id bigint NOT NULL,
    id bigint NOT NULL,
    channel_id bigint,
    creator_id bigint NOT NULL,
    name text NOT NULL,
    description text,
    image text,
    scheduled_start_time timestamptz NOT NULL,
    scheduled_end_time timestamptz,
    status smallint NOT NULL,
    entity_type smallint NOT NULL,
    entity_id bigint,
    location text,
    recurrence_rule text,
    due_at timestamptz, -- when the clock has something to do about it
    empty_since timestamptz, -- of an active one: since when nobody was seen in its channel
    PRIMARY KEY (guild_id, id)
);
CREATE INDEX scheduled_events_open ON scheduled_events (guild_id, id) WHERE status IN (1, 2);
CREATE INDEX scheduled_events_active ON scheduled_events (guild_id, channel_id) WHERE status = 2;
CREATE INDEX scheduled_events_due ON scheduled_events (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE scheduled_event_exceptions ( -- occurrences that are not as the recurrence rule has them
    guild_id bigint NOT NULL,
    event_id bigint NOT NULL,
    id bigint NOT NULL, -- the moment when it would begin by the rule, as a snowflake
    scheduled_start_time timestamptz,
    scheduled_end_time timestamptz,
    is_canceled boolean NOT NULL,
    PRIMARY KEY (guild_id, event_id, id)
);

CREATE TABLE scheduled_event_users ( -- what users say of an event, or of one of its occurrences
    guild_id bigint NOT NULL,
    event_id bigint NOT NULL,
    exception_id bigint NOT NULL, -- 0 for the whole event
    user_id bigint NOT NULL,
    response smallint NOT NULL,
    PRIMARY KEY (guild_id, event_id, exception_id, user_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
