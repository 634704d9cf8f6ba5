"""Message create over HTTP, beside pgbench inserting the same row into the same database with the same durability."""

import msgspec

from bench import closed_loop, pgbench
from bench.platform import Platform

CONTENT = "The quick brown fox jumps over the lazy dog, and says so to everyone in the channel."
_TABLE = "DROP TABLE IF EXISTS bench_messages; CREATE TABLE bench_messages (LIKE messages INCLUDING ALL)"
_INSERT = (
    "\\set id random(1, 9000000000000000000)\n"
    "INSERT INTO bench_messages (channel_id, id, guild_id, author_id, content)"
    f" VALUES (1, :id, 2, 3, '{CONTENT}');\n"
)


class MessageCreate(msgspec.Struct):
    channels: int
    load: closed_loop.Load
    limit_per_s: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.limit_per_s / self.load.requests_per_s


def measure(platform: Platform, connections: int, seconds: float, *, channels: int = 1) -> MessageCreate:
    """From so many connections into as many of the platform's channels as are said."""
    into = [platform.channels[nth % channels] for nth in range(connections)]
    requests = [
        closed_loop.request(platform, "POST", f"/channels/{channel}/messages", {"content": CONTENT}) for channel in into
    ]
    return MessageCreate(
        channels=channels,
        load=closed_loop.measure(platform, requests, seconds),
        limit_per_s=pgbench.per_s(platform, _TABLE, _INSERT, clients=connections, seconds=seconds),
    )
