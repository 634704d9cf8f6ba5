"""Jobs, and what was sent to applications over HTTP."""

from alembic import op

revision = "0010"
down_revision = "0009"

SQL = """
CREATE TABLE jobs (
    key text NOT NULL, -- what the job is about; a second one of the same key and kind is not taken
    kind text NOT NULL,
    payload json NOT NULL,
    attempts integer NOT NULL DEFAULT 0, -- that were begun
    due_at timestamptz NOT NULL, -- by the instance's clock
    lease uuid, -- of who works on it
    owner bigint, -- whoever can make it hang
    leased_until timestamptz, -- by the database's clock: whether its worker lives is no matter of the instance's
    PRIMARY KEY (key, kind)
);
CREATE INDEX jobs_by_due ON jobs (due_at);

CREATE TABLE deliveries (
    application_id bigint NOT NULL,
    id bigint NOT NULL,
    kind smallint NOT NULL,
    subject text NOT NULL, -- the id of what was sent: an interaction's, an event's
    type text NOT NULL, -- of the interaction, or of the event
    attempt integer NOT NULL,
    redelivery_of bigint,
    sent_at timestamptz NOT NULL,
    duration_ms double precision NOT NULL,
    url text NOT NULL,
    request_headers json NOT NULL,
    request_body bytea NOT NULL,
    status smallint, -- of the answer; null if none came
    answer_headers json,
    answer_body text,
    is_cut boolean NOT NULL DEFAULT false, -- the answer was longer
    failed_step text,
    failure text,
    PRIMARY KEY (application_id, id)
);
CREATE INDEX deliveries_by_subject ON deliveries (application_id, subject, id);
CREATE INDEX deliveries_by_time ON deliveries (sent_at);

-- Who tells users something in the platform's own name.
INSERT INTO users (id, username, discriminator, global_name, system)
VALUES (643945264868098049, 'guildhall', '0000', 'Guildhall', true);
INSERT INTO usernames (username, user_id) VALUES ('guildhall', 643945264868098049) ON CONFLICT DO NOTHING;
"""


def upgrade() -> None:
    op.execute(SQL)
