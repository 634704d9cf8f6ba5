"""Auto-moderation: its rules, what they catch, what is done then, and to whom not."""

from typing import Any

import pytest

from tests.sockets import Socket
from tests.world import Guild, Person, World

MANAGE_GUILD, MODERATE, CONFIGURATION, EXECUTION, CONTENT = 1 << 5, 1 << 40, 1 << 20, 1 << 21, 1 << 15
BLOCK = {"type": 1}
BECAUSE = {"headers": {"X-Audit-Log-Reason": "because"}}


def keywords(*words: str, actions: Any = (BLOCK,), **more: Any) -> dict[str, Any]:
    metadata = {"keyword_filter": list(words)}
    fields = {"name": "words", "event_type": 1, "trigger_type": 1, "trigger_metadata": metadata, "enabled": True}
    return fields | {"actions": list(actions)} | more


def of_names(*words: str, **more: Any) -> dict[str, Any]:
    return keywords(*words, **{"event_type": 2, "trigger_type": 6, "actions": [{"type": 4}], **more})


def rules_of(guild: Guild) -> str:
    return f"/guilds/{guild.id}/auto-moderation/rules"


async def make(guild: Guild, rule: Any) -> Any:
    return await guild.owner.post(rules_of(guild), rule)


async def guild_with(world: World, *rules: Any) -> tuple[Guild, Person]:
    """A guild, and a member who is nobody there."""
    member = await world.user()
    guild = await world.guild(members=[member])
    for rule in rules:
        await make(guild, rule)
    return guild, member


async def say(who: Person, guild: Guild, content: str, **more: Any) -> Any:
    return await who.post(f"/channels/{guild.channel}/messages", {"content": content, **more})


async def blocked(who: Person, guild: Guild, content: str) -> Any:
    return await who.refused(200000, "POST", f"/channels/{guild.channel}/messages", {"content": content}, status=400)


async def watcher(world: World, guild: Guild, intents: int = EXECUTION | CONFIGURATION | CONTENT | 1 << 9) -> Socket:
    bot = await world.bot(guild, permissions=MANAGE_GUILD)
    return await bot.connect(intents=intents | 1)


async def logged(guild: Guild, kind: int) -> Any:
    found = await guild.owner.get(f"/guilds/{guild.id}/audit-logs?action_type={kind}")
    return found["audit_log_entries"]


async def test_rules_are_made_read_changed_and_deleted(world: World) -> None:
    guild, _ = await guild_with(world)
    path = rules_of(guild)
    asked = keywords("cat*", exempt_roles=[guild.id], exempt_channels=[guild.channel])
    made = await guild.owner.post(path, asked, **BECAUSE)
    kept = {"keyword_filter": ["cat*"], "regex_patterns": [], "allow_list": []}
    shown = asked | {"trigger_metadata": kept, "actions": [{"type": 1, "metadata": {}}]}
    assert made == shown | {"id": made["id"], "guild_id": guild.id, "creator_id": guild.owner.id}
    assert await guild.owner.get(path) == [made]
    assert "AUTO_MODERATION" in (await guild.owner.get(f"/guilds/{guild.id}"))["features"]
    one = f"{path}/{made['id']}"
    change = {"name": "other", "enabled": False, "trigger_metadata": {"allow_list": ["catnip"]}}
    changed = await guild.owner.patch(one, change, **BECAUSE)
    assert changed == made | change | {"trigger_metadata": kept | {"allow_list": ["catnip"]}}
    assert await guild.owner.get(one) == changed
    await guild.owner.delete(one, expect=204, **BECAUSE)
    assert await guild.owner.get(path) == []
    assert "AUTO_MODERATION" not in (await guild.owner.get(f"/guilds/{guild.id}"))["features"]
    for method in "GET", "PATCH", "DELETE":
        await guild.owner.refused(0, method, one, {} if method == "PATCH" else None, status=404)


async def test_those_who_manage_the_guild_hear_of_rules(world: World) -> None:
    guild, member = await guild_with(world)
    told, untold = await watcher(world, guild), await member.connect()
    made = await make(guild, keywords("cat"))
    changed = await guild.owner.patch(f"{rules_of(guild)}/{made['id']}", {"name": "other"})
    await guild.owner.delete(f"{rules_of(guild)}/{made['id']}")
    assert await told.event("AUTO_MODERATION_RULE_CREATE") == made
    assert await told.event("AUTO_MODERATION_RULE_UPDATE") == changed
    assert await told.event("AUTO_MODERATION_RULE_DELETE") == changed
    await say(guild.owner, guild, "a marker")
    assert not [name for name in await untold.until("MESSAGE_CREATE") if name.startswith("AUTO_MODERATION")]


