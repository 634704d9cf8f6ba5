"""Membership screening: who joins may only read until he has answered, and somebody, perhaps, has read it."""

import asyncio
from typing import Any

import pytest

from domain.permissions.bits import Permission
from tests.oauth.applications import Application
from tests.sockets import Socket
from tests.world import Guild, Person, Refused, World

KICK = int(Permission.KICK_MEMBERS)
BYPASSES = 1 << 2
UNKNOWN = "1000000000000000000"
TERMS = {"field_type": "TERMS", "label": "rules", "values": ["be nice"], "required": True}
TEXT = {"field_type": "TEXT_INPUT", "label": "why", "required": True}
ESSAY = {"field_type": "PARAGRAPH", "label": "how"}
CHOICE = {"field_type": "MULTIPLE_CHOICE", "label": "which", "choices": ["a", "b"], "required": True}
AGREED = {"field_type": "TERMS", "response": True}


async def gated(world: World, *fields: Any, members: Any = ()) -> Guild:
    guild = await world.guild(members=members)
    body = {"enabled": True, "form_fields": list(fields) or [TERMS], "description": "who we are"}
    await guild.owner.patch(f"/guilds/{guild.id}/member-verification", body)
    return guild


async def join(guild: Guild, person: Person) -> None:
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await person.post(f"/invites/{invite['code']}", {})


async def joining(world: World, *fields: Any) -> tuple[Guild, Person, str]:
    """A guild with a gate, a pending member, and the path of his request."""
    guild, person = await gated(world, *fields), await world.user()
    await join(guild, person)
    return guild, person, f"/guilds/{guild.id}/requests/@me"


async def is_pending(guild: Guild, person: Person) -> bool:
    return (await guild.owner.get(f"/guilds/{guild.id}/members/{person.id}"))["pending"]


async def say(guild: Guild, person: Person) -> Any:
    return await person.post(f"/channels/{guild.channel}/messages", {"content": "hi"})


async def submitted(world: World) -> tuple[Guild, Person, Any]:
    """A member who has answered what somebody has to read, and his request."""
    guild, person, path = await joining(world, TEXT)
    return guild, person, await person.put(path, {"form_fields": [TEXT | {"response": "because"}]})


async def statuses(socket: Socket, name: str, count: int) -> list[str]:
    return [(await socket.event(name))["status"] for _ in range(count)]


async def test_a_form_is_kept_as_it_was_given(world: World) -> None:
    guild = await world.guild(members=1)
    path = f"/guilds/{guild.id}/member-verification"
    await guild.owner.refused(10068, "GET", path, status=404)
    made = await guild.owner.patch(path, {"form_fields": [TERMS, CHOICE, ESSAY], "description": "d"})
    assert [field["field_type"] for field in made["form_fields"]] == ["TERMS", "MULTIPLE_CHOICE", "PARAGRAPH"]
    assert made["form_fields"][0] == TERMS | {"description": None, "automations": None}
    assert await guild.owner.get(path) == made
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["features"] == []
    enabled = await guild.owner.patch(path, {"enabled": True})
    assert enabled == made
    features = set((await guild.owner.get(f"/guilds/{guild.id}"))["features"])
    assert features == {"MEMBER_VERIFICATION_GATE_ENABLED", "MEMBER_VERIFICATION_MANUAL_APPROVAL", "PREVIEW_ENABLED"}
    entry = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?limit=1"))["audit_log_entries"][0]
    assert entry["action_type"] == 210
    assert {change["key"] for change in entry["changes"]} == {"verification_enabled", "manual_approval_enabled"}


@pytest.mark.parametrize(
    "fields",
    [
        [TERMS | {"field_type": "VERIFICATION"}],
        [TERMS | {"values": []}],
        [TERMS | {"values": ["x" * 301]}],
        [CHOICE | {"choices": ["x"] * 9}],
        [TEXT | {"label": "x" * 301}],
        [TEXT] * 6,
    ],
)
async def test_a_malformed_form_is_refused(world: World, fields: Any) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/member-verification"
    problem = await guild.owner.refused(50035, "PATCH", path, {"form_fields": fields}, status=400)
    assert "form_fields" in problem["errors"]


