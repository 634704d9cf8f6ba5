"""How many presences are read of a guild where very many are online."""

from core.wire import Snowflake
from domain import presences
from domain.presences import ClientStatus, Presence, Presences, PresentUser
from tests.deliveries.conftest import Here


async def test_some_of_very_many_are_read(here: Here) -> None:
    redis = here.instance.redis
    node, gone = Presences(redis), Presences(redis)
    await node.open()
    for user_id in range(1, 1001):
        node.set(7, Presence(PresentUser(Snowflake(user_id)), "online", [], ClientStatus()))
    gone.set(8, Presence(PresentUser(Snowflake(1)), "online", [], ClientStatus()))
    node.set(8, Presence(PresentUser(Snowflake(2)), "idle", [], ClientStatus()))
    found = await presences.some(redis, 7, 100)
    assert len(found) == 100 and found.keys() <= set(range(1, 1001))
    assert {user_id: one.status for user_id, one in (await presences.some(redis, 8, 100)).items()} == {2: "idle"}
    assert await presences.some(redis, 9, 100) == {}
    await node.close()
