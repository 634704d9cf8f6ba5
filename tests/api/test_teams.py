"""Teams: who is in them, and what each role may do with their applications."""

import pytest

from tests.developing import a_team, of_team
from tests.pictures import png, uri
from tests.world import World


async def test_a_team_is_made_and_changed(world: World) -> None:
    owner = await world.user()
    made = await owner.post("/teams", {"name": "us"})
    (me,) = made["members"]
    assert (made["owner_user_id"], made["icon"]) == (owner.id, None)
    assert (me["user"]["id"], me["membership_state"], me["role"], me["permissions"]) == (owner.id, 2, "admin", ["*"])
    changed = await owner.patch(f"/teams/{made['id']}", {"name": "we", "icon": uri(png())})
    assert changed["name"] == "we"
    assert changed == await owner.get(f"/teams/{made['id']}")
    icon = await world.http.get(f"{world.addresses.root}/team-icons/{made['id']}/{changed['icon']}.png")
    assert icon.status_code == 200
    assert await owner.get("/teams") == [changed]


async def test_an_invitation_is_accepted_by_who_is_invited(world: World) -> None:
    owner, invited, other = await world.users(3)
    team = await a_team(owner)
    socket = await invited.connect()
    member = await owner.post(f"/teams/{team}/members", {"username": invited.name, "role": "developer"})
    assert (member["user"]["id"], member["membership_state"], member["role"]) == (invited.id, 1, "developer")
    assert team in (await socket.event("MESSAGE_CREATE"))["content"]
    await invited.refused(50001, "GET", f"/teams/{team}", status=403)
    await other.refused(50001, "POST", "/teams/invite/accept", {"token": team}, status=403)
    joined = await invited.post("/teams/invite/accept", {"token": team})
    assert {one["user"]["id"]: one["membership_state"] for one in joined["members"]} == {owner.id: 2, invited.id: 2}
    assert await invited.get("/teams") == [joined]


async def test_admins_manage_members_and_nobody_the_owner(world: World) -> None:
    owner, admin, developer = await world.users(3)
    team = await a_team(owner, admin=admin, developer=developer)
    path = f"/teams/{team}/members"
    assert (await admin.patch(f"{path}/{developer.id}", {"role": "read_only"}))["role"] == "read_only"
    await developer.refused(50013, "PATCH", f"{path}/{developer.id}", {"role": "admin"}, status=403)
    await developer.refused(50013, "DELETE", f"{path}/{admin.id}", status=403)
    await admin.refused(50013, "PATCH", f"{path}/{owner.id}", {"role": "read_only"}, status=403)
    await admin.refused(50013, "DELETE", f"{path}/{owner.id}", status=403)
    await owner.refused(50013, "DELETE", f"{path}/{owner.id}", status=403)
    await developer.delete(f"{path}/{developer.id}")
    await developer.refused(50001, "GET", path, status=403)
    await admin.delete(f"{path}/{admin.id}")
    assert [one["user"]["id"] for one in await owner.get(path)] == [owner.id]


async def test_a_team_is_given_away_and_deleted(world: World) -> None:
    owner, admin, stranger = await world.users(3)
    team = await a_team(owner, admin=admin)
    await admin.refused(50013, "PATCH", f"/teams/{team}", {"owner_user_id": admin.id}, status=403)
    await owner.refused(10013, "PATCH", f"/teams/{team}", {"owner_user_id": stranger.id}, status=404)
    given = await owner.patch(f"/teams/{team}", {"owner_user_id": admin.id})
    assert given["owner_user_id"] == admin.id
    await owner.refused(50013, "POST", f"/teams/{team}/delete", status=403)
    made = await admin.post("/applications", {"name": "ours", "team_id": team})
    await admin.refused(50035, "POST", f"/teams/{team}/delete", status=400)
    await admin.post(f"/applications/{made['id']}/delete")
    await admin.post(f"/teams/{team}/delete")
    assert await owner.get("/teams") == []


async def test_an_application_is_transferred(world: World) -> None:
    owner, admin = await world.users(2)
    team, bot = await of_team(world, admin=admin)
    mine = await bot.get("/oauth2/applications/@me")
    assert (mine["owner"]["id"], mine["owner"]["username"], mine["owner"]["flags"]) == (team, f"team{team}", 1 << 10)
    assert mine["team"] == await admin.get(f"/teams/{team}")
    assert await admin.get("/applications") == []
    (listed,) = await admin.get("/applications?with_team_applications=true")
    assert [listed] == await admin.get(f"/teams/{team}/applications")
    other = await a_team(owner)
    await admin.refused(20012, "POST", f"/applications/{bot.id}/transfer", {"team_id": other}, status=403)
    await bot.owner.refused(50001, "POST", f"/applications/{bot.id}/transfer", {"team_id": other}, status=403)


@pytest.mark.parametrize(
    ("role", "sees", "develops"), [("read_only", True, False), ("developer", True, True), ("admin", True, True)]
)
async def test_what_roles_may_do_with_applications(world: World, role: str, sees: bool, develops: bool) -> None:
    person = await world.user()
    _, bot = await of_team(world, **{role: person})
    of_app = f"/applications/{bot.id}"
    for method, path, body, may in (
        ("GET", of_app, None, sees),
        ("GET", f"{of_app}/skus", None, sees),
        ("PATCH", of_app, {"description": "x"}, develops),
        ("GET", f"{of_app}/deliveries", None, develops),
        ("POST", f"{of_app}/commands", {"name": "x", "description": "x"}, develops),
        ("POST", f"{of_app}/reset", None, develops),
        ("POST", f"{of_app}/bot/reset", None, develops),
        ("POST", f"{of_app}/delete", None, False),
    ):
        if may:
            await person.request(method, path, body)
        else:
            await person.refused(20012, method, path, body, status=403)


async def test_every_member_may_install_a_private_application(world: World) -> None:
    guild = await world.guild()
    team, bot = await of_team(world, read_only=guild.owner)
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_public": False})
    install = f"/oauth2/authorize?client_id={bot.id}&scope=bot"
    body = {"guild_id": guild.id, "permissions": "0", "authorize": True}
    await guild.owner.post(install, body)
    await guild.owner.delete(f"/guilds/{guild.id}/members/{bot.id}")
    await guild.owner.delete(f"/teams/{team}/members/{guild.owner.id}")
    await guild.owner.refused(20012, "POST", install, body, status=403)


async def test_client_credentials_of_a_team_say_little(world: World) -> None:
    team, bot = await of_team(world)
    secret = (await bot.owner.post(f"/applications/{bot.id}/reset"))["secret"]
    ask = {"grant_type": "client_credentials", "scope": "identify applications.commands.update"}
    url = f"{world.addresses.api}/oauth2/token"
    token = (await world.http.post(url, data=ask, auth=(bot.id, secret))).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await world.anyone.get("/users/@me", headers=headers))["id"] == team
    refused = await world.http.post(url, data=ask | {"scope": "identify guilds"}, auth=(bot.id, secret))
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
