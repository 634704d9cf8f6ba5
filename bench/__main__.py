"""Runs all of it, prints a table and writes JSON: `python -m bench [--short] [--json FILE]`."""

import argparse
from pathlib import Path

import msgspec

from bench import fanout, messages, platform, startup


class Results(msgspec.Struct):
    start_up: startup.StartUp
    message_create: list[messages.MessageCreate]
    fan_out: list[fanout.FanOut]
    idle_sessions: list[startup.IdleSessions]


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--short", action="store_true", help="a minute instead of several")
    arguments.add_argument("--json", type=Path, default=Path("bench/results/latest.json"))
    given = arguments.parse_args()
    seconds, deliveries = (2.0, 20_000) if given.short else (8.0, 200_000)
    start_up = startup.measure()
    with platform.running() as running:
        idle = [startup.idle_sessions(running, 500, compress) for compress in (None, "zlib-stream")]
        created = [messages.measure(running, connections, seconds) for connections in (1, 16, 64)]
        fanned = [
            fanout.measure(running, sessions, compress, deliveries // sessions)
            for compress in (None, "zlib-stream")
            for sessions in (50, 200, 1000)
        ]
    results = Results(start_up, created, fanned, idle)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    print(table(results))


def table(results: Results) -> str:
    """The results for people."""
    lines = ["message create      requests/s   p50 ms   p99 ms  API us each   pgbench/s  limit is"]
    lines += [
        f"  {row.connections:4} connections {row.requests_per_s:10.0f} {row.p50_ms:8.2f} {row.p99_ms:8.2f}"
        f" {row.api_cpu_us:12.0f} {row.limit_per_s:11.0f} {row.ratio:6.1f} x faster"
        for row in results.message_create
    ]
    lines.append("fan-out                deliveries/s  CPU us  p50 ms  p99 ms  bytes  lost  bare us  bare/s   CPU is")
    lines += [
        f"  {row.sessions:4} {row.compress or 'plain':12} {row.per_s:16.0f} {row.cpu_us:7.1f} {row.p50_ms:7.2f}"
        f" {row.p99_ms:7.2f} {row.bytes_each:6.0f} {row.lost:5} {row.limit_cpu_us:8.1f} {row.limit_per_s:7.0f}"
        f" {row.ratio:5.1f} x bare"
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
