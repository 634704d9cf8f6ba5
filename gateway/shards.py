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

    @property
    def has_direct_events(self) -> bool:
        """Whether events of no guild come here."""
        return self.id == 0
