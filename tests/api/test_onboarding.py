"""Onboarding, welcome screens and guides: what a guild asks of, and shows to, who is new."""

from typing import Any

import pytest

from domain.permissions.bits import Permission
from tests.pictures import png, uri
from tests.world import Guild, World

MANAGE_GUILD = int(Permission.MANAGE_GUILD)
MANAGE_ROLES = int(Permission.MANAGE_ROLES)
SEND = int(Permission.SEND_MESSAGES)
STARTED, COMPLETED = 1 << 3, 1 << 1
UNKNOWN = "1000000000000000000"


async def community(world: World, members: Any = (), channels: int = 0) -> tuple[Guild, list[str]]:
    """A community, and the ids of further text channels of it."""
    guild = await world.guild(members=members)
    body = {
        "features": ["COMMUNITY"],
        "rules_channel_id": guild.channel,
        "public_updates_channel_id": guild.channel,
    }
    await guild.owner.patch(f"/guilds/{guild.id}", body)
    path = f"/guilds/{guild.id}/channels"
    return guild, [(await guild.owner.post(path, {"name": f"c{n}", "type": 0}))["id"] for n in range(channels)]


async def a_role(guild: Guild, **body: Any) -> str:
    return (await guild.owner.post(f"/guilds/{guild.id}/roles", body))["id"]


def prompt(*options: Any, **more: Any) -> Any:
    return {"id": "0", "title": "a prompt", "options": list(options), "in_onboarding": True} | more


async def put(guild: Guild, **body: Any) -> Any:
    return await guild.owner.put(f"/guilds/{guild.id}/onboarding", body)


async def features(guild: Guild) -> set[str]:
    return set((await guild.owner.get(f"/guilds/{guild.id}"))["features"])


async def test_a_new_guild_has_none(world: World) -> None:
    guild = await world.guild(members=1)
    found = await guild.owner.get(f"/guilds/{guild.id}/onboarding")
    assert (found["enabled"], found["prompts"], found["default_channel_ids"], found["mode"]) == (False, [], [], 0)
    assert (found["responses"], found["onboarding_prompts_seen"], found["below_requirements"]) == ([], {}, True)
    bot = await world.bot(guild)
    await bot.refused(50013, "GET", f"/guilds/{guild.id}/onboarding", status=403)
    stranger = await world.user()
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}/onboarding", status=403)
    await stranger.refused(10004, "GET", f"/guilds/{UNKNOWN}/onboarding", status=404)


async def test_prompts_get_ids_and_keep_them(world: World) -> None:
    guild, _ = await community(world)
    role = await a_role(guild)
    first = {"title": "one", "role_ids": [role], "channel_ids": [guild.channel], "emoji_name": "🦊"}
    made = await put(guild, prompts=[prompt(first, {"title": "two", "description": "d"}, type=1)])
    kept = made["prompts"][0]
    assert (kept["type"], kept["required"], kept["single_select"], kept["in_onboarding"]) == (1, False, False, True)
    one, two = kept["options"]
    assert one["emoji"] == {"id": None, "name": "🦊", "animated": False}
    assert (one["role_ids"], one["channel_ids"], two["description"]) == ([role], [guild.channel], "d")
    again = prompt({"id": two["id"], "title": "two"}, {"id": UNKNOWN, "title": "three"}, id=kept["id"])
    changed = (await put(guild, prompts=[again, prompt({"title": "x"}, id=UNKNOWN)]))["prompts"]
    assert [changed[0]["id"], changed[0]["options"][0]["id"]] == [kept["id"], two["id"]]
    assert UNKNOWN not in (changed[0]["options"][1]["id"], changed[1]["id"])
    assert (await guild.owner.get(f"/guilds/{guild.id}/onboarding"))["prompts"] == changed
    assert {"GUILD_ONBOARDING_HAS_PROMPTS"} == await features(guild) - {"COMMUNITY"}