async def test_strangers_see_the_form_of_a_discoverable_guild_alone(world: World) -> None:
    guild, stranger = await gated(world), await world.user()
    path = f"/guilds/{guild.id}/member-verification"
    await stranger.refused(50001, "GET", path, status=403)
    body = {"features": ["COMMUNITY", "DISCOVERABLE"]}
    body |= {"rules_channel_id": guild.channel, "public_updates_channel_id": guild.channel}
    await guild.owner.patch(f"/guilds/{guild.id}", body)
    assert (await stranger.get(path))["description"] == "who we are"
    await stranger.refused(50001, "PATCH", path, {"enabled": False}, status=403)
    await join(guild, stranger)
    await stranger.refused(50013, "PATCH", path, {"enabled": False}, status=403)


async def test_who_accepts_an_invite_is_told_that_there_is_a_form(world: World) -> None:
    guild, person = await gated(world), await world.user()
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    assert (await person.post(f"/invites/{invite['code']}", {}))["show_verification_form"] is True


async def test_a_pending_member_may_only_read(world: World) -> None:
    guild, person, _ = await joining(world)
    message = await say(guild, guild.owner)
    channel = f"/channels/{guild.channel}"
    await guild.owner.put(f"{channel}/messages/{message['id']}/reactions/%F0%9F%91%8D/@me")
    assert (await person.get(f"{channel}/messages"))[0]["id"] == message["id"]
    await person.refused(50013, "POST", f"{channel}/messages", {"content": "hi"}, status=403)
    for emoji in ("%F0%9F%91%8D", "%F0%9F%A6%8A"):
        reaction = f"{channel}/messages/{message['id']}/reactions/{emoji}/@me"
        await person.refused(50013, "PUT", reaction, status=403)
    await person.refused(50013, "POST", f"{channel}/invites", {}, status=403)
    await person.refused(50013, "POST", f"{channel}/threads", {"name": "x", "type": 11}, status=403)
    thread = await guild.owner.post(f"{channel}/threads", {"name": "x", "type": 11})
    await person.refused(50013, "PUT", f"/channels/{thread['id']}/thread-members/@me", status=403)
    await person.refused(50013, "PATCH", f"/guilds/{guild.id}/members/@me", {"nick": "x"}, status=403)


async def test_who_agrees_to_the_rules_is_in(world: World) -> None:
    guild, person = await gated(world), await world.user()
    bot = await world.bot(guild)
    watching, own = await bot.connect(), await person.connect()
    await join(guild, person)
    assert (await watching.event("GUILD_MEMBER_ADD"))["pending"] is True
    created = await own.event("GUILD_JOIN_REQUEST_CREATE")
    assert (created["guild_id"], created["status"]) == (guild.id, "STARTED")
    path = f"/guilds/{guild.id}/requests/@me"
    assert (await person.get(path))["id"] == created["request"]["id"]
    request = await person.put(path, {"form_fields": [AGREED]})
    assert (request["application_status"], request["reviewed_at"] is None) == ("APPROVED", False)
    updated = await watching.event("GUILD_MEMBER_UPDATE")
    assert (updated["user"]["id"], updated["pending"]) == (person.id, False)
    assert await statuses(own, "GUILD_JOIN_REQUEST_UPDATE", 1) == ["APPROVED"]
    await say(guild, person)
    await person.refused(0, "PUT", path, {"form_fields": [AGREED]}, status=404)


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ([], "_errors"),
        ([AGREED, TEXT, AGREED], "2"),
        ([{"field_type": "TERMS", "response": False}, TEXT | {"response": "x"}, CHOICE | {"response": 0}], "0"),
        ([AGREED, TEXT | {"response": ""}, CHOICE | {"response": 0}], "1"),
        ([AGREED, TEXT | {"response": "x" * 151}, CHOICE | {"response": 0}], "1"),
        ([AGREED, TEXT | {"response": "x"}, CHOICE], "2"),
        ([AGREED, TEXT | {"response": "x"}, CHOICE | {"response": 2}], "2"),
    ],
)
async def test_answers_must_fit_the_form(world: World, answers: Any, at: str) -> None:
    guild, person, path = await joining(world, TERMS, TEXT, CHOICE)
    problem = await person.refused(50035, "PUT", path, {"form_fields": answers}, status=400)
    assert at in problem["errors"]["form_fields"]
    assert await is_pending(guild, person)
    good = [AGREED, TEXT | {"response": "x"}, CHOICE | {"response": 0}]
    old = {"form_fields": good, "version": "2020-01-01T00:00:00+00:00"}
    problem = await person.refused(50035, "PUT", path, old, status=400)
    assert "version" in problem["errors"]
    form = await person.get(f"/guilds/{guild.id}/member-verification")
    sent = await person.put(path, {"form_fields": good, "version": form["version"]})
    assert sent["application_status"] == "SUBMITTED"


