"""Applications by the libraries' own methods: what they are, what can be edited, what they sell. And who one is."""

import secrets

import pytest

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running, until
from tests.clients.test_hikari import hikari
from tests.developing import CONSUMABLE, a_sku
from tests.endpoint import Endpoint
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_edits_its_application(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        info = await client.application_info()
        assert (info.name, info.bot_public, info.approximate_guild_count) == (bot.name, True, 1)
        edited = await info.edit(
            description="serves",
            icon=pictures.png(),
            cover_image=pictures.png(),
            tags=["one", "two"],
            role_connections_verification_url="https://example.org/verify",
            install_params_scopes=["bot", "applications.commands"],
            install_params_permissions=discord.Permissions(8),
            flags=info.flags,
            guild_install_scopes=["bot"],
            guild_install_permissions=discord.Permissions(1024),
            user_install_scopes=["applications.commands"],
        )
        assert (edited.description, sorted(edited.tags)) == ("serves", ["one", "two"])
        assert edited.install_params is not None and edited.install_params.permissions.value == 8
        assert edited.role_connections_verification_url == "https://example.org/verify"
        for asset in edited.icon, edited.cover_image:
            assert asset is not None and await asset.read()
        guild_config, user_config = edited.guild_integration_config, edited.user_integration_config
        assert guild_config is not None and guild_config.oauth2_install_params is not None
        assert guild_config.oauth2_install_params.permissions.value == 1024
        assert user_config is not None and user_config.oauth2_install_params is not None
        assert user_config.oauth2_install_params.scopes == ["applications.commands"]
        custom = await edited.edit(install_params_scopes=None, custom_install_url="https://example.org/install")
        assert (custom.custom_install_url, custom.install_params) == ("https://example.org/install", None)
        with pytest.raises(discord.HTTPException, match="50035"):
            await custom.edit(tags=["x" * 21])


async def test_discord_py_edits_itself(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        assert client.user is not None
        name = f"renamed.{secrets.token_hex(4)}"
        edited = await client.user.edit(username=name, banner=pictures.png(color="blue"))
        assert edited.name == name
        await until(client, lambda: client.user is not None and client.user.banner is not None)
        assert client.user.name == name
        another = f"renamed.{secrets.token_hex(4)}"
        changing = guild.owner.patch("/users/@me", {"username": another, "password": "correct horse battery"})
        _, (before, now) = await after(client, "user_update", changing)
        assert (before.name, now.name, now.id) == (guild.owner.name, another, int(guild.owner.id))
        fetched = await client.fetch_user(int(bot.id))
        assert fetched.banner is not None and await fetched.banner.read() and fetched.bot
        assert (await client.user.edit(banner=None, avatar=None)).banner is None
        dm = await client.create_dm(discord.Object(int(guild.owner.id)))
        assert dm.recipient is not None and dm.recipient.id == int(guild.owner.id)
        again = await client.fetch_channel(dm.id)
        assert isinstance(again, discord.DMChannel) and again.recipient == dm.recipient
        _, (_, pinned) = await after(client, "private_channel_pins_update", (await dm.send("psst")).pin())
        assert pinned is not None and [message.content async for message in dm.pins()] == ["psst"]
        with pytest.raises(discord.NotFound, match="10013"):
            await client.fetch_user(1)


async def test_hikari_edits_its_application_and_itself(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest = client.rest
        key = (await bot.get("/applications/@me"))["verify_key"]
        kinds = hikari.ApplicationIntegrationType
        params = hikari.applications.OAuth2InstallParameters(
            scopes=[hikari.OAuth2Scope.BOT], permissions=hikari.Permissions.BAN_MEMBERS
        )
        config = hikari.applications.ApplicationIntegrationConfiguration(oauth2_install_parameters=params)
        async with Endpoint(key) as endpoint:
            edited = await rest.edit_application(
                description="serves",
                icon=pictures.png(),
                cover_image=pictures.png(),
                tags=["one"],
                role_connections_verification_url="https://example.org/verify",
                install_params=hikari.applications.ApplicationInstallParameters(
                    scopes=["bot"], permissions=hikari.Permissions.KICK_MEMBERS
                ),
                integration_types_config={kinds.GUILD_INSTALL: config},
                interactions_endpoint_url=endpoint.url,
                event_webhooks_url=endpoint.url,
                event_webhooks_status=hikari.ApplicationEventWebhookStatus.ENABLED,
                event_webhooks_types=[hikari.ApplicationEventWebhookType.APPLICATION_AUTHORIZED],
            )
        assert (edited.description, list(edited.tags)) == ("serves", ["one"]) and edited.icon_hash
        assert edited.install_parameters is not None
        assert edited.install_parameters.permissions == hikari.Permissions.KICK_MEMBERS
        installed = edited.integration_types_config[kinds.GUILD_INSTALL].oauth2_install_parameters
        assert installed is not None and installed.permissions == hikari.Permissions.BAN_MEMBERS
        assert edited.event_webhooks_url == endpoint.url and edited.approximate_guild_count == 1
        assert hikari_bot.plain(await rest.fetch_application()) == hikari_bot.plain(edited)
        record = hikari.ApplicationRoleConnectionMetadataRecord(
            type=hikari.ApplicationRoleConnectionMetadataRecordType.INTEGER_EQUAL,
            key="level",
            name="Level",
            description="how far",
            name_localizations={hikari.Locale.DE: "Stufe"},
        )
        assert await rest.set_application_role_connection_metadata_records(edited, [record]) == [record]
        (kept,) = await rest.fetch_application_role_connection_metadata_records(edited)
        assert hikari_bot.plain(kept) == hikari_bot.plain(record)
        name = f"renamed.{secrets.token_hex(4)}"
        _, event = await hikari_bot.after(
            client, hikari.OwnUserUpdateEvent, rest.edit_my_user(username=name, banner=pictures.png())
        )
        assert event.user.username == name and event.user.banner_hash
        dm = await rest.create_dm_channel(int(guild.owner.id))
        assert dm.recipient.id == int(guild.owner.id)
        fetched = await rest.fetch_channel(dm.id)
        assert isinstance(fetched, hikari.DMChannel) and fetched.recipient == dm.recipient
        message = await rest.create_message(dm, "psst")
        await hikari_bot.after(client, hikari.DMPinsUpdateEvent, rest.pin_message(dm, message))
        await hikari_bot.after(client, hikari.DMMessageUpdateEvent, message.edit("psst!"))
        await hikari_bot.after(client, hikari.DMMessageDeleteEvent, message.delete())


async def test_hikari_sells(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    id_ = int(await a_sku(bot, CONSUMABLE))
    async with hikari_bot.running(bot) as client:
        rest, application, owner = client.rest, int(bot.id), int(guild.owner.id)
        (sku,) = await rest.fetch_skus(application)
        assert (sku.id, sku.type) == (id_, hikari.SKUType.CONSUMABLE)
        making = rest.create_test_entitlement(
            application, sku=sku, owner_id=owner, owner_type=hikari.monetization.EntitlementOwnerType.USER
        )
        made, event = await hikari_bot.after(client, hikari.EntitlementCreateEvent, making)
        assert (made.sku_id, made.user_id, event.entitlement.id) == (id_, owner, made.id)
        consuming = rest.consume_entitlement(application, made)
        _, event = await hikari_bot.after(client, hikari.EntitlementUpdateEvent, consuming)
        assert (await rest.fetch_entitlement(application, made)).is_consumed
        found = await rest.fetch_entitlements(application, user=owner, skus=[sku], exclude_ended=True)
        assert [one.id for one in found] == [made.id]
        deleting = rest.delete_test_entitlement(application, made)
        await hikari_bot.after(client, hikari.EntitlementDeleteEvent, deleting)