async def test_the_audit_log_has_changes_of_rules(world: World) -> None:
    guild, _ = await guild_with(world)
    made = await guild.owner.post(rules_of(guild), keywords("cat"), **BECAUSE)
    await guild.owner.patch(f"{rules_of(guild)}/{made['id']}", {"name": "other"}, **BECAUSE)
    log = await guild.owner.get(f"/guilds/{guild.id}/audit-logs")
    assert [rule["id"] for rule in log["auto_moderation_rules"]] == [made["id"]]
    await guild.owner.delete(f"{rules_of(guild)}/{made['id']}", **BECAUSE)
    entries = [(await logged(guild, kind))[0] for kind in (140, 141, 142)]
    assert {(entry["target_id"], entry["reason"]) for entry in entries} == {(made["id"], "because")}
    assert {"key": "trigger_type", "new_value": 1} in entries[0]["changes"]
    assert entries[1]["changes"] == [{"key": "name", "old_value": "words", "new_value": "other"}]


async def test_only_who_manages_the_guild_may_see_and_make_rules(world: World) -> None:
    guild, member = await guild_with(world)
    path = rules_of(guild)
    made = await make(guild, keywords("cat"))
    for method, where in (("GET", path), ("POST", path), ("GET", f"{path}/{made['id']}")):
        await member.refused(50013, method, where, keywords("x") if method == "POST" else None, status=403)
    await (await world.user()).refused(50001, "GET", path, status=403)
    bot = await world.bot(guild, permissions=MANAGE_GUILD)
    await bot.post(path, keywords("dog"))
    time_out = keywords("bird", actions=[{"type": 3, "metadata": {"duration_seconds": 60}}])
    await bot.refused(50013, "POST", path, time_out, status=403)
    moderator = await world.bot(guild, permissions=MANAGE_GUILD | MODERATE)
    theirs = await moderator.post(path, time_out)
    assert (await bot.patch(f"{path}/{theirs['id']}", {"enabled": False}))["actions"] == time_out["actions"]


@pytest.mark.parametrize(("rule", "most"), [(keywords("x"), 6), (of_names("x"), 1), (keywords(trigger_type=3), 1)])
async def test_a_guild_has_so_many_rules_of_a_type(world: World, rule: Any, most: int) -> None:
    guild, _ = await guild_with(world, *[rule] * most)
    problem = await guild.owner.refused(50035, "POST", rules_of(guild), rule, status=400)
    code = problem["errors"]["trigger_type"]["_errors"][0]["code"]
    assert code == "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED"


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"name": "x" * 101}, "name"),
        ({"name": " "}, "name"),
        ({"event_type": 2}, "event_type"),
        ({"trigger_metadata": {"keyword_filter": ["x" * 61]}}, "trigger_metadata.keyword_filter.0"),
        ({"trigger_metadata": {"keyword_filter": ["x"] * 1001}}, "trigger_metadata.keyword_filter"),
        ({"trigger_metadata": {"regex_patterns": ["x"] * 11}}, "trigger_metadata.regex_patterns"),
        ({"trigger_metadata": {"regex_patterns": ["fine", "(x"]}}, "trigger_metadata.regex_patterns.1"),
        ({"trigger_metadata": {"regex_patterns": [r"(?=x)"]}}, "trigger_metadata.regex_patterns.0"),
        ({"trigger_metadata": {"regex_patterns": [r"(\pL{900}){900}"]}}, "trigger_metadata.regex_patterns.0"),
        ({"trigger_metadata": {"allow_list": ["x"] * 101}}, "trigger_metadata.allow_list"),
        ({"actions": []}, "actions"),
        ({"actions": [BLOCK, {"type": 4}]}, "actions.1.type"),
        ({"actions": [{"type": 2, "metadata": {"channel_id": "1"}}]}, "actions.0.metadata.channel_id"),
        ({"actions": [{"type": 3, "metadata": {"duration_seconds": 2419201}}]}, "actions.0.metadata.duration_seconds"),
        ({"exempt_roles": [str(number) for number in range(21)]}, "exempt_roles"),
        ({"exempt_channels": ["1", "1"]}, "exempt_channels.1"),
    ],
)
async def test_rules_that_cannot_be(world: World, wrong: dict[str, Any], path: str) -> None:
    guild, _ = await guild_with(world)
    made = await make(guild, keywords("cat"))
    for method, where in (("POST", rules_of(guild)), ("PATCH", f"{rules_of(guild)}/{made['id']}")):
        body = keywords("cat") | wrong if method == "POST" else wrong
        at = (await guild.owner.refused(50035, method, where, body, status=400))["errors"]
        for step in path.split("."):
            at = at[step]
        assert "_errors" in at
    assert await guild.owner.get(rules_of(guild)) == [made]


