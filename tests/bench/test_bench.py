"""The bench runs to its end, measures everything it promises, and loses nothing. How fast it was is not asserted."""

import msgspec

from bench.__main__ import Extent, Results, measure, table
from bench.large_guilds import Size

SMALLEST = Extent(
    seconds=0.3,
    connections=(1, 4),
    guild=Size(roles=40, channels=40, members=2000, messages=1000),
    checks=200,
    searched=(20_000,),
    searches=3,
    exchanges=20,
    invocations=(1, 4),
    deliveries=400,
    sessions=(2, 8),
    idle_sessions=20,
)


def test_everything_is_measured_and_nothing_is_lost() -> None:
    results = measure(SMALLEST)
    assert [(row.load.connections, row.channels) for row in results.message_create] == [(1, 1), (4, 1), (4, 4)]
    assert all(row.load.requests_per_s > 0 and row.limit_per_s > 0 for row in results.message_create)
    assert [row.size.members for row in results.reading] == [200] * 3 + [2000] * 3
    assert all(row.load.requests_per_s > 0 and row.limit_per_s > 0 for row in results.reading)
    assert [row.size.members for row in results.permission_check] == [200, 2000]
    assert all(row.warm_p50_us > 0 and row.query_p50_us > 0 for row in results.permission_check)
    assert [row.messages for row in results.indexing] == [20_000]
    assert {row.messages for row in results.searching} == {20_000} and len(results.searching) == 15
    assert all(row.p50_ms > 0 and row.limit_p50_ms > 0 for row in results.searching)
    found = {row.kind: row.found for row in results.searching}
    assert found["nothing that is there"] == 0 < found["common word"] < found["everything"]
    assert 19_000 < found["everything"] < 20_000  # one of forty channels is hidden; two segments, so it is an estimate
    assert [(row.connections, row.exchanges) for row in results.token_exchange] == [(1, 20), (4, 20)]
    assert all(row.per_s > 0 and row.limit_per_s > 0 for row in results.token_exchange)
    invoked = [(row.over, row.at_once, row.channels) for row in results.interaction]
    assert invoked == [(over, *row) for over in ("gateway", "http") for row in ((1, 1), (4, 4), (4, 1))]
    assert all(row.per_s > 0 and row.ours_p50_ms > 0 and row.limit_p50_ms > 0 for row in results.interaction)
    measured = [(row.compress, row.sessions) for row in results.fan_out]
    assert measured == [(None, 2), (None, 8), ("zlib-stream", 2), ("zlib-stream", 8)]
    # 400 deliveries at once, and 50 events one by one.
    assert [row.deliveries for row in results.fan_out] == [500, 800, 500, 800]
    assert [row.lost for row in results.fan_out] == [0, 0, 0, 0]
    assert results.start_up.warm_s > 0
    assert [row.compress for row in results.idle_sessions] == [None, "zlib-stream"]
    assert msgspec.json.decode(msgspec.json.encode(results), type=Results) == results
    assert len(table(results).splitlines()) == 1 + 3 + 1 + 6 + 1 + 2 + (1 + 15 + 1) + 1 + 2 + 2 + 6 + 2 + 4 + 1 + 2
