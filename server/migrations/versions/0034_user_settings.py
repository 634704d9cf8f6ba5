"""User settings: of the account, of the guilds that users are in, and their notes on others."""

from alembic import op

revision = "0034"
down_revision = "0033"

SQL = """
CREATE TABLE user_settings (
    user_id bigint PRIMARY KEY,
    settings json NOT NULL
);

CREATE TABLE user_guild_settings (
    user_id bigint NOT NULL,
    guild_id bigint NOT NULL, -- 0: of private channels
    version integer NOT NULL,
    settings json NOT NULL,
    PRIMARY KEY (user_id, guild_id)
);

CREATE TABLE user_notes (
    user_id bigint NOT NULL, -- who wrote it
    other_id bigint NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (user_id, other_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