async def test_emojis_are_given_in_either_shape(world: World) -> None:
    guild, _ = await community(world)
    made = await guild.owner.post(f"/guilds/{guild.id}/emojis", {"name": "fox", "image": uri(png())})
    options = [{"title": "a", "emoji_id": made["id"]}, {"title": "b", "emoji": {"id": made["id"]}}]
    shown = (await put(guild, prompts=[prompt(*options)]))["prompts"][0]["options"]
    assert [option["emoji"] for option in shown] == [{"id": made["id"], "name": "fox", "animated": False}] * 2
    for wrong in ({"emoji_id": UNKNOWN}, {"emoji_name": "fox"}, {"emoji": {"name": "no"}}):
        path = f"/guilds/{guild.id}/onboarding"
        body = {"prompts": [prompt({"title": "a"} | wrong)]}
        problem = await guild.owner.refused(50035, "PUT", path, body, status=400)
        assert "emoji_id" in problem["errors"]["prompts"]["0"]["options"]["0"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"default_channel_ids": [UNKNOWN]}, "default_channel_ids"),
        ({"mode": 2}, "mode"),
        ({"prompts": [prompt()]}, "prompts"),
        ({"prompts": [prompt({"title": ""})]}, "prompts"),
        ({"prompts": [prompt({"title": "x" * 51})]}, "prompts"),
        ({"prompts": [prompt({"title": "x", "role_ids": [UNKNOWN]})]}, "prompts"),
        ({"prompts": [prompt({"title": "x", "channel_ids": [UNKNOWN]})]}, "prompts"),
        ({"prompts": [prompt({"title": "x"}, title="x" * 101)]}, "prompts"),
        ({"prompts": [prompt({"title": "x"}, type=2)]}, "prompts"),
        ({"prompts": [prompt({"title": "x"})] * 16}, "prompts"),
    ],
)
async def test_what_does_not_fit_is_refused(world: World, body: Any, field: str) -> None:
    guild = await world.guild()
    problem = await guild.owner.refused(50035, "PUT", f"/guilds/{guild.id}/onboarding", body, status=400)
    assert field in problem["errors"]
    twice = {"default_channel_ids": [guild.channel, guild.channel]}
    await guild.owner.refused(50035, "PUT", f"/guilds/{guild.id}/onboarding", twice, status=400)
    everyone = {"prompts": [prompt({"title": "x", "role_ids": [guild.id]})]}
    await guild.owner.refused(50035, "PUT", f"/guilds/{guild.id}/onboarding", everyone, status=400)


async def test_to_enable_it_takes_seven_channels_of_which_five_are_writable(world: World) -> None:
    guild, channels = await community(world, channels=7)
    path = f"/guilds/{guild.id}/onboarding"
    short = {"enabled": True, "default_channel_ids": channels[:6]}
    await guild.owner.refused(350000, "PUT", path, short, status=400)
    for channel in channels[:3]:
        silent = {"type": 0, "deny": str(SEND)}
        await guild.owner.put(f"/channels/{channel}/permissions/{guild.id}", silent)
    await guild.owner.refused(350000, "PUT", path, {"enabled": True, "default_channel_ids": channels}, status=400)
    await guild.owner.delete(f"/channels/{channels[0]}/permissions/{guild.id}")
    enabled = await put(guild, enabled=True, default_channel_ids=channels)
    assert (enabled["enabled"], enabled["below_requirements"]) == (True, False)
    assert {"GUILD_ONBOARDING", "GUILD_ONBOARDING_EVER_ENABLED"} <= await features(guild)
    await guild.owner.refused(350001, "PUT", path, {"default_channel_ids": channels[:6]}, status=400)
    await put(guild, enabled=False)
    assert await features(guild) == {"COMMUNITY", "GUILD_ONBOARDING_EVER_ENABLED"}


