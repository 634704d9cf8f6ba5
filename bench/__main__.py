"""Runs all of it, prints a table and writes JSON: `python -m bench [--short] [--json FILE]`."""

import argparse
from pathlib import Path

import msgspec

from bench import (
    closed_loop,
    fanout,
    interactions,
    large_guilds,
    messages,
    permission_checks,
    platform,
    reads,
    search,
    startup,
    tokens,
)
from bench.large_guilds import Size

_COMPRESSIONS = (None, "zlib-stream")
_READERS = 4  # connections


class Results(msgspec.Struct):
    start_up: startup.StartUp
    message_create: list[messages.MessageCreate]
    reading: list[reads.Read]
    permission_check: list[permission_checks.PermissionChecks]
    indexing: list[search.Indexing]
    searching: list[search.Search]
    token_exchange: list[tokens.TokenExchange]
    interaction: list[interactions.RoundTrips]
    fan_out: list[fanout.FanOut]
    idle_sessions: list[startup.IdleSessions]


class Extent(msgspec.Struct):
    """How much is measured."""

    seconds: float = 8.0  # of requests, for each number of connections
    connections: tuple[int, ...] = (1, 16, 64)
    guild: Size = Size()  # and one of a tenth
    checks: int = 50_000  # of permissions
    searched: tuple[int, ...] = (100_000, 1_000_000)  # messages of a guild
    searches: int = 40  # of each kind
    exchanges: int = 2000  # of codes for tokens, for each number of connections
    invocations: tuple[int, ...] = (1, 64)  # at once
    deliveries: int = 200_000  # for each number of sessions
    sessions: tuple[int, ...] = (50, 200, 1000)
    idle_sessions: int = 500


SHORT = Extent(
    seconds=2.0,
    guild=Size(members=10_000, messages=10_000),
    checks=10_000,
    searched=(20_000,),
    searches=20,
    exchanges=300,
    deliveries=20_000,
    sessions=(50, 200),
    idle_sessions=200,
)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--short", action="store_true", help="less than a minute instead of several")
    arguments.add_argument("--json", type=Path, default=Path("bench/results/latest.json"))
    given = arguments.parse_args()
    results = measure(SHORT if given.short else Extent())
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    print(table(results))


