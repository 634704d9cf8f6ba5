"""The names of members, as they are searched for. Triggers keep them: names change in several places."""

from alembic import op

revision = "0037"
down_revision = "0036"

SQL = """
CREATE TABLE member_names ( -- user name, display name and nickname, in lower case
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    PRIMARY KEY (guild_id, user_id, name)
);
CREATE INDEX member_names_by_name ON member_names (guild_id, name, user_id);

CREATE FUNCTION names_of(users, nick text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT lower(name) FROM unnest(ARRAY[$1.username, $1.global_name, $2]) name WHERE name IS NOT NULL
$$;

CREATE FUNCTION note_new_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_names (guild_id, user_id, name)
    SELECT m.guild_id, m.user_id, names_of(u, m.nick) FROM added m JOIN users u ON u.id = m.user_id;
    RETURN NULL;
END $$;
CREATE TRIGGER note_new_members AFTER INSERT ON members REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_members();

CREATE FUNCTION note_gone_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM member_names n USING gone m WHERE n.guild_id = m.guild_id AND n.user_id = m.user_id;
    RETURN NULL;
END $$;
CREATE TRIGGER note_gone_members AFTER DELETE ON members REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION note_gone_members();

-- The user is held, so that nobody renames him meanwhile and leaves an old name here.
CREATE FUNCTION note_nick() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE member_of users;
BEGIN
    SELECT * INTO member_of FROM users WHERE id = NEW.user_id FOR SHARE;
    DELETE FROM member_names WHERE guild_id = NEW.guild_id AND user_id = NEW.user_id;
    INSERT INTO member_names (guild_id, user_id, name)
    SELECT NEW.guild_id, NEW.user_id, names_of(member_of, NEW.nick);
    RETURN NULL;
END $$;
CREATE TRIGGER note_nick AFTER UPDATE ON members FOR EACH ROW
    WHEN (OLD.nick IS DISTINCT FROM NEW.nick) EXECUTE FUNCTION note_nick();

CREATE FUNCTION note_renamed_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM member_names n USING memberships s
        WHERE s.user_id = NEW.id AND n.guild_id = s.guild_id AND n.user_id = NEW.id;
    INSERT INTO member_names (guild_id, user_id, name)
    SELECT m.guild_id, m.user_id, names_of(NEW, m.nick)
        FROM memberships s JOIN members m ON m.guild_id = s.guild_id AND m.user_id = s.user_id
        WHERE s.user_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER note_renamed_user AFTER UPDATE ON users FOR EACH ROW
    WHEN ((OLD.username, OLD.global_name) IS DISTINCT FROM (NEW.username, NEW.global_name))
    EXECUTE FUNCTION note_renamed_user();

INSERT INTO member_names (guild_id, user_id, name)
SELECT m.guild_id, m.user_id, names_of(u, m.nick) FROM members m JOIN users u ON u.id = m.user_id;
"""


def upgrade() -> None:
    op.execute(SQL)
