"""Runs all of it, prints a table and writes JSON: `python -m bench [--short] [--json FILE]`."""

import argparse
from pathlib import Path

import msgspec

from bench import fanout, interactions, messages, platform, startup, tokens

_COMPRESSIONS = (None, "zlib-stream")


class Results(msgspec.Struct):
    start_up: startup.StartUp
    message_create: list[messages.MessageCreate]
    token_exchange: list[tokens.TokenExchange]
    interaction: list[interactions.RoundTrips]
    fan_out: list[fanout.FanOut]
    idle_sessions: list[startup.IdleSessions]


class Extent(msgspec.Struct):
    """How much is measured."""

    seconds: float = 8.0  # of requests, for each number of connections
    connections: tuple[int, ...] = (1, 16, 64)
    exchanges: int = 2000  # of codes for tokens, for each number of connections
    invocations: tuple[int, ...] = (1, 64)  # at once
    deliveries: int = 200_000  # for each number of sessions
    sessions: tuple[int, ...] = (50, 200, 1000)
    idle_sessions: int = 500


SHORT = Extent(seconds=2.0, exchanges=300, deliveries=20_000, sessions=(50, 200), idle_sessions=200)


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
    with platform.running() as running:
        idle = startup.idle_sessions(running, extent.idle_sessions, _COMPRESSIONS)
        created = [messages.measure(running, connections, extent.seconds) for connections in extent.connections]
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
        fanned = [
            fanout.measure(running, sessions, compress, extent.deliveries // sessions)
            for compress in _COMPRESSIONS
            for sessions in extent.sessions
        ]
    return Results(start_up, created, exchanged, invoked, fanned, idle)


def table(results: Results) -> str:
    """The results for people. `x` is how many times better the limit is."""
    lines = ["message create      requests/s  pgbench/s     x   p50 ms  p99 ms  API CPU us"]
    lines += [
        f"  {row.connections:4} connections {row.requests_per_s:10.0f} {row.limit_per_s:10.0f} {row.ratio:5.1f}"
        f" {row.p50_ms:8.2f} {row.p99_ms:7.2f} {row.api_cpu_us:11.0f}"
        for row in results.message_create
    ]
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


if __name__ == "__main__":
    main()
