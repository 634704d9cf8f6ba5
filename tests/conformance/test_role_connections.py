"""Role connections, activities, and group DMs of a bot."""

from tests.conformance.driver import Driver
from tests.interactions.invoking import Session, an_app, slash
from tests.oauth.applications import Application
from tests.pictures import png
from tests.world import World


async def test_role_connections(world: World, answers: Driver) -> None:
    app = await Application.make(world)
    bearer = await app.bearer(await world.user(), "role_connections.write")
    named = {"name": "Level", "name_localizations": {"de": "Stufe"}, "description": "How far"}
    records = [{"type": 2, "key": "level", **named}, {"type": 7, "key": "is_in", "name": "In", "description": "Is in"}]
    own = {"application_id": app.id}
    await answers.of(app.bot, "update_application_role_connections_metadata", records, **own)
    await answers.of(app.bot, "get_application_role_connections_metadata", **own)
    await answers.of(bearer, "get_application_user_role_connection", **own)
    said = {"platform_name": "A game", "platform_username": "alice", "metadata": {"level": "7", "is_in": "1"}}
    await answers.of(bearer, "update_application_user_role_connection", said, **own)
    await answers.of(bearer, "get_application_user_role_connection", **own)
    await answers.of(bearer, "delete_application_user_role_connection", **own)


async def test_activities(world: World, answers: Driver) -> None:
    guild, bot = await an_app(world)
    await guild.owner.post(f"/applications/{bot.id}/set-embedded", {"embedded": True})
    session = await Session.open(guild.owner, bot, guild)
    interaction = await session.invoke(await slash(bot, "play"))
    token = {"interaction_id": interaction["id"], "interaction_token": interaction["token"]}
    query = "?with_response=true"
    launched = await answers.of(world.anyone, "create_interaction_response", {"type": 12}, query, **token)
    instance = {"application_id": bot.id, "instance_id": launched["interaction"]["activity_instance_id"]}
    await answers.of(bot, "applications_get_activity_instance", **instance)
    files = {"file": ("a.png", png())}
    await answers.of(bot, "upload_application_attachment", application_id=bot.id, files=files)


async def test_managed_groups(world: World, answers: Driver) -> None:
    app, people = await Application.make(world), await world.users(2)
    tokens = [(await app.bearer_tokens(person, "gdm.join"))["access_token"] for person in people]
    group = await answers.of(app.bot, "create_dm", {"access_tokens": tokens[:1]})
    one = {"channel_id": group["id"], "user_id": people[1].id}
    await answers.of(app.bot, "add_group_dm_user", {"access_token": tokens[1]}, **one)
    await answers.of(app.bot, "delete_group_dm_user", **one)
    dm = await people[0].post("/users/@me/channels", {"recipient_id": people[1].id})
    third = {"channel_id": dm["id"], "user_id": (await world.user()).id}
    await answers.of(people[0], "add_group_dm_user", {}, **third)


async def test_connections(world: World, answers: Driver) -> None:
    app = await Application.make(world)
    await answers.of(await app.bearer(await world.user(), "connections"), "list_my_connections")
