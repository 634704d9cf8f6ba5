"""Lobbies, and players without an account."""

from tests.conformance.driver import Driver
from tests.oauth.applications import Application
from tests.world import Caller, World

ADMINISTRATOR = 1 << 3


async def test_lobbies(world: World, answers: Driver) -> None:
    guild, user = await world.guild(), await world.user()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    app = await Application.make(world, bot)
    player = await app.bearer(user, "lobbies.write")
    await answers.of(player, "create_or_join_lobby", {"secret": "s"})
    members = [{"id": user.id, "flags": 1, "metadata": {"a": "b"}}]
    made = await answers.of(bot, "create_lobby", {"metadata": {"a": "b"}, "members": members})
    lobby = {"lobby_id": made["id"]}
    await answers.of(bot, "edit_lobby", {"flags": 1, "override_event_webhooks_url": "https://x.example.test"}, **lobby)
    await answers.of(bot, "add_lobby_member", {"additional_name": "Twindly"}, user_id=user.id, **lobby)
    await answers.of(bot, "bulk_update_lobby_members", [{"id": user.id, "flags": 1}], **lobby)
    await answers.of(bot, "edit_lobby_channel_link", {"channel_id": guild.channel}, **lobby)
    await answers.of(bot, "get_lobby", **lobby)
    await answers.of(player, "create_linked_lobby_guild_invite_for_self", **lobby)
    await answers.of(bot, "create_linked_lobby_guild_invite_for_user", user_id=user.id, **lobby)
    said = await answers.of(player, "create_lobby_message", {"content": "hello", "metadata": {"a": "b"}}, **lobby)
    judged = {"message_id": said["id"], **lobby}
    await answers.of(bot, "update_lobby_message_external_moderation_metadata", {"action": "hide"}, **judged)
    await answers.of(player, "get_lobby_messages", **lobby)
    await answers.of(player, "edit_lobby_channel_link", {}, **lobby)
    await answers.of(bot, "leave_lobby", **lobby)
    await answers.of(bot, "delete_lobby_member", user_id=user.id, **lobby)
    await answers.of(bot, "delete_lobby", **lobby)


async def test_players(world: World, answers: Driver) -> None:
    app, user = await Application.make(world), await world.user()
    bot, known = app.bot, {"external_user_id": "player one"}
    token = await answers.of(bot, "bot_partner_sdk_token", known)
    me = await Caller(world, f"Bearer {token['access_token']}").get("/users/@me")
    kind = "DISCORD_BOT_ISSUED_ACCESS_TOKEN"
    body = {"client_id": app.id, "client_secret": app.secret, "external_auth_type": kind}
    body["external_auth_token"] = token["access_token"]
    await answers.of(world.anyone, "partner_sdk_token", body)
    dm = await user.post("/users/@me/channels", {"recipient_id": me["id"]})
    said = await user.post(f"/channels/{dm['id']}/messages", {"content": "hello"})
    pair = {"user_id_1": user.id, "user_id_2": me["id"], "message_id": said["id"]}
    await answers.of(bot, "update_user_message_external_moderation_metadata", {"action": "hide"}, **pair)
    await answers.of(world.anyone, "partner_sdk_unmerge_provisional_account", body)
    await answers.of(bot, "bot_partner_sdk_unmerge_provisional_account", known)