async def test_answers_are_read_and_approved(world: World) -> None:
    guild, person, _ = await joining(world, TEXT, CHOICE)
    bot = await world.bot(guild, permissions=KICK)
    watching = await bot.connect()
    requests = f"/guilds/{guild.id}/requests"
    assert await bot.get(requests) == {"total": 0, "guild_join_requests": []}
    answers = [TEXT | {"response": "because"}, CHOICE | {"response": 1}]
    await person.put(f"{requests}/@me", {"form_fields": answers})
    told = await watching.event("GUILD_JOIN_REQUEST_UPDATE")
    assert [field["response"] for field in told["request"]["form_responses"]] == ["because", 1]
    listed = await bot.get(f"{requests}?status=SUBMITTED")
    assert (listed["total"], listed["guild_join_requests"]) == (1, [told["request"]])
    assert listed["guild_join_requests"][0]["user"]["id"] == person.id
    one = f"{requests}/{told['request']['id']}"
    approved = await bot.patch(one, {"action": "APPROVED"})
    assert (approved["application_status"], approved["actioned_by_user"]["id"]) == ("APPROVED", bot.id)
    assert not await is_pending(guild, person)
    await bot.refused(50035, "PATCH", one, {"action": "REJECTED"}, status=400)
    assert await bot.patch(one, {"action": "APPROVED"}) == approved


async def test_only_those_who_may_kick_hear_of_requests(world: World) -> None:
    guild, person, path = await joining(world, TEXT)
    weak = await world.bot(guild)
    watching = await weak.connect()
    request = await person.put(path, {"form_fields": [TEXT | {"response": "because"}]})
    requests = f"/guilds/{guild.id}/requests"
    verdict = {"action": "APPROVED"}
    await weak.refused(50013, "GET", requests, status=403)
    await weak.refused(50013, "PATCH", requests, verdict, status=403)
    await weak.refused(50013, "PATCH", f"{requests}/{request['id']}", verdict, status=403)
    await guild.owner.patch(f"{requests}/{request['id']}", verdict)
    await say(guild, person)
    assert "GUILD_JOIN_REQUEST_UPDATE" not in await watching.until("MESSAGE_CREATE")


async def test_who_is_rejected_has_to_go_and_can_read_why(world: World) -> None:
    guild, person, request = await submitted(world)
    requests = f"/guilds/{guild.id}/requests"
    await guild.owner.refused(50035, "PATCH", f"{requests}/{request['id']}", {"action": "SUBMITTED"}, status=400)
    await guild.owner.refused(50035, "PATCH", f"{requests}/{request['id']}", {}, status=400)
    await guild.owner.refused(0, "PATCH", f"{requests}/{UNKNOWN}", {"action": "REJECTED"}, status=404)
    body = {"action": "REJECTED", "rejection_reason": "no room"}
    await guild.owner.patch(f"{requests}/{request['id']}", body, headers={"X-Audit-Log-Reason": "full"})
    await person.refused(50001, "GET", f"/guilds/{guild.id}", status=403)
    mine = await person.get(f"{requests}/@me")
    assert (mine["application_status"], mine["rejection_reason"]) == ("REJECTED", "no room")
    assert "form_responses" not in mine
    entry = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?limit=1"))["audit_log_entries"][0]
    assert (entry["action_type"], entry["target_id"], entry["reason"]) == (20, person.id, "full")
    await join(guild, person)
    assert (await person.get(f"{requests}/@me"))["application_status"] == "STARTED"
    await person.delete(f"/users/@me/guilds/{guild.id}")
    await person.refused(0, "GET", f"{requests}/@me", status=404)