def measure(extent: Extent) -> Results:
    start_up = startup.measure()
    most = max(extent.connections)
    with platform.running(channels=most) as running:
        created = [messages.measure(running, connections, extent.seconds) for connections in extent.connections]
        created.append(messages.measure(running, most, extent.seconds, channels=most))
        guilds = [large_guilds.seed(running, size) for size in (extent.guild.tenth(), extent.guild)]
        read = [page for guild in guilds for page in reads.measure(running, guild, _READERS, extent.seconds / 2)]
        checked = [permission_checks.measure(running, guild, extent.checks) for guild in guilds]
        exchanged = [
            tokens.measure(running, connections, extent.exchanges, extent.seconds) for connections in extent.connections
        ]
        scene = interactions.prepare(running, max(extent.invocations))
        invoked = [
            interactions.measure(running, scene, over, at_once, extent.seconds, hot=hot)
            for over in ("gateway", "http")
            for at_once in extent.invocations
            for hot in ((False, True) if at_once > 1 else (False,))
        ]
    with platform.running() as running:  # another, so that what the applications above left behind costs nothing here
        idle = startup.idle_sessions(running, extent.idle_sessions, _COMPRESSIONS)
        fanned = [
            fanout.measure(running, sessions, compress, extent.deliveries // sessions)
            for compress in _COMPRESSIONS
            for sessions in extent.sessions
        ]
    with platform.running() as running:  # another, where nothing but the index is at work
        found = [search.measure(running, count, extent.searches) for count in extent.searched]
    indexed, searched = [one for one, _ in found], [kind for _, kinds in found for kind in kinds]
    return Results(start_up, created, read, checked, indexed, searched, exchanged, invoked, fanned, idle)


def table(results: Results) -> str:
    """The results for people. `x` is how many times better the limit is."""
    lines = ["message create                requests/s  pgbench/s     x   p50 ms  p99 ms  API CPU us"]
    lines += [
        f"  {row.load.connections:4} connections {row.channels:4} channels{_load(row.load, row.limit_per_s, row.ratio)}"
        for row in results.message_create
    ]
    lines.append("reading                       requests/s  pgbench/s     x   p50 ms  p99 ms  API CPU us")
    lines += [
        f"  {row.what} of {_count(row.size, row.what):<7}{_load(row.load, row.limit_per_s, row.ratio)}"
        for row in results.reading
    ]
    lines.append("permission check    warm p50 us  p99 us  unknown member  cold guild   SQL p50 us     x")
    lines += [
        f"  {row.size.roles:3} roles {row.size.members:6} members {row.warm_p50_us:5.1f} {row.warm_p99_us:7.1f}"
        f" {row.new_member_p50_us:15.0f} {row.cold_p50_us:11.0f} {row.query_p50_us:12.0f} {row.ratio:5.0f}"
        for row in results.permission_check
    ]
    lines.append(
        "search                 of messages  total results   p50 ms  p95 ms    rows by key p50 ms  p95 ms     x"
    )
    lines += [
        f"  {row.kind:22} {row.messages:9} {row.found:14} {row.p50_ms:8.1f} {row.p95_ms:7.1f}"
        f" {row.limit_p50_ms:20.2f} {row.limit_p95_ms:7.2f} {row.ratio:5.1f}"
        for row in results.searching
    ]
    lines += [f"  indexing {row.messages} messages: {row.per_s:.0f}/s" for row in results.indexing]
    lines.append("token exchange       codes/s  pgbench/s     x   p50 ms  p99 ms  API CPU us")
    lines += [
        f"  {row.connections:4} connections {row.per_s:10.0f} {row.limit_per_s:10.0f} {row.ratio:5.1f}"
        f" {row.p50_ms:8.2f} {row.p99_ms:7.2f} {row.api_cpu_us:11.0f}"
        for row in results.token_exchange
    ]
    lines.append(
        "interaction                       round trip ms   bot's own ms         ours ms          bare ms       CPU us"
    )
    lines.append(
        "           at once channels    /s    p50    p99    p50    p99    p50    p99     p50    p99  x   API gateway"
    )
    lines += [
        f"  {row.over:8} {row.at_once:7} {row.channels:8} {row.per_s:5.0f} {row.p50_ms:6.1f} {row.p99_ms:6.1f}"
        f" {row.own_p50_ms:6.2f} {row.own_p99_ms:6.2f} {row.ours_p50_ms:6.1f} {row.ours_p99_ms:6.1f}"
        f" {row.limit_p50_ms:7.1f} {row.limit_p99_ms:6.1f} {row.ratio:4.1f}"
        f" {row.api_cpu_us:5.0f} {row.gateway_cpu_us:5.0f}"
        for row in results.interaction
    ]
    lines.append("fan-out                 all at once: deliveries/s  CPU us    one by one: CPU us  p50 ms  p99 ms")
    lines.append("  sessions     bytes  lost     ours    bare     x  ours bare     ours  bare     x")
    lines += [
        f"  {row.sessions:4} {row.compress or 'plain':11} {row.bytes_each:3.0f} {row.lost:5} {row.per_s:8.0f}"
        f" {row.limit_per_s:7.0f} {row.ratio:5.1f} {row.cpu_us:5.1f} {row.limit_cpu_us:4.1f} {row.lone_cpu_us:8.1f}"
        f" {row.lone_limit_cpu_us:5.1f} {row.lone_ratio:5.1f} {row.p50_ms:7.2f} {row.p99_ms:7.2f}"
        for row in results.fan_out
    ]
    lines.append(f"start-up             cold {results.start_up.cold_s:.1f} s, warm {results.start_up.warm_s:.1f} s")
    lines += [
        f"idle session         {row.kib_each:.1f} KiB ({row.compress or 'plain'}, {row.sessions} of them)"
        for row in results.idle_sessions
    ]
    return "\n".join(lines)


def _load(load: closed_loop.Load, limit_per_s: float, ratio: float) -> str:
    return (
        f" {load.requests_per_s:10.0f} {limit_per_s:10.0f} {ratio:5.1f} {load.p50_ms:8.2f} {load.p99_ms:7.2f}"
        f" {load.api_cpu_us:11.0f}"
    )


def _count(size: Size, what: str) -> int:
    return size.members if "members" in what else size.messages


if __name__ == "__main__":
    main()
