"""A page of history and a page of members over HTTP, beside pgbench reading the same rows."""

import msgspec

from bench import closed_loop, pgbench
from bench.large_guilds import LargeGuild, Size
from bench.platform import Platform

_HISTORY = "SELECT * FROM messages WHERE channel_id = {channel} ORDER BY id DESC LIMIT 50;\n"
_MEMBERS = (
    "SELECT * FROM members m JOIN users u ON u.id = m.user_id WHERE m.guild_id = {guild} ORDER BY m.user_id"
    " LIMIT 1000;\n"
)


class Read(msgspec.Struct):
    what: str
    size: Size
    load: closed_loop.Load
    limit_per_s: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.limit_per_s / self.load.requests_per_s


def measure(platform: Platform, guild: LargeGuild, connections: int, seconds: float) -> list[Read]:
    """50 messages in the middle of a channel and the newest; 1000 members."""
    middle = guild.a_message(guild.size.messages // 2)
    history = _HISTORY.format(channel=guild.channel_id)
    older = history.replace(" ORDER", f" AND id < {middle} ORDER")
    pages = {
        "newest 50 messages": (f"/channels/{guild.channel_id}/messages?limit=50", history),
        "50 messages before": (f"/channels/{guild.channel_id}/messages?limit=50&before={middle}", older),
        "1000 members": (f"/guilds/{guild.id}/members?limit=1000", _MEMBERS.format(guild=guild.id)),
    }
    return [
        Read(
            what,
            guild.size,
            closed_loop.measure(platform, [closed_loop.request(platform, "GET", path)] * connections, seconds),
            pgbench.per_s(platform, "", script, clients=connections, seconds=seconds),
        )
        for what, (path, script) in pages.items()
    ]
