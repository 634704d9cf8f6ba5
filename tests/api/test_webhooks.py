"""Webhooks: making, showing, changing and deleting them."""

import asyncio

import pytest

from tests import pictures
from tests.interactions.test_callbacks import a_session
from tests.world import Guild, Json, Person, World

MANAGE_WEBHOOKS = 1 << 29


async def webhook(guild: Guild, by: Person | None = None, **body: object) -> Json:
    return await (by or guild.owner).post(f"/channels/{guild.channel}/webhooks", {"name": "a webhook"} | body)


def path(webhook: Json) -> str:
    return f"/webhooks/{webhook['id']}/{webhook['token']}"


async def manager(world: World, guild: Guild) -> Person:
    return await world.bot(guild, permissions=MANAGE_WEBHOOKS)


async def test_a_new_webhook_has_a_token_and_says_who_made_it(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild, name="  news  ")
    assert made["name"] == "news" and made["type"] == 1 and made["application_id"] is None
    assert (made["guild_id"], made["channel_id"]) == (guild.id, guild.channel)
    assert made["user"]["id"] == guild.owner.id and 60 <= len(made["token"]) <= 68
    assert made["url"] == f"{world.addresses.root}/api{path(made)}"
    assert (await world.http.post(made["url"], json={"content": "by its address"})).status_code == 204
    assert await guild.owner.get(f"/webhooks/{made['id']}") == made


async def test_by_its_token_a_webhook_does_not_say_who_made_it(world: World) -> None:
    made = await webhook(await world.guild())
    seen = await world.anyone.get(path(made))
    assert seen == {field: value for field, value in made.items() if field != "user"}


async def test_only_who_manages_webhooks_sees_and_makes_them(world: World) -> None:
    guild = await world.guild(members=1)
    made = await webhook(guild)
    stranger, member = await world.user(), await world.user()
    await member.post(f"/invites/{(await guild.owner.post(f'/channels/{guild.channel}/invites', {}))['code']}", {})
    for place in (f"/channels/{guild.channel}/webhooks", f"/guilds/{guild.id}/webhooks", f"/webhooks/{made['id']}"):
        await member.refused(50013, "GET", place, status=403)
        await stranger.refused(50001, "GET", place, status=403)
    await member.refused(50013, "POST", f"/channels/{guild.channel}/webhooks", {"name": "x"}, status=403)
    await member.refused(50013, "PATCH", f"/webhooks/{made['id']}", {"name": "x"}, status=403)
    await member.refused(50013, "DELETE", f"/webhooks/{made['id']}", status=403)


async def test_the_token_of_an_applications_webhook_is_for_its_bot_alone(world: World) -> None:
    guild = await world.guild()
    bot, other = await manager(world, guild), await manager(world, guild)
    mine, plain = await webhook(guild, bot), await webhook(guild)
    assert mine["application_id"] == bot.id and "token" in mine
    for person, sees in ((bot, True), (other, False), (guild.owner, False)):
        listed = {one["id"]: one for one in await person.get(f"/guilds/{guild.id}/webhooks")}
        assert ("token" in listed[mine["id"]]) is sees and ("url" in listed[mine["id"]]) is sees
        assert listed[plain["id"]]["token"] == plain["token"]
        assert ("token" in await person.get(f"/webhooks/{mine['id']}")) is sees


async def test_a_bot_may_get_its_own_webhook_without_the_permission(world: World) -> None:
    guild = await world.guild()
    bot = await manager(world, guild)
    made = await webhook(guild, bot)
    await guild.owner.delete(f"/guilds/{guild.id}/members/{bot.id}")
    assert (await bot.get(f"/webhooks/{made['id']}"))["token"] == made["token"]
    await bot.refused(50001, "DELETE", f"/webhooks/{made['id']}", status=403)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Clyde", "my dIsCoRd hook", "\u200b"])
async def test_names_that_no_webhook_may_have(world: World, name: str) -> None:
    guild = await world.guild()
    problem = await guild.owner.refused(
        50035, "POST", f"/channels/{guild.channel}/webhooks", {"name": name}, status=400
    )
    assert list(problem["errors"]) == ["name"]


async def test_changes_are_seen_and_told_to_who_may_see_them(world: World) -> None:
    guild = await world.guild(members=1)
    made = await webhook(guild)
    bot, blind = await manager(world, guild), await world.bot(guild)
    socket, other = await bot.connect(), await blind.connect()
    changed = await guild.owner.patch(
        f"/webhooks/{made['id']}", {"name": "new", "avatar": pictures.uri(pictures.png())}
    )
    assert changed["name"] == "new" and changed["avatar"]
    told = await socket.event("WEBHOOKS_UPDATE")
    assert told == {"guild_id": guild.id, "channel_id": guild.channel}
    await guild.owner.post(f"/channels/{guild.marker}/messages", {"content": "marker"})
    await other.event("MESSAGE_CREATE")
    assert "WEBHOOKS_UPDATE" not in [payload.t for payload in other.seen]