async def test_only_a_community_can_enable_it(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/channels"
    ids = [(await guild.owner.post(path, {"name": "c", "type": 0}))["id"] for _ in range(7)]
    body = {"enabled": True, "default_channel_ids": ids}
    await guild.owner.refused(350000, "PUT", f"/guilds/{guild.id}/onboarding", body, status=400)


async def test_in_the_advanced_mode_channels_of_options_count(world: World) -> None:
    guild, channels = await community(world, channels=7)
    option = {"title": "x", "channel_ids": channels[3:]}
    body = {"default_channel_ids": channels[:3], "prompts": [prompt(option)], "enabled": True}
    await guild.owner.refused(350000, "PUT", f"/guilds/{guild.id}/onboarding", body, status=400)
    assert (await put(guild, **body, mode=1))["enabled"] is True
    hidden = body | {"mode": 1, "prompts": [prompt(option, in_onboarding=False)]}
    await guild.owner.refused(350001, "PUT", f"/guilds/{guild.id}/onboarding", hidden, status=400)


async def test_what_is_deleted_is_gone_from_it(world: World) -> None:
    guild, channels = await community(world, channels=7)
    role = await a_role(guild)
    option = {"title": "x", "channel_ids": channels[:2], "role_ids": [role]}
    await put(guild, default_channel_ids=channels, prompts=[prompt(option)], enabled=True)
    await guild.owner.delete(f"/guilds/{guild.id}/roles/{role}")
    await guild.owner.delete(f"/channels/{channels[0]}")
    left = await guild.owner.get(f"/guilds/{guild.id}/onboarding")
    assert left["default_channel_ids"] == channels[1:]
    assert left["prompts"][0]["options"][0]["channel_ids"] == [channels[1]]
    assert left["prompts"][0]["options"][0]["role_ids"] == []
    assert (left["enabled"], left["below_requirements"]) == (True, True)


async def test_nobody_gives_by_an_option_what_he_could_not_give(world: World) -> None:
    guild, _ = await community(world)
    path = f"/guilds/{guild.id}/onboarding"
    bot = await world.bot(guild, permissions=MANAGE_GUILD | MANAGE_ROLES)
    high = await a_role(guild)
    roles = await guild.owner.get(f"/guilds/{guild.id}/roles")
    own = next(role["id"] for role in roles if role["managed"])
    moves = [{"id": own, "position": 2}, {"id": high, "position": 3}]
    await guild.owner.patch(f"/guilds/{guild.id}/roles", moves)
    await bot.refused(50013, "PUT", path, {"prompts": [prompt({"title": "x", "role_ids": [high]})]}, status=403)
    await guild.owner.refused(50028, "PUT", path, {"prompts": [prompt({"title": "x", "role_ids": [own]})]}, status=400)
    made = await put(guild, prompts=[prompt({"title": "x", "role_ids": [high]})])
    renamed = prompt({"title": "y", "role_ids": [high]}, id=made["prompts"][0]["id"])
    assert (await bot.put(path, {"prompts": [renamed]}))["prompts"][0]["options"][0]["title"] == "y"
    weak = await world.bot(guild, permissions=MANAGE_GUILD)
    await weak.refused(50013, "PUT", path, {"mode": 1}, status=403)


async def test_the_audit_log_has_each_prompt(world: World) -> None:
    guild, _ = await community(world)
    made = (await put(guild, prompts=[prompt({"title": "x"})]))["prompts"][0]
    body = {"prompts": [prompt({"title": "x"}, id=made["id"], required=True)], "mode": 1}
    await guild.owner.put(f"/guilds/{guild.id}/onboarding", body, headers={"X-Audit-Log-Reason": "why"})
    await put(guild, prompts=[])
    entries = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?limit=6"))["audit_log_entries"]
    entries = [entry for entry in entries if entry["action_type"] in range(163, 168)]
    assert [entry["action_type"] for entry in entries] == [165, 167, 164, 166, 163]
    updated = entries[2]
    assert (updated["target_id"], updated["reason"]) == (made["id"], "why")
    assert {change["key"] for change in updated["changes"]} == {"options", "required"}
    assert [change["key"] for change in entries[1]["changes"]] == ["mode"]


async def with_prompts(world: World, members: Any) -> tuple[Guild, list[str], Any]:
    """A community that asks two things; the roles that the answers give."""
    guild, channels = await community(world, members, channels=7)
    roles = [await a_role(guild) for _ in range(3)]
    first = prompt({"title": "a", "role_ids": roles[:2]}, {"title": "b", "role_ids": roles[1:]}, required=True)
    second = prompt({"title": "c"}, {"title": "d"}, single_select=True)
    made = await put(guild, prompts=[first, second], default_channel_ids=channels, enabled=True)
    return guild, roles, [option["id"] for kept in made["prompts"] for option in kept["options"]]


async def test_answers_give_roles_and_flags(world: World) -> None:
    user = await world.user()
    guild, roles, (a, b, c, d) = await with_prompts(world, [user])
    bot = await world.bot(guild)
    socket = await bot.connect()
    path = f"/guilds/{guild.id}/onboarding-responses"
    await user.refused(50035, "POST", path, {"onboarding_responses": [c, d]}, status=400)
    assert await user.post(path, {"onboarding_prompts_seen": {UNKNOWN: 1}}, expect=204) is None
    told = await socket.event("GUILD_MEMBER_UPDATE")
    assert (told["flags"], told["roles"]) == (STARTED, [])
    answer = await user.put(path, {"onboarding_responses": [a, c, UNKNOWN], "onboarding_responses_seen": {a: 5}})
    assert answer["onboarding_responses"] == [a, c]
    assert (answer["onboarding_prompts_seen"], answer["onboarding_responses_seen"]) == ({UNKNOWN: 1}, {a: 5})
    told = await socket.event("GUILD_MEMBER_UPDATE")
    assert (told["flags"], sorted(told["roles"])) == (STARTED | COMPLETED, sorted(roles[:2]))
    await user.put(path, {"onboarding_responses": [b]})
    assert sorted((await socket.event("GUILD_MEMBER_UPDATE"))["roles"]) == sorted(roles[1:])
    assert (await user.get(f"/guilds/{guild.id}/onboarding"))["responses"] == [b]


async def test_answers_need_onboarding_and_end_with_membership(world: World) -> None:
    user = await world.user()
    guild, roles, options = await with_prompts(world, [user])
    path = f"/guilds/{guild.id}/onboarding-responses"
    own = await a_role(guild)
    await guild.owner.put(f"/guilds/{guild.id}/members/{user.id}/roles/{own}")
    await user.post(path, {"onboarding_responses": options[:1]})
    await user.put(path, {"onboarding_responses": []})
    member = await user.get(f"/users/@me/guilds/{guild.id}/member")
    assert member["roles"] == [own]
    await user.delete(f"/users/@me/guilds/{guild.id}")
    await user.refused(50001, "POST", path, {}, status=403)
    await put(guild, enabled=False)
    await guild.owner.refused(50001, "POST", path, {}, status=403)
    assert len(roles) == 3


async def test_a_welcome_screen(world: World) -> None:
    member = await world.user()
    guild, _ = await community(world, [member])
    path = f"/guilds/{guild.id}/welcome-screen"
    await guild.owner.refused(10069, "GET", path, status=404)
    channel = {"channel_id": guild.channel, "description": "read", "emoji_name": "📡"}
    body = {"description": "hi", "welcome_channels": [channel]}
    made = await guild.owner.patch(path, body)
    assert made == {"description": "hi", "welcome_channels": [channel | {"emoji_id": None}]}
    await member.refused(50013, "GET", path, status=403)
    await member.refused(50013, "PATCH", path, {"enabled": True}, status=403)
    await guild.owner.patch(path, {"enabled": True}, headers={"X-Audit-Log-Reason": "why"})
    assert "WELCOME_SCREEN_ENABLED" in await features(guild)
    assert await member.get(path) == made
    entry = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?limit=1"))["audit_log_entries"][0]
    assert (entry["action_type"], entry["reason"], entry["changes"][0]["key"]) == (1, "why", "welcome_screen")
    assert await guild.owner.patch(path, {"description": None}) == made | {"description": None}
    assert (await guild.owner.patch(path, {"welcome_channels": None}))["welcome_channels"] == []


async def test_strangers_see_the_welcome_screen_of_a_discoverable_guild(world: World) -> None:
    guild, _ = await community(world)
    stranger, path = await world.user(), f"/guilds/{guild.id}/welcome-screen"
    await guild.owner.patch(path, {"enabled": True, "description": "hi"})
    await stranger.refused(50001, "GET", path, status=403)
    await guild.owner.patch(f"/guilds/{guild.id}", {"features": ["COMMUNITY", "DISCOVERABLE"]})
    assert (await stranger.get(path))["description"] == "hi"
    await guild.owner.patch(path, {"enabled": False})
    await stranger.refused(50001, "GET", path, status=403)


async def test_an_invite_shows_the_welcome_screen_that_is_enabled(world: World) -> None:
    guild, _ = await community(world)
    joiner, path = await world.user(), f"/guilds/{guild.id}/welcome-screen"
    invite = f"/invites/{(await guild.owner.post(f'/channels/{guild.channel}/invites', {}))['code']}"
    await guild.owner.patch(path, {"description": "hi"})
    assert "welcome_screen" not in (await joiner.get(invite))["guild"]
    await guild.owner.patch(path, {"enabled": True})
    shown = {"description": "hi", "welcome_channels": []}
    assert (await joiner.get(invite))["guild"]["welcome_screen"] == shown
    joined = await joiner.post(invite, {})
    assert joined["guild"]["welcome_screen"] == shown and joined["show_verification_form"] is False


async def test_a_welcome_screen_names_channels_that_there_are(world: World) -> None:
    guild, channels = await community(world, channels=2)
    path = f"/guilds/{guild.id}/welcome-screen"
    given = [{"channel_id": channel, "description": "d"} for channel in channels]
    await guild.owner.patch(path, {"welcome_channels": given})
    await guild.owner.delete(f"/channels/{channels[0]}")
    assert [one["channel_id"] for one in (await guild.owner.get(path))["welcome_channels"]] == channels[1:]
    for wrong in ([given[0]], [given[1]] * 2, [given[1]] * 6, [given[1] | {"description": ""}]):
        await guild.owner.refused(50035, "PATCH", path, {"welcome_channels": wrong}, status=400)
    lonely = await world.guild()
    body = {"enabled": True}
    await lonely.owner.refused(50035, "PATCH", f"/guilds/{lonely.id}/welcome-screen", body, status=400)


async def test_a_guide_for_new_members(world: World) -> None:
    member = await world.user()
    guild, channels = await community(world, [member], channels=3)
    path = f"/guilds/{guild.id}/new-member-welcome"
    assert await member.get(path, expect=204) is None
    actions = [{"channel_id": one, "action_type": 1, "title": "say hi", "emoji": {"name": "🦊"}} for one in channels]
    message = {"author_ids": [guild.owner.id], "message": "hello [@username]"}
    made = await guild.owner.put(path, {"welcome_message": message, "new_member_actions": actions[:2]})
    assert (made["enabled"], made["welcome_message"], made["resource_channels"]) == (False, message, [])
    await member.refused(50013, "GET", path, status=403)
    await guild.owner.refused(50035, "PUT", path, {"enabled": True}, status=400)
    await member.refused(50013, "PUT", path, {}, status=403)
    resource = {"channel_id": guild.channel, "title": "rules"}
    enabled = await guild.owner.put(
        path, {"enabled": True, "new_member_actions": actions, "resource_channels": [resource]}
    )
    assert "GUILD_SERVER_GUIDE" in await features(guild)
    assert await member.get(path) == enabled
    entries = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?limit=2"))["audit_log_entries"]
    assert [entry["action_type"] for entry in entries] == [191, 190]