async def test_a_message_with_a_keyword_is_blocked(world: World) -> None:
    custom = {"type": 1, "metadata": {"custom_message": "not here"}}
    guild, member = await guild_with(world, keywords("cat*", "*dog", actions=[custom]))
    assert (await blocked(member, guild, "what a CATastrophe"))["message"] == "not here"
    await blocked(member, guild, "hotdog!")
    await say(member, guild, "wildcat dogs")
    assert len(await member.get(f"/channels/{guild.channel}/messages")) == 1
    entry = (await logged(guild, 143))[0]
    assert (entry["user_id"], entry["target_id"]) == (guild.owner.id, member.id)
    about = {"auto_moderation_rule_name": "words", "auto_moderation_rule_trigger_type": "1"}
    assert entry["options"] == about | {"channel_id": guild.channel}


async def test_patterns_and_what_is_allowed_all_the_same(world: World) -> None:
    metadata = {"regex_patterns": ["(b|c)at"], "allow_list": ["bath*"]}
    guild, member = await guild_with(world, keywords(trigger_metadata=metadata))
    assert (await blocked(member, guild, "a combat"))["message"].startswith("Message was blocked")
    await say(member, guild, "a bathroom")
    await blocked(member, guild, "a cat in the bathroom")


async def test_an_edit_is_looked_at_too(world: World) -> None:
    guild, member = await guild_with(world, keywords("cat"))
    told = await watcher(world, guild)
    said = await say(member, guild, "a dog")
    path = f"/channels/{guild.channel}/messages/{said['id']}"
    await member.refused(200000, "PATCH", path, {"content": "a cat"}, status=400)
    assert (await member.get(path))["content"] == "a dog"
    assert (await told.event("AUTO_MODERATION_ACTION_EXECUTION"))["content"] == "a cat"
    await member.patch(path, {"content": "two dogs"})


async def test_what_was_done_is_told(world: World) -> None:
    guild, member = await guild_with(world)
    whole, blank = await watcher(world, guild), await watcher(world, guild, EXECUTION)
    rule = await make(guild, keywords("*cat*"))
    await blocked(member, guild, "educated")
    told = await whole.event("AUTO_MODERATION_ACTION_EXECUTION")
    assert told == {
        "guild_id": guild.id,
        "action": {"type": 1, "metadata": {}},
        "rule_id": rule["id"],
        "rule_trigger_type": 1,
        "user_id": member.id,
        "channel_id": guild.channel,
        "content": "educated",
        "matched_keyword": "*cat*",
        "matched_content": "cat",
    }
    assert await blank.event("AUTO_MODERATION_ACTION_EXECUTION") == told | {"content": "", "matched_content": ""}


async def test_an_alert_is_posted(world: World) -> None:
    guild, member = await guild_with(world)
    told = await watcher(world, guild)
    room = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "alerts"}, expect=201)
    alert = {"type": 2, "metadata": {"channel_id": room["id"]}}
    rule = await make(guild, keywords("cat", actions=[alert]))
    said = await say(member, guild, "a cat")
    posted = await told.event("MESSAGE_CREATE", lambda message: message["channel_id"] == room["id"])
    assert (posted["type"], posted["author"]["id"], posted["content"]) == (24, member.id, "")
    embed = posted["embeds"][0]
    assert (embed["type"], embed["description"]) == ("auto_moderation_message", "a cat")
    fields = {field["name"]: field["value"] for field in embed["fields"]}
    assert len(fields.pop("decision_id")) == 32
    where = {"channel_id": guild.channel, "flagged_message_id": said["id"], "decision_outcome": "flagged"}
    assert fields == where | {"rule_name": rule["name"], "keyword": "cat", "keyword_matched_content": "cat"}
    execution = await told.event("AUTO_MODERATION_ACTION_EXECUTION")
    assert (execution["message_id"], execution["alert_system_message_id"]) == (said["id"], posted["id"])
    assert (await logged(guild, 144))[0]["target_id"] == member.id
    path = f"/channels/{room['id']}/messages/{posted['id']}"
    await member.refused(50013, "DELETE", path, status=403)
    await member.refused(50021, "PATCH", path, {"content": "it was not me"}, status=403)
    await guild.owner.delete(path)


