"""Application commands and their permissions."""

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = """
CREATE TABLE commands (
    application_id bigint NOT NULL,
    id bigint NOT NULL,
    guild_id bigint NOT NULL, -- 0: everywhere
    type smallint NOT NULL,
    name text NOT NULL,
    command json NOT NULL, -- whole
    PRIMARY KEY (application_id, id),
    UNIQUE (application_id, guild_id, type, name)
);
CREATE INDEX commands_by_guild ON commands (guild_id) WHERE guild_id <> 0;

-- The commands of an application in one guild, or everywhere (0), as a whole.
CREATE TABLE command_lists (
    application_id bigint NOT NULL,
    guild_id bigint NOT NULL,
    version bigint NOT NULL, -- a snowflake, of the last change
    day integer NOT NULL, -- since 1970, in which `created` commands were made
    created integer NOT NULL,
    PRIMARY KEY (application_id, guild_id)
);
CREATE INDEX command_lists_by_guild ON command_lists (guild_id) WHERE guild_id <> 0;

CREATE TABLE command_permissions (
    application_id bigint NOT NULL,
    guild_id bigint NOT NULL,
    id bigint NOT NULL, -- of the command, or of the application: what holds for all its commands
    permissions json NOT NULL,
    PRIMARY KEY (application_id, guild_id, id)
);
CREATE INDEX command_permissions_by_guild ON command_permissions (guild_id);
"""


def upgrade() -> None:
    op.execute(SQL)
