"""Teams, testers, SKUs and entitlements."""

from alembic import op

revision = "0011"
down_revision = "0010"

SQL = """
CREATE TABLE teams ( -- each has a row of the same id in users, who stands for it as the owner of its applications
    id bigint PRIMARY KEY,
    name text NOT NULL,
    icon text,
    owner_user_id bigint NOT NULL
);

CREATE TABLE team_members (
    team_id bigint NOT NULL,
    user_id bigint NOT NULL,
    state smallint NOT NULL, -- 1: invited, 2: accepted
    role text NOT NULL,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_members_by_user ON team_members (user_id, team_id);

CREATE TABLE testers (
    application_id bigint NOT NULL,
    user_id bigint NOT NULL,
    state smallint NOT NULL, -- as in team_members
    PRIMARY KEY (application_id, user_id)
);

CREATE TABLE skus (
    id bigint PRIMARY KEY,
    application_id bigint NOT NULL,
    type smallint NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    flags integer NOT NULL
);
CREATE INDEX skus_by_application ON skus (application_id, id);

CREATE TABLE entitlements (
    application_id bigint NOT NULL,
    id bigint NOT NULL,
    sku_id bigint NOT NULL,
    user_id bigint NOT NULL, -- who has it, or who got it for the guild
    guild_id bigint, -- that has it
    type smallint NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    consumed boolean NOT NULL DEFAULT false,
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (application_id, id)
);
CREATE INDEX entitlements_by_user ON entitlements (application_id, user_id, id);
CREATE INDEX entitlements_by_guild ON entitlements (application_id, guild_id, id) WHERE guild_id IS NOT NULL;

-- By these all that an application has is found when it is deleted, and counted.
CREATE INDEX guild_installs_by_application ON guild_installs (application_id);
CREATE INDEX user_installs_by_application ON user_installs (application_id);
CREATE INDEX webhooks_by_application ON webhooks (application_id) WHERE application_id IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(SQL)