async def test_an_alert_for_a_channel_that_is_gone_is_lost(world: World) -> None:
    guild, member = await guild_with(world)
    room = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "alerts"}, expect=201)
    alert = {"type": 2, "metadata": {"channel_id": room["id"]}}
    await make(guild, keywords("cat", actions=[alert, BLOCK]))
    await guild.owner.delete(f"/channels/{room['id']}")
    await blocked(member, guild, "a cat")
    assert len(await logged(guild, 143)) == 1
    rule = (await guild.owner.get(rules_of(guild)))[0]
    await guild.owner.patch(f"{rules_of(guild)}/{rule['id']}", {"name": "as it was otherwise"})


async def test_a_member_is_timed_out(world: World) -> None:
    time_out = {"type": 3, "metadata": {"duration_seconds": 3600}}
    guild, member = await guild_with(world, keywords("cat", actions=[BLOCK, time_out]))
    told = await watcher(world, guild)
    await blocked(member, guild, "a cat")
    await member.refused(50013, "POST", f"/channels/{guild.channel}/messages", {"content": "a dog"}, status=403)
    assert (await guild.owner.get(f"/guilds/{guild.id}/members/{member.id}"))["communication_disabled_until"]
    executions = [(await told.event("AUTO_MODERATION_ACTION_EXECUTION"))["action"] for _ in range(2)]
    assert executions == [{"type": 1, "metadata": {}}, time_out]
    assert (await logged(guild, 145))[0]["target_id"] == member.id


async def test_presets(world: World) -> None:
    metadata = {"presets": [1, 3], "allow_list": ["crap"]}
    rule = {"name": "preset", "event_type": 1, "trigger_type": 4, "enabled": True, "actions": [BLOCK]}
    guild, member = await guild_with(world, rule | {"trigger_metadata": metadata})
    await blocked(member, guild, "Bullshit!")
    await say(member, guild, "crap")
    await say(member, guild, "porn")  # of another preset
    made = (await guild.owner.get(rules_of(guild)))[0]
    assert made["trigger_metadata"] == {"presets": [1, 3], "allow_list": ["crap"]}
    await guild.owner.patch(f"{rules_of(guild)}/{made['id']}", {"trigger_metadata": {"presets": [2]}})
    await blocked(member, guild, "porn")


async def test_too_many_mentions(world: World) -> None:
    guild, member = await guild_with(world)
    limit = {"mention_total_limit": 1, "mention_raid_protection_enabled": False}
    made = await make(guild, keywords(trigger_type=5, trigger_metadata=limit))
    assert made["trigger_metadata"] == limit
    me, owner = f"<@{member.id}>", f"<@{guild.owner.id}>"
    await say(member, guild, f"{me} {me}")
    await blocked(member, guild, f"{me} {owner}")
    raid = {"mention_total_limit": 50, "mention_raid_protection_enabled": True}
    await guild.owner.patch(f"{rules_of(guild)}/{made['id']}", {"trigger_metadata": raid})
    await say(member, guild, me + owner)


async def test_a_raid_of_mentions(world: World) -> None:
    """Each of the two API processes counts for itself, so twice as many are surely too many for one."""
    raid = {"mention_total_limit": 50, "mention_raid_protection_enabled": True}
    guild, member = await guild_with(world, keywords(trigger_type=5, trigger_metadata=raid))
    both = {"content": f"<@{member.id}> <@{guild.owner.id}>"}
    for _ in range(45):
        answer = await world.http.post(
            f"{world.addresses.api}/channels/{guild.channel}/messages",
            json=both,
            headers={"Authorization": member.authorization or ""},
        )
        if answer.status_code == 400:
            break
    assert answer.json()["code"] == 200000


async def test_spam(world: World) -> None:
    guild, member = await guild_with(world, keywords(trigger_type=3))
    await blocked(member, guild, "A" * 100)
    await blocked(member, guild, " ".join(f"https://example.test/{number}" for number in range(6)))
    await say(member, guild, "a message like others, though it is somewhat longer than most of them")


