"""Onboarding, welcome screens and the guides for new members."""

from alembic import op

revision = "0027"
down_revision = "0026"

SQL = """
CREATE TABLE onboardings (
    guild_id bigint PRIMARY KEY,
    enabled boolean NOT NULL,
    mode smallint NOT NULL,
    default_channel_ids bigint[] NOT NULL,
    prompts json NOT NULL
);

CREATE TABLE onboarding_responses (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    option_ids bigint[] NOT NULL,
    prompts_seen json NOT NULL,
    responses_seen json NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE welcome_screens (
    guild_id bigint PRIMARY KEY,
    enabled boolean NOT NULL,
    description text,
    welcome_channels json NOT NULL
);

CREATE TABLE new_member_welcomes (
    guild_id bigint PRIMARY KEY,
    enabled boolean NOT NULL,
    welcome_message json NOT NULL,
    new_member_actions json NOT NULL,
    resource_channels json NOT NULL
);
"""


def upgrade() -> None:
    op.execute(SQL)
