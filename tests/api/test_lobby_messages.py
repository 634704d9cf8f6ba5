"""What is said in lobbies, by whom, and how much of it."""

import pytest

from tests.api.test_partner_sdk import player
from tests.world import World


async def test_members_read_what_was_said_newest_first(world: World) -> None:
    bot = await world.bot()
    (first, first_id), (second, _) = [await player(bot, name) for name in ("one", "two")]
    lobby = (await first.put("/lobbies", {"secret": "s"}))["id"]
    await second.put("/lobbies", {"secret": "s"})
    await bot.put(f"/lobbies/{lobby}/members/{first_id}", {"additional_name": "Twindly"})
    said = [await first.post(f"/lobbies/{lobby}/messages", {"content": text}, expect=201) for text in ("a", "b", "c")]
    assert said[0]["lobby_member"] == {"additional_name": "Twindly"} and said[0]["author"]["id"] == first_id
    assert await second.get(f"/lobbies/{lobby}/messages?limit=2") == [said[2], said[1]]
    assert await bot.get(f"/lobbies/{lobby}/messages") == said[::-1]


async def test_metadata_of_a_message_is_not_kept(world: World) -> None:
    bot = await world.bot()
    caller, _ = await player(bot)
    lobby = (await caller.put("/lobbies", {"secret": "s"}))["id"]
    said = await caller.post(f"/lobbies/{lobby}/messages", {"content": "x", "metadata": {"a": "b"}})
    (kept,) = await caller.get(f"/lobbies/{lobby}/messages")
    assert said["metadata"] == {"a": "b"} and "metadata" not in kept


async def test_strangers_say_and_read_nothing(world: World) -> None:
    bot = await world.bot()
    (caller, _), (stranger, _) = [await player(bot, name) for name in ("one", "two")]
    lobby = (await caller.put("/lobbies", {"secret": "s"}))["id"]
    await stranger.refused(50001, "GET", f"/lobbies/{lobby}/messages", status=403)
    await stranger.refused(50001, "POST", f"/lobbies/{lobby}/messages", {"content": "x"}, status=403)
    await bot.refused(50001, "POST", f"/lobbies/{lobby}/messages", {"content": "x"}, status=403)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (50006, {}),
        (50006, {"content": "  "}),
        (50035, {"content": "x" * 2001}),
        (50035, {"content": "x", "embeds": [{"title": "x"}]}),
        (50035, {"content": "x", "metadata": {str(number): "" for number in range(26)}}),
    ],
)
async def test_a_message_is_text(world: World, code: int, body: object) -> None:
    caller, _ = await player(await world.bot())
    lobby = (await caller.put("/lobbies", {"secret": "s"}))["id"]
    await caller.refused(code, "POST", f"/lobbies/{lobby}/messages", body, status=400)


async def test_moderation_is_the_applications_and_bounded(world: World) -> None:
    bot = await world.bot()
    caller, _ = await player(bot)
    lobby = (await caller.put("/lobbies", {"secret": "s"}))["id"]
    said = await caller.post(f"/lobbies/{lobby}/messages", {"content": "x"})
    path = f"/lobbies/{lobby}/messages/{said['id']}/moderation-metadata"
    await caller.refused(50026, "PUT", path, {"action": "show"}, status=403)
    await bot.refused(50035, "PUT", path, {"action": "x" * 2001}, status=400)
    await bot.refused(50035, "PUT", path, {str(number): "" for number in range(6)}, status=400)
    await bot.put(path, {"action": "hide"}, expect=204)
    assert (await caller.get(f"/lobbies/{lobby}/messages"))[0]["moderation_metadata"] == {"action": "hide"}


async def test_a_user_is_in_a_hundred_lobbies_at_most(world: World) -> None:
    bot = await world.bot()
    user, other = await world.users(2)
    for _ in range(100):
        last = await bot.post("/lobbies", {"members": [{"id": user.id}]})
    await bot.refused(30019, "POST", "/lobbies", {"members": [{"id": user.id}]}, status=400)
    lobby = (await bot.post("/lobbies", {}))["id"]
    await bot.refused(30019, "PUT", f"/lobbies/{lobby}/members/{user.id}", {}, status=400)
    put = await bot.post(f"/lobbies/{lobby}/members/bulk", [{"id": user.id}, {"id": other.id}])
    assert [member["id"] for member in put] == [other.id]
    assert (await bot.put(f"/lobbies/{last['id']}/members/{user.id}", {"flags": 1}))["flags"] == 1


async def test_where_a_lobby_wants_it_only_its_applications_users_speak(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild, permissions=1 << 3)
    lobby = (await bot.post("/lobbies", {}))["id"]
    await bot.patch(f"/lobbies/{lobby}/channel-linking", {"channel_id": guild.channel})
    path = f"/channels/{guild.channel}/messages"
    await guild.owner.post(path, {"content": "as ever"})
    await bot.patch(f"/lobbies/{lobby}", {"flags": 1})
    assert (await guild.owner.get(f"/channels/{guild.channel}"))["linked_lobby"]["require_application_authorization"]
    await guild.owner.refused(50013, "POST", path, {"content": "not any more"}, status=403)
    await bot.post(path, {"content": "bots may"})