async def test_who_is_exempt(world: World) -> None:
    guild, member = await guild_with(world)
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "friends"})
    other = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "free"}, expect=201)
    await make(guild, keywords("cat", exempt_roles=[role["id"]], exempt_channels=[other["id"]]))
    await blocked(member, guild, "a cat")
    await say(guild.owner, guild, "a cat")
    await say(await world.bot(guild, permissions=1 << 11 | 1 << 10), guild, "a cat")
    hook = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "hook"})
    await world.anyone.post(f"/webhooks/{hook['id']}/{hook['token']}", {"content": "a cat"})
    await member.post(f"/channels/{other['id']}/messages", {"content": "a cat"})
    thread = await member.post(f"/channels/{other['id']}/threads", {"name": "cat", "type": 11}, expect=201)
    await member.post(f"/channels/{thread['id']}/messages", {"content": "a cat"})
    await guild.owner.put(f"/guilds/{guild.id}/members/{member.id}/roles/{role['id']}")
    await say(member, guild, "a cat")


async def test_names_of_threads_and_posts(world: World) -> None:
    guild, member = await guild_with(world, keywords("cat"))
    path = f"/channels/{guild.channel}/threads"
    await member.refused(200001, "POST", path, {"name": "a cat", "type": 11}, status=400)
    said = await say(member, guild, "a dog")
    of_it = f"/channels/{guild.channel}/messages/{said['id']}/threads"
    await member.refused(200001, "POST", of_it, {"name": "a cat"}, status=400)
    thread = await member.post(path, {"name": "a dog", "type": 11}, expect=201)
    await member.refused(200001, "PATCH", f"/channels/{thread['id']}", {"name": "a cat"}, status=400)
    await member.refused(200000, "POST", f"/channels/{thread['id']}/messages", {"content": "a cat"}, status=400)
    forum = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "forum", "type": 15}, expect=201)
    posts = f"/channels/{forum['id']}/threads"
    await member.refused(200001, "POST", posts, {"name": "a cat", "message": {"content": "x"}}, status=400)
    await member.refused(200000, "POST", posts, {"name": "x", "message": {"content": "a cat"}}, status=400)
    await member.post(posts, {"name": "x", "message": {"content": "x"}}, expect=201)


async def test_a_rule_counts_in_every_process_at_once(world: World) -> None:
    """The instance has two API processes; which one a connection comes to is chance."""
    guild, member = await guild_with(world)
    made = await make(guild, keywords("cat"))
    for _ in range(4):
        await guild.owner.patch(f"{rules_of(guild)}/{made['id']}", {"enabled": True})
        async with World(world.addresses) as elsewhere:
            there = Person(elsewhere, member.id, member.token)
            await blocked(there, guild, "a cat")
            await blocked(member, guild, "a cat")
            await guild.owner.patch(f"{rules_of(guild)}/{made['id']}", {"enabled": False})
            await say(there, guild, "a cat")
            await say(member, guild, "a cat")
    await guild.owner.delete(f"{rules_of(guild)}/{made['id']}")
    await say(member, guild, "a cat")


async def test_a_name_is_quarantined(world: World) -> None:
    guild, member = await guild_with(world, of_names("*cat*"))
    told = await watcher(world, guild)
    me = f"/guilds/{guild.id}/members/@me"
    assert (await member.patch(me, {"nick": "a wildcat"}))["flags"] & 1 << 7
    await member.refused(50013, "POST", f"/channels/{guild.channel}/messages", {"content": "hi"}, status=403)
    execution = await told.event("AUTO_MODERATION_ACTION_EXECUTION")
    assert (execution["action"]["type"], execution["content"]) == (4, "a wildcat")
    assert "channel_id" not in execution
    assert (await logged(guild, 146))[0]["target_id"] == member.id
    freed = await guild.owner.patch(f"/guilds/{guild.id}/members/{member.id}", {"nick": "a dog"})
    assert not freed["flags"] & 1 << 7
    await say(member, guild, "hi")
    await member.patch("/users/@me", {"global_name": "the cat"})
    assert (await guild.owner.get(f"/guilds/{guild.id}/members/{member.id}"))["flags"] & 1 << 7


async def test_who_joins_by_a_bad_name_is_quarantined(world: World) -> None:
    guild, _ = await guild_with(world, of_names("*cat*", trigger_metadata={"keyword_filter": ["*cat*"]}))
    stranger = await world.user()
    await stranger.patch("/users/@me", {"global_name": "the cat"})
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await stranger.post(f"/invites/{invite['code']}", {})
    await stranger.refused(50013, "POST", f"/channels/{guild.channel}/messages", {"content": "hi"}, status=403)
    await stranger.patch("/users/@me", {"global_name": "the dog"})
    await say(stranger, guild, "hi")
