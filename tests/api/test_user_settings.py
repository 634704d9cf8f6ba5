"""Users' settings, of the account and of guilds, and their notes."""

from tests.world import World

SETTINGS = "/users/@me/settings"
NOTES = "/users/@me/notes"


async def test_settings_last_and_reach_other_sessions(world: World) -> None:
    alice = await world.user()
    socket = await alice.connect()
    assert socket.ready["user_settings"] == await alice.get(SETTINGS)
    change = {"theme": "light", "custom_status": {"text": "busy"}, "developer_mode": False, "locale": "de"}
    changed = await alice.patch(SETTINGS, change)
    event = await socket.event("USER_SETTINGS_UPDATE")
    assert event["theme"] == "light" and event["custom_status"]["text"] == "busy" and "developer_mode" not in event
    assert (await socket.event("USER_UPDATE"))["locale"] == "de"
    assert changed["status"] == "online" and await alice.get(SETTINGS) == changed
    assert (await alice.connect()).ready["user_settings"] == changed


async def test_wrong_settings(world: World) -> None:
    alice, bot = await world.user(), await world.bot()
    for change in ({"theme": "pink"}, {"custom_status": {"emoji_id": "1", "emoji_name": "x"}}, {"afk_timeout": -1}):
        await alice.refused(50035, "PATCH", SETTINGS, change, status=400)
    await bot.refused(20001, "GET", SETTINGS, status=403)
    assert "user_guild_settings" not in (await bot.connect()).ready


async def test_settings_of_a_guild(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(alice)
    socket = await alice.connect()
    assert socket.ready["user_guild_settings"] == []
    path = f"/users/@me/guilds/{guild.id}/settings"
    override = {guild.channel: {"muted": True, "mute_config": {"end_time": None, "selected_time_window": -1}}}
    made = await alice.patch(path, {"suppress_everyone": True, "channel_overrides": override})
    assert (made["guild_id"], made["version"], made["suppress_everyone"], made["muted"]) == (guild.id, 1, True, False)
    assert made["channel_overrides"][0]["channel_id"] == guild.channel and made["channel_overrides"][0]["muted"]
    assert await socket.event("USER_GUILD_SETTINGS_UPDATE") == made
    over = {guild.channel: {"muted": False, "mute_config": None}, guild.voice: {"message_notifications": 1}}
    after = await alice.patch(path, {"channel_overrides": over})
    assert [one["channel_id"] for one in after["channel_overrides"]] == [guild.voice]
    assert (after["version"], after["suppress_everyone"]) == (2, True)
    assert (await alice.connect()).ready["user_guild_settings"] == [after]


async def test_settings_of_private_channels_and_of_several_guilds(world: World) -> None:
    alice, other = await world.users(2)
    guilds = [await world.guild(alice) for _ in range(2)]
    own = await alice.patch("/users/@me/guilds/@me/settings", {"mobile_push": False})
    assert own["guild_id"] is None and own["mobile_push"] is False
    body = {"guilds": {guild.id: {"muted": True} for guild in guilds}}
    several = await alice.patch("/users/@me/guilds/settings", body)
    assert [one["guild_id"] for one in several] == [guild.id for guild in guilds]
    assert (await alice.connect()).ready["user_guild_settings"] == [own, *several]
    await other.refused(50001, "PATCH", "/users/@me/guilds/settings", body, status=403)
    await other.refused(50001, "PATCH", f"/users/@me/guilds/{guilds[0].id}/settings", {}, status=403)
    await alice.delete(f"/guilds/{guilds[0].id}")
    assert (await alice.connect()).ready["user_guild_settings"] == [own, several[1]]


async def test_notes(world: World) -> None:
    alice, bob = await world.users(2)
    socket = await alice.connect()
    await alice.refused(10013, "GET", f"{NOTES}/{bob.id}", status=404)
    await alice.put(f"{NOTES}/{bob.id}", {"note": "plays the fiddle"}, expect=204)
    assert await socket.event("USER_NOTE_UPDATE") == {"id": bob.id, "note": "plays the fiddle"}
    note = {"user_id": alice.id, "note_user_id": bob.id, "note": "plays the fiddle"}
    assert await alice.get(f"{NOTES}/{bob.id}") == note
    assert await alice.get(NOTES) == (await alice.connect()).ready["notes"] == {bob.id: "plays the fiddle"}
    assert await bob.get(NOTES) == {}
    await alice.refused(50035, "PUT", f"{NOTES}/{bob.id}", {"note": "x" * 257}, status=400)
    await alice.refused(10013, "PUT", f"{NOTES}/1", {"note": "x"}, status=404)
    await alice.put(f"{NOTES}/{bob.id}", {"note": ""}, expect=204)
    assert await socket.event("USER_NOTE_UPDATE", lambda d: d["note"] == "") and await alice.get(NOTES) == {}