async def test_a_request_can_be_taken_back_and_made_anew(world: World) -> None:
    guild, person, request = await submitted(world)
    path = f"/guilds/{guild.id}/requests/@me"
    own, watching = await person.connect(), await guild.owner.connect()
    again = await person.post(path)
    assert (again["application_status"], again["id"] == request["id"]) == ("STARTED", False)
    for socket in (own, watching):
        gone = await socket.event("GUILD_JOIN_REQUEST_DELETE")
        assert (gone["id"], gone["user_id"], gone["guild_id"]) == (request["id"], person.id, guild.id)
    assert await statuses(own, "GUILD_JOIN_REQUEST_CREATE", 1) == ["STARTED"]
    deleted = await person.delete(path, expect=200)
    assert deleted["id"] not in (again["id"], request["id"])
    assert (await guild.owner.get(f"/guilds/{guild.id}/requests"))["total"] == 0
    await guild.owner.refused(0, "DELETE", path, status=404)
    await guild.owner.refused(0, "POST", path, status=404)


async def test_an_approval_is_acknowledged_once(world: World) -> None:
    guild, person, path = await joining(world)
    await person.refused(0, "POST", f"{path}/ack", status=404)
    request = await person.put(path, {"form_fields": [AGREED]})
    by_id = f"/guilds/{guild.id}/requests/{request['id']}/ack"
    await guild.owner.refused(0, "POST", by_id, status=404)
    await person.refused(0, "POST", f"/guilds/{guild.id}/requests/{UNKNOWN}/ack", status=404)
    await person.post(f"{path}/ack", expect=204)
    assert (await person.get(path))["last_seen"] is not None
    await person.refused(0, "POST", by_id, status=404)
    assert await person.delete(path, expect=204) is None


async def test_ready_has_requests_until_they_are_acknowledged(world: World) -> None:
    _, person, path = await joining(world)

    async def in_ready() -> list[Any]:
        return (await person.connect()).ready["guild_join_requests"]

    assert await in_ready() == [await person.get(path)]
    await person.put(path, {"form_fields": [AGREED]})
    assert [request["application_status"] for request in await in_ready()] == ["APPROVED"]
    await person.post(f"{path}/ack")
    assert await in_ready() == []


async def test_pages_of_requests(world: World) -> None:
    guild = await gated(world, ESSAY)
    path = f"/guilds/{guild.id}/requests"
    made: list[str] = []
    for person in await world.users(3):
        await join(guild, person)
        made.append((await person.put(f"{path}/@me", {"form_fields": [ESSAY]}))["id"])

    async def ids(query: str) -> list[str]:
        return [one["id"] for one in (await guild.owner.get(path + query))["guild_join_requests"]]

    assert await ids("") == made[::-1]
    assert await ids("?limit=2") == made[:0:-1]
    assert await ids(f"?before={made[1]}") == [made[0]]
    assert await ids(f"?after={made[0]}&limit=1") == [made[1]]
    assert await ids("?status=APPROVED") == []
    await guild.owner.refused(50035, "GET", f"{path}?limit=101", status=400)
    await guild.owner.patch(path, {"action": "APPROVED"}, expect=204)
    assert await ids("?status=APPROVED") == made[::-1]


@pytest.mark.parametrize("verdict", ["APPROVED", "REJECTED"])
async def test_when_the_gate_is_opened_nobody_waits_any_more(world: World, verdict: str) -> None:
    guild, person, _ = await submitted(world)
    other = await world.user()
    await join(guild, other)
    path = f"/guilds/{guild.id}/member-verification"
    await guild.owner.patch(path, {"enabled": False, "bulk_action": verdict})
    for one in (person, other):
        request = await one.get(f"/guilds/{guild.id}/requests/@me")
        assert request["application_status"] == verdict
        member = f"/guilds/{guild.id}/members/{one.id}"
        assert (await guild.owner.request("GET", member, expect=200 if verdict == "APPROVED" else 404)) is not None
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["features"] == []
    late = await world.user()
    await join(guild, late)
    assert not await is_pending(guild, late)


