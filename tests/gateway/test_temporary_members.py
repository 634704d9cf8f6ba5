"""Members for a while: who joined so leaves when his last session ends, unless he got a role."""

import pytest

from tests.world import Guild, Person, Refused, World


async def joined(guild: Guild, person: Person, **options: object) -> None:
    made = await guild.owner.post(f"/channels/{guild.channel}/invites", {"temporary": True, **options})
    await person.post(f"/invites/{made['code']}", {})


async def test_he_leaves_with_his_last_session(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    watching = await guild.owner.connect()
    first, second = await alice.connect(), await alice.connect()
    await joined(guild, alice)
    await first.close()
    await alice.get(f"/guilds/{guild.id}")
    await second.close()
    assert (await watching.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == alice.id
    with pytest.raises(Refused):
        await alice.get(f"/guilds/{guild.id}")


async def test_who_was_not_connected_leaves_after_he_was(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    watching = await guild.owner.connect()
    await joined(guild, alice)
    await alice.get(f"/guilds/{guild.id}")
    await (await alice.connect()).close()
    assert (await watching.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == alice.id


async def test_a_role_makes_him_stay(world: World) -> None:
    guild, people = await world.guild(), await world.users(3)
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "guests"})
    watching = await guild.owner.connect()
    given, had, plain = people
    await joined(guild, given, role_ids=[role["id"]])
    for person in (had, plain):
        await joined(guild, person)
    path = f"/guilds/{guild.id}/members/{had.id}/roles/{role['id']}"
    await guild.owner.put(path)
    await guild.owner.delete(path)  # he stays for good though it is taken again
    for person in people:
        await (await person.connect()).close()
    assert (await watching.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == plain.id
    left = {one["user"]["id"] for one in await guild.owner.get(f"/guilds/{guild.id}/members?limit=10")}
    assert left == {guild.owner.id, given.id, had.id}


async def test_who_comes_back_to_his_session_stays(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    await joined(guild, alice)
    socket = await alice.connect()
    await socket.drop()
    again = await alice.resume(socket)
    await again.event("RESUMED")
    await alice.get(f"/guilds/{guild.id}")
