"""The audit log."""

from alembic import op

revision = "0016"
down_revision = "0015"

SQL = """
CREATE TABLE audit_log_entries (
    guild_id bigint NOT NULL,
    id bigint NOT NULL,
    action_type smallint NOT NULL,
    user_id bigint,
    target_id bigint,
    changes json,
    options json,
    reason text,
    PRIMARY KEY (guild_id, id)
);
CREATE INDEX audit_log_entries_by_user ON audit_log_entries (guild_id, user_id, id);
CREATE INDEX audit_log_entries_by_target ON audit_log_entries (guild_id, target_id, id);
CREATE INDEX audit_log_entries_by_age ON audit_log_entries (id);
"""


def upgrade() -> None:
    op.execute(SQL)
