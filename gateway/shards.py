"""Shards: how the events of a large bot are shared out among its sessions. Docs: events/gateway#sharding."""

from typing import Final, NamedTuple

# More guilds than this need (more) shards.
MOST_GUILDS: Final = 2500


class Shard(NamedTuple):
    id: int = 0
    total: int = 1

    @property
    def is_valid(self) -> bool:
        return 0 <= self.id < self.total

    def has_guild(self, guild_id: int) -> bool:
        return (guild_id >> 22) % self.total == self.id

    def has_direct(self, guild_id: int) -> bool:
        """Whether an event of the user's own comes here: of no guild (0) to the first, else to the guild's shard."""
        return self.has_guild(guild_id) if guild_id else self.id == 0