async def test_who_bypasses_verification_is_in(world: World) -> None:
    guild, person, path = await joining(world, TEXT)
    await guild.owner.refused(50131, "PATCH", f"/guilds/{guild.id}", {"owner_id": person.id}, status=400)
    member = f"/guilds/{guild.id}/members/{person.id}"
    await guild.owner.patch(member, {"nick": "x"})
    assert await is_pending(guild, person)
    let_in = await guild.owner.patch(member, {"flags": BYPASSES})
    assert (let_in["pending"], let_in["flags"]) == (False, BYPASSES)
    assert (await person.get(path))["application_status"] == "APPROVED"
    await say(guild, person)


async def test_who_is_added_by_a_bot_waits_unless_he_bypasses_it(world: World) -> None:
    guild, people = await gated(world), await world.users(2)
    app = await Application.make(world, await world.bot(guild, permissions=int(Permission.ADMINISTRATOR)))
    for person, body in zip(people, ({}, {"flags": BYPASSES}), strict=True):
        token = (await app.bearer_tokens(person, "guilds.join"))["access_token"]
        added = await app.bot.put(f"/guilds/{guild.id}/members/{person.id}", {"access_token": token} | body)
        assert added["pending"] is not bool(body)
        assert await is_pending(guild, person) is not bool(body)
    assert (await people[0].get(f"/guilds/{guild.id}/requests/@me"))["application_status"] == "STARTED"
    await people[1].refused(0, "GET", f"/guilds/{guild.id}/requests/@me", status=404)


async def test_a_request_by_its_id(world: World) -> None:
    guild, person, request = await submitted(world)
    path = f"/join-requests/{request['id']}"
    assert await person.get(path) == request
    [listed] = (await guild.owner.get(f"/guilds/{guild.id}/requests"))["guild_join_requests"]
    assert await guild.owner.get(path) == listed
    await (await world.bot(guild)).refused(50013, "GET", path, status=403)
    await (await world.user()).refused(50001, "GET", path, status=403)
    again = await person.post(f"/guilds/{guild.id}/requests/@me")
    await guild.owner.refused(0, "GET", path, status=404)
    await guild.owner.refused(0, "GET", f"/join-requests/{again['id']}", status=404)


async def test_many_answers_at_once_are_one(world: World) -> None:
    guild, person, path = await joining(world)
    watching = await guild.owner.connect()
    sent = [person.request("PUT", path, {"form_fields": [AGREED]}) for _ in range(5)]
    answers = await asyncio.gather(*sent, return_exceptions=True)
    assert sum(isinstance(answer, Refused) for answer in answers) == 4
    await say(guild, person)
    names = await watching.until("MESSAGE_CREATE")
    assert names.count("GUILD_MEMBER_UPDATE") == 1


async def test_members_and_bots_do_not_wait(world: World) -> None:
    early = await world.user()
    guild = await gated(world, TEXT, members=[early])
    assert not await is_pending(guild, early)
    bot = await world.bot(guild)
    assert not await is_pending(guild, bot)
    await early.refused(0, "GET", f"/guilds/{guild.id}/requests/@me", status=404)
    await early.refused(10004, "GET", f"/guilds/{UNKNOWN}/requests/@me", status=404)


async def test_who_leaves_takes_his_request_along(world: World) -> None:
    guild, person, request = await submitted(world)
    watching = await guild.owner.connect()
    await guild.owner.delete(f"/guilds/{guild.id}/members/{person.id}")
    assert (await watching.event("GUILD_JOIN_REQUEST_DELETE"))["id"] == request["id"]
    assert (await guild.owner.get(f"/guilds/{guild.id}/requests"))["total"] == 0
