"""hikari with OAuth2: tokens from codes, and what a bearer of one may ask, by its own methods."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import hikari
import pytest

from tests.clients.quiet import quiet
from tests.clients.test_hikari import ALL, after, running
from tests.oauth.applications import REDIRECT, Application
from tests.world import World

BEARER = hikari.TokenType.BEARER


@asynccontextmanager
async def rest_app(world: World) -> AsyncGenerator[hikari.RESTApp]:
    app = hikari.RESTApp(url=world.addresses.api)
    with quiet("hikari"):
        await app.start()
        try:
            yield app
        finally:
            await app.close()


async def test_hikari_gets_refreshes_and_revokes_tokens(world: World) -> None:
    user, app = await world.user(), await Application.make(world)
    guild = await world.guild(user)
    async with rest_app(world) as hikari_app:
        code = await app.code(user, "identify guilds connections")
        async with hikari_app.acquire(None) as rest:
            token = await rest.authorize_access_token(int(app.id), app.secret, code, REDIRECT)
            assert set(token.scopes) == {"identify", "guilds", "connections"} and token.token_type == BEARER
            token = await rest.refresh_access_token(int(app.id), app.secret, token.refresh_token)
            own = await rest.authorize_client_credentials_token(int(app.id), app.secret, [hikari.OAuth2Scope.IDENTIFY])
        async with hikari_app.acquire(token.access_token, BEARER) as rest:
            information = await rest.fetch_authorization()
            assert information.application.id == int(app.id) and information.user is not None
            assert information.user.id == int(user.id) == (await rest.fetch_my_user()).id
            assert [one.id for one in await rest.fetch_my_guilds()] == [int(guild.id)]
            assert await rest.fetch_my_connections() == []
            with pytest.raises(hikari.ForbiddenError):
                await rest.create_dm_channel(int(app.id))
        async with hikari_app.acquire(own.access_token, BEARER) as rest:
            assert (await rest.fetch_my_user()).id == int(app.bot.owner.id)
            await rest.revoke_access_token(int(app.id), app.secret, token.access_token)
        async with hikari_app.acquire(token.access_token, BEARER) as rest:
            with pytest.raises(hikari.UnauthorizedError):
                await rest.fetch_my_user()


async def test_hikari_connects_roles(world: World) -> None:
    user, app = await world.user(), await Application.make(world)
    tokens = await app.bearer_tokens(user, "identify role_connections.write")
    record = hikari.ApplicationRoleConnectionMetadataRecord(
        type=hikari.ApplicationRoleConnectionMetadataRecordType.INTEGER_EQUAL, key="level", name="L", description="d"
    )
    async with rest_app(world) as hikari_app:
        async with hikari_app.acquire(app.bot.token, hikari.TokenType.BOT) as rest:
            await rest.set_application_role_connection_metadata_records(int(app.id), [record])
        async with hikari_app.acquire(tokens["access_token"], BEARER) as rest:
            connection = await rest.set_my_user_application_role_connection(
                int(app.id), platform_name="game", platform_username="ada", metadata={"level": 7}
            )
            assert (connection.platform_name, connection.platform_username) == ("game", "ada")
            fetched = await rest.fetch_my_user_application_role_connection(int(app.id))
            assert fetched == connection and fetched.metadata == {"level": "7"}


async def test_hikari_adds_members_and_makes_groups(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    app = await Application.make(world, bot)
    tokens = [(await app.bearer_tokens(one, "guilds.join gdm.join"))["access_token"] for one in (alice, bob)]
    async with running(bot) as client:
        rest, here, alice_id = client.rest, int(guild.id), int(alice.id)
        role = await rest.create_role(here, name="Guest")
        adding = rest.add_user_to_guild(tokens[0], here, alice_id, nickname="Al", roles=[role], mute=True)
        member, event = await after(client, hikari.MemberCreateEvent, adding)
        assert member is not None and (member.id, member.nickname, event.user_id) == (alice_id, "Al", alice_id)
        assert role.id in member.role_ids and member.is_mute
        assert await rest.add_user_to_guild(tokens[0], here, alice_id) is None
        group = await rest.create_group_dm_channel([tokens[0]], nicknames={alice_id: "ace"})
        assert list(group.recipients) == [alice_id] and group.nicknames == {alice_id: "ace"}
        await rest.add_recipient_to_group_dm(group, int(bob.id), access_token=tokens[1], nickname="b")
        fetched = await rest.fetch_channel(group.id)
        assert isinstance(fetched, hikari.GroupDMChannel) and set(fetched.recipients) == {alice_id, int(bob.id)}
        renamed = await rest.edit_channel(group.id, name="us")
        assert renamed.name == "us" and (await rest.create_message(group.id, "welcome")).content == "welcome"
        await rest.remove_recipient_from_group_dm(group, int(bob.id))
        again = await rest.fetch_channel(group.id)
        assert isinstance(again, hikari.GroupDMChannel) and set(again.recipients) == {alice_id}
