"""Guilds as large as is said, written into the database at once: what reading one costs, and how that grows."""

import time

import msgspec

from bench import pgbench
from bench.platform import Platform

_FIRST_ID = 700_000_000_000_000_000  # of 2020, so that whatever the platform makes is newer
_APART = 1_000_000_000_000_000  # ids between two guilds
_ROLES, _CHANNELS, _USERS, _MESSAGES = 1_000, 10_000, 1_000_000, 100_000_000_000  # where each kind's ids begin
_SEEDED_WITHIN_S = 600

_SEED = """
INSERT INTO users (id, username)
    SELECT {base} + {users} + n, 'seeded.' || {nth} || '.' || n FROM generate_series(1, {size.members}) n;
INSERT INTO guilds (id, name, owner_id, member_count)
    VALUES ({base}, 'large', {base} + {users} + 1, {size.members} + 1);
INSERT INTO roles (guild_id, id, name, permissions) VALUES ({base}, {base}, '@everyone', 2248473465835073);
INSERT INTO roles (guild_id, id, name, position, permissions)
    SELECT {base}, {base} + {roles} + n, 'role ' || n, n, 1024 << (n % 20)
    FROM generate_series(1, {size.roles} - 1) n;
INSERT INTO members (guild_id, user_id, joined_at, roles)
    SELECT {base}, {base} + {users} + n, now(),
        ARRAY(SELECT DISTINCT {base} + {roles} + 1 + (n * k) % ({size.roles} - 1) FROM generate_series(1, 5) k)
    FROM generate_series(1, {size.members}) n;
INSERT INTO members (guild_id, user_id, joined_at) SELECT {base}, id, now() FROM users WHERE bot AND username = 'bench';
INSERT INTO memberships (user_id, guild_id) SELECT user_id, guild_id FROM members WHERE guild_id = {base};
INSERT INTO channels (id, guild_id, type, name, position)
    SELECT {base} + {channels} + n, {base}, 0, 'channel-' || n, n FROM generate_series(1, {size.channels}) n;
INSERT INTO overwrites (channel_id, id, type, allow, deny)
    SELECT {base} + {channels} + n, {base} + {roles} + 1 + (n * k) % ({size.roles} - 1), 0, 2048, 8192
    FROM generate_series(1, {size.channels}) n, generate_series(1, 5) k ON CONFLICT DO NOTHING;
INSERT INTO messages (channel_id, id, guild_id, author_id, content)
    SELECT {base} + {channels} + 1, {base} + {messages} + n, {base}, {base} + {users} + 1 + n % {size.members},
        'message ' || n || ' with as many words as messages of people usually have'
    FROM generate_series(1, {size.messages}) n;
INSERT INTO channel_heads (channel_id, last_message_id)
    VALUES ({base} + {channels} + 1, {base} + {messages} + {size.messages});
INSERT INTO search_heads (channel_id, indexed_id) -- as if all were indexed: it is not what is measured
    SELECT channel_id, last_message_id FROM channel_heads WHERE channel_id = {base} + {channels} + 1;
ANALYZE;
"""


class Size(msgspec.Struct, frozen=True):
    roles: int = 250
    channels: int = 500
    members: int = 100_000
    messages: int = 100_000  # of one channel

    def tenth(self) -> "Size":
        return Size(*(max(2, number // 10) for number in msgspec.structs.astuple(self)))


class LargeGuild(msgspec.Struct):
    size: Size
    id: int

    @property
    def channel_id(self) -> int:
        """The channel that has the messages."""
        return self.id + _CHANNELS + 1

    def a_channel(self, nth: int) -> int:
        return self.id + _CHANNELS + 1 + nth % self.size.channels

    def a_member(self, nth: int) -> int:
        return self.id + _USERS + 1 + nth % self.size.members

    def a_message(self, nth: int) -> int:
        return self.id + _MESSAGES + 1 + nth % self.size.messages


def seed(platform: Platform, size: Size) -> LargeGuild:
    """A guild that the platform's bot is in. It was never asked for, so nothing of it is in any cache."""
    nth = time.monotonic_ns()
    guild = LargeGuild(size, _FIRST_ID + nth % 500 * _APART)
    pgbench.psql(
        platform,
        _SEED.format(
            nth=nth, base=guild.id, size=size, roles=_ROLES, channels=_CHANNELS, users=_USERS, messages=_MESSAGES
        ),
        within_s=_SEEDED_WITHIN_S,
    )
    return guild
