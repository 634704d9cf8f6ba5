"""Invites for some users alone: the file, the job that reads it, who sees and accepts them."""

import asyncio

from tests.world import Guild, Json, Person, World

MANAGE_GUILD = 1 << 5
VIEW_AUDIT_LOG = 1 << 7


def file(*lines: object) -> Json:
    return {"target_users_file": ("users.csv", "\n".join(map(str, lines)), "text/csv")}


async def made_for(guild: Guild, *lines: object, **body: str) -> str:
    """The code of an invite for the users of the lines, when they are taken in."""
    path = f"/channels/{guild.channel}/invites"
    code = (await guild.owner.post(path, files=file(*lines), data=body))["code"]
    await taken_in(guild.owner, code)
    return code


async def taken_in(person: Person, code: str) -> Json:
    async with asyncio.timeout(15):
        while (job := await person.get(f"/invites/{code}/target-users/job-status"))["status"] != 2:
            await asyncio.sleep(0.05)
    return job


async def test_only_target_users_see_and_accept(world: World) -> None:
    guild, alice, bob = await world.guild(), await world.user(), await world.user()
    code = await made_for(guild, "user_id", alice.id, alice.id)
    for caller in (bob, world.anyone):
        await caller.refused(10006, "GET", f"/invites/{code}", status=404)
    await bob.refused(10006, "POST", f"/invites/{code}", {}, status=404)
    assert (await alice.get(f"/invites/{code}"))["code"] == code
    assert (await alice.post(f"/invites/{code}", {}))["new_member"] is True


async def test_the_file_comes_back_without_doubles(world: World) -> None:
    guild, alice, bob = await world.guild(), await world.user(), await world.user()
    code = await made_for(guild, "user_id", bob.id, alice.id, bob.id, "")
    text = await guild.owner.get(f"/invites/{code}/target-users")
    assert guild.owner.answer.headers["content-type"].startswith("text/csv")
    assert text.decode().splitlines() == ["user_id", bob.id, alice.id]
    job = await taken_in(guild.owner, code)
    assert (job["total_users"], job["processed_users"], job["error_message"]) == (2, 2, None)
    assert job["created_at"] <= job["completed_at"]


async def test_another_file_takes_its_place(world: World) -> None:
    guild, alice, bob = await world.guild(), await world.user(), await world.user()
    code = await made_for(guild, alice.id)
    await guild.owner.put(f"/invites/{code}/target-users", files=file(bob.id), expect=204)
    await alice.refused(10006, "POST", f"/invites/{code}", {}, status=404)
    await taken_in(guild.owner, code)
    assert (await bob.post(f"/invites/{code}", {}))["new_member"] is True


async def test_many_users_are_taken_in(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    code = await made_for(guild, *range(1, 2500), alice.id)
    assert (await taken_in(guild.owner, code))["processed_users"] == 2500
    await alice.post(f"/invites/{code}", {})


async def test_wrong_lines_are_named(world: World) -> None:
    guild, path = await world.guild(), ""
    path = f"/channels/{guild.channel}/invites"
    wrong = file("user_id", guild.owner.id, "99999999999999999999", "someone")
    problem = await guild.owner.refused(50035, "POST", path, status=400, files=wrong)
    assert [line.partition(":")[0] for line in problem["target_users_file"]] == ["Line 3", "Line 4"]
    assert len(problem["errors"]["target_users_file"]["_errors"]) == 2
    await guild.owner.refused(50035, "POST", path, status=400, files=file("user_id"))
    code = await made_for(guild, guild.owner.id)
    await guild.owner.refused(50035, "PUT", f"/invites/{code}/target-users", status=400, files=file("x"))
    await guild.owner.refused(50035, "PUT", f"/invites/{code}/target-users", status=400, files={"a": ("b", "1")})
    assert [known["code"] for known in await guild.owner.get(path)] == [code]


async def test_who_may_look_and_who_may_change(world: World) -> None:
    guild = await world.guild(members=1)
    code = await made_for(guild, guild.owner.id)
    path = f"/invites/{code}/target-users"
    nobody, auditor = await world.bot(guild), await world.bot(guild, permissions=VIEW_AUDIT_LOG)
    manager, stranger = await world.bot(guild, permissions=MANAGE_GUILD), await world.user()
    for caller, problem in ((nobody, 50013), (stranger, 50001)):
        await caller.refused(problem, "GET", path, status=403)
        await caller.refused(problem, "GET", f"{path}/job-status", status=403)
        await caller.refused(problem, "PUT", path, status=403, files=file(1))
    await auditor.get(path)
    await auditor.get(f"{path}/job-status")
    await auditor.refused(50013, "PUT", path, status=403, files=file(1))
    await manager.put(path, files=file(1))


async def test_invites_for_all_have_no_file(world: World) -> None:
    guild = await world.guild()
    code = (await guild.owner.post(f"/channels/{guild.channel}/invites", {}))["code"]
    path = f"/invites/{code}/target-users"
    await guild.owner.refused(10129, "GET", path, status=404)
    await guild.owner.refused(10124, "GET", f"{path}/job-status", status=404)
    await guild.owner.refused(10129, "PUT", path, status=404, files=file(1))
    await guild.owner.refused(10006, "GET", "/invites/nothing/target-users", status=404)


async def test_fields_stand_beside_the_file(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    roles = [(await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "x"}))["id"] for _ in range(2)]
    path = f"/channels/{guild.channel}/invites"
    fields = {"max_uses": "3", "max_age": "0", "role_ids": ",".join(roles)}
    made = await guild.owner.post(path, files=file(alice.id), data=fields)
    assert made["max_uses"] == 3 and made["max_age"] == 0 and len(made["roles"]) == 2
    payload = {"payload_json": f'{{"max_uses": 4, "role_ids": ["{roles[0]}"]}}'}
    made = await guild.owner.post(path, files=file(alice.id), data=payload)
    assert made["max_uses"] == 4 and [role["id"] for role in made["roles"]] == roles[:1]
    assert (await guild.owner.post(path, data={"max_uses": "5"}))["max_uses"] == 5  # a plain form
    await guild.owner.refused(50035, "POST", path, status=400, data={"role_ids": "1,x"})


async def test_what_is_alike_is_not_taken_for_it(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    code = await made_for(guild, alice.id)
    path = f"/channels/{guild.channel}/invites"
    assert (await guild.owner.post(path, {}))["code"] != code
    assert await made_for(guild, alice.id) != code


async def test_a_deleted_invite_takes_its_users_along(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    code = await made_for(guild, alice.id)
    await guild.owner.delete(f"/invites/{code}")
    await guild.owner.refused(10006, "GET", f"/invites/{code}/target-users", status=404)
    code = await made_for(guild, alice.id)
    await guild.owner.delete(f"/channels/{guild.channel}")
    await alice.refused(10006, "POST", f"/invites/{code}", {}, status=404)
