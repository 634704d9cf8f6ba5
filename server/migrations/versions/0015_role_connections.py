"""Role connections, activities, and descriptions of applications in several languages."""

from alembic import op

revision = "0015"
down_revision = "0014"

SQL = """
ALTER TABLE applications ADD COLUMN description_localizations json NOT NULL DEFAULT '{}';

-- What an application says of its users, as far as guilds may ask for it.
CREATE TABLE role_connection_metadata (
    application_id bigint NOT NULL PRIMARY KEY,
    records json NOT NULL
);

CREATE TABLE role_connections (
    user_id bigint NOT NULL,
    application_id bigint NOT NULL,
    platform_name text,
    platform_username text,
    metadata json NOT NULL,
    PRIMARY KEY (user_id, application_id)
);
CREATE INDEX role_connections_by_application ON role_connections (application_id);

-- An activity runs once in a channel, until the last of its users has left.
CREATE TABLE activity_instances (
    application_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    id bigint NOT NULL, -- of the interaction that launched it
    guild_id bigint,
    user_ids bigint[] NOT NULL,
    PRIMARY KEY (application_id, channel_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