async def test_the_avatar_is_served_and_may_be_taken_away(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild, avatar=pictures.uri(pictures.png()))
    url = f"{world.addresses.root}/avatars/{made['id']}/{made['avatar']}.png"
    assert (await world.http.get(url)).headers["content-type"] == "image/png"
    assert (await world.anyone.patch(path(made), {"avatar": None}))["avatar"] is None
    problem = await guild.owner.refused(50035, "PATCH", f"/webhooks/{made['id']}", {"avatar": "x"}, status=400)
    assert list(problem["errors"]) == ["avatar"]


async def test_a_webhook_moves_within_its_guild(world: World) -> None:
    guild, elsewhere = await world.guild(), await world.guild()
    made = await webhook(guild)
    moved = await guild.owner.patch(f"/webhooks/{made['id']}", {"channel_id": guild.voice})
    assert moved["channel_id"] == guild.voice
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": "moved"})
    assert message["channel_id"] == guild.voice
    hook = f"/webhooks/{made['id']}"
    await guild.owner.refused(50001, "PATCH", hook, {"channel_id": elsewhere.channel}, status=403)
    by_token = await world.anyone.patch(path(made), {"channel_id": guild.channel, "name": "kept"})
    assert by_token["channel_id"] == guild.voice and "user" not in by_token


async def test_a_channel_has_fifteen_at_most_even_when_all_come_at_once(world: World) -> None:
    guild = await world.guild()
    where = f"/channels/{guild.channel}/webhooks"
    await asyncio.gather(*(guild.owner.post(where, {"name": f"{n}"}) for n in range(12)))

    async def attempt() -> int:
        answer = await world.http.post(
            world.addresses.api + where, json={"name": "x"}, headers={"Authorization": guild.owner.token}
        )
        return answer.status_code

    assert sorted(await asyncio.gather(*(attempt() for _ in range(6)))) == [200] * 3 + [400] * 3
    await guild.owner.refused(30007, "POST", where, {"name": "x"}, status=400)


async def test_a_deleted_webhook_is_gone_and_its_messages_stay(world: World) -> None:
    guild = await world.guild()
    made, other = await webhook(guild), await webhook(guild)
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": "stays"})
    await guild.owner.delete(f"/webhooks/{made['id']}", expect=204)
    await world.anyone.delete(path(other), expect=204)
    for hook in (made, other):
        await world.anyone.refused(10015, "GET", path(hook), status=404)
        await world.anyone.refused(10015, "POST", path(hook), {"content": "x"}, status=404)
    kept = await guild.owner.get(f"/channels/{guild.channel}/messages/{message['id']}")
    assert kept["author"] == message["author"] and kept["webhook_id"] == made["id"]


async def test_webhooks_go_with_their_channel(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    await guild.owner.delete(f"/channels/{guild.channel}")
    await world.anyone.refused(10015, "POST", path(made), {"content": "x"}, status=404)
    assert await guild.owner.get(f"/guilds/{guild.id}/webhooks") == []


async def test_no_webhook_in_a_category_or_a_dm(world: World) -> None:
    guild = await world.guild(members=1)
    category = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "c", "type": 4})
    await guild.owner.refused(50024, "POST", f"/channels/{category['id']}/webhooks", {"name": "x"}, status=400)
    dm = await guild.owner.post("/users/@me/channels", {"recipient_id": (await world.user()).id})
    await guild.owner.refused(50013, "POST", f"/channels/{dm['id']}/webhooks", {"name": "x"}, status=403)


async def test_wrong_tokens(world: World) -> None:
    made, other = await webhook(await world.guild()), await webhook(await world.guild())
    for token in ("x", "0" * 64, other["token"], made["token"][:-1], made["token"] + "0"):
        await world.anyone.refused(50027, "GET", f"/webhooks/{made['id']}/{token}", status=401)
        # A forged token is refused before anything is asked of the body.
        await world.anyone.refused(50027, "POST", f"/webhooks/{made['id']}/{token}", {"content": 5}, status=401)
    await world.anyone.refused(10015, "GET", f"/webhooks/112233445566778899/{made['token']}", status=404)


async def test_the_token_of_an_interaction_opens_the_webhook_of_its_application(world: World) -> None:
    session, command = await a_session(world)
    where = f"/webhooks/{session.bot.id}/{(await session.invoke(command))['token']}"
    seen = await world.anyone.get(where)
    assert (seen["type"], seen["id"], seen["application_id"]) == (3, session.bot.id, session.bot.id)
    assert seen["channel_id"] is None and "token" not in seen
    await world.anyone.refused(50073, "PATCH", where, {"name": "x"}, status=400)
    await world.anyone.refused(50073, "DELETE", where, status=400)
