"""discord.py keeps a guild: channels, roles, members, invites. After each story its cache is true."""

import asyncio
import datetime as dt

from tests import pictures
from tests.clients.discord_py import after, assert_cache_is_true, discord, running, until
from tests.world import World

ALL = discord.Permissions.all().value


async def test_who_am_i_and_where(world: World) -> None:
    guild = await world.guild(members=2)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        assert client.user is not None
        assert (client.user.id, client.user.bot, client.user.name) == (int(bot.id), True, bot.name)
        assert client.application_id == int(bot.id)
        application = await client.application_info()
        assert application.owner.id == int(bot.owner.id)
        assert application.flags.gateway_message_content_limited
        assert client.application_flags.value == application.flags.value
        here = client.get_guild(int(guild.id))
        assert here is not None
        assert here.owner_id == int(guild.owner.id)
        assert here.owner is not None
        assert here.owner.name == guild.owner.name
        assert here.me.guild_permissions == discord.Permissions.all()
        assert here.self_role is not None
        assert here.self_role.managed
        assert here.self_role.is_bot_managed()
        assert here.chunked
        assert here.member_count == 4
        assert len(here.members) == 4
        assert [guild.id async for guild in client.fetch_guilds()] == [here.id]
        assert (await client.fetch_user(here.owner_id)) == here.owner
        assert await here.owner.default_avatar.read()
        edited = await client.user.edit(avatar=pictures.png())
        assert edited.avatar is not None
        assert await edited.avatar.read()
        await assert_cache_is_true(client, here.id)


async def test_members_are_asked_for_over_the_gateway(world: World) -> None:
    guild = await world.guild(members=3)
    named = await world.user("zora." + guild.id[-8:])
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await named.post(f"/invites/{invite['code']}", {})
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot, chunk_guilds_at_startup=False) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        assert [m.id for m in await here.query_members("zora.", limit=5)] == [int(named.id)]
        assert [m.id for m in await here.query_members(user_ids=[int(named.id), 1])] == [int(named.id)]
        with_presences = await here.query_members(user_ids=[int(guild.owner.id)], presences=True)
        assert [m.id for m in with_presences] == [int(guild.owner.id)]
        assert len(await here.chunk()) == 6
        assert here.chunked
        assert [m.id for m in [await here.fetch_member(int(named.id))]] == [int(named.id)]
        await assert_cache_is_true(client, here.id)


async def test_channels_and_categories(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None

        def now(channel: discord.TextChannel) -> discord.TextChannel:
            cached = here.get_channel(channel.id)
            assert isinstance(cached, discord.TextChannel)
            return cached

        category, _ = await after(client, "guild_channel_create", here.create_category("Works"))
        secret = {
            here.default_role: discord.PermissionOverwrite(view_channel=False),
            here.me: discord.PermissionOverwrite(view_channel=True, send_messages=True),
        }
        text = await here.create_text_channel(
            "forge", category=category, topic="hot", slowmode_delay=5, nsfw=True, overwrites=secret, reason="Iron & ö"
        )
        assert text.overwrites_for(here.default_role).view_channel is False
        assert text.category_id == category.id
        voice = await here.create_voice_channel("hall", category=category, user_limit=7, bitrate=64000)
        (_, [_, changed]) = await after(
            client,
            "guild_channel_update",
            text.edit(name="anvil", topic="cold", slowmode_delay=0, nsfw=False),
            lambda _, channel: channel.name == "anvil",
        )
        assert (changed.name, changed.topic, changed.nsfw) == ("anvil", "cold", False)
        await voice.edit(name="great hall", user_limit=0, category=None)
        await voice.move(beginning=True)
        second, _ = await after(client, "guild_channel_create", category.create_text_channel("second", news=False))
        await second.move(before=text, category=category)
        await until(client, lambda: [channel.name for channel in category.text_channels] == ["second", "anvil"])
        await second.edit(sync_permissions=True)
        copy = await text.clone(name="copy")
        assert copy.overwrites_for(here.default_role).view_channel is False
        member = next(m for m in here.members if m not in (here.owner, here.me))
        await copy.set_permissions(member, view_channel=True, send_messages=False, add_reactions=True)
        await until(client, lambda: now(copy).permissions_for(member).add_reactions)
        assert now(copy).permissions_for(member).send_messages is False
        await copy.set_permissions(member, overwrite=None)
        await until(client, lambda: now(copy).overwrites_for(member).is_empty())
        await after(client, "guild_channel_delete", copy.delete(reason="enough"))
        await category.delete()
        await until(client, lambda: here.get_channel(category.id) is None and now(text).category_id is None)
        assert isinstance(await client.fetch_channel(text.id), discord.TextChannel)
        await assert_cache_is_true(client, here.id)


async def test_roles_and_their_order(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        smith, _ = await after(
            client,
            "guild_role_create",
            here.create_role(
                name="Smith",
                permissions=discord.Permissions(manage_messages=True, kick_members=True),
                colour=discord.Colour.orange(),
                hoist=True,
                mentionable=True,
                reason="work",
            ),
        )
        baker = await here.create_role(name="Baker")
        (_, [_, changed]) = await after(
            client,
            "guild_role_update",
            smith.edit(name="Master smith", colour=0x112233, hoist=False, permissions=discord.Permissions.none()),
            lambda _, role: role.name == "Master smith",
        )
        assert (changed.name, changed.colour.value, changed.hoist) == ("Master smith", 0x112233, False)
        own = here.self_role
        assert own is not None
        raised = guild.owner.patch(f"/guilds/{guild.id}/roles", [{"id": str(own.id), "position": 3}])
        await after(client, "guild_role_update", raised, lambda _, role: role.id == own.id)
        await here.edit_role_positions({smith: 2, baker: 1})
        await until(client, lambda: list(here.roles) == [here.default_role, baker, smith, own])
        await here.roles[2].edit(position=1)
        await until(client, lambda: list(here.roles) == [here.default_role, smith, baker, own])
        await here.default_role.edit(permissions=discord.Permissions(1 << 10))
        await until(client, lambda: here.default_role.permissions.value == 1 << 10)
        assert (await here.fetch_role(baker.id)).name == "Baker"
        await after(client, "guild_role_delete", baker.delete())
        assert here.get_role(baker.id) is None
        await assert_cache_is_true(client, here.id)


async def test_members_come_change_and_go(world: World) -> None:
    guild = await world.guild()
    alice, bob = await world.users(2)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        channel = here.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        invite, _ = await after(client, "invite_create", channel.create_invite(max_age=3600, max_uses=5, unique=True))
        assert (await client.fetch_invite(invite.code)).approximate_member_count == 2
        for person in (alice, bob):
            _, joined = await after(client, "member_join", person.post(f"/invites/{invite.code}", {}))
            assert joined.id == int(person.id)
        assert [(each.code, each.uses) for each in await here.invites()] == [(invite.code, 2)]
        assert [each.code for each in await channel.invites()] == [invite.code]
        await after(client, "invite_delete", invite.delete())
        member = here.get_member(int(alice.id))
        assert member is not None
        role = await here.create_role(name="Guest")

        def changed(_: discord.Member, now: discord.Member) -> bool:
            return now.id == member.id

        await after(client, "member_update", member.edit(nick="Al"), changed)
        await after(client, "member_update", member.add_roles(role, reason="welcome"), changed)
        assert member.roles == [here.default_role, role]
        await after(client, "member_update", member.edit(nick=None, roles=[]), changed)
        await after(client, "member_update", member.add_roles(role, atomic=False), changed)
        await after(client, "member_update", member.remove_roles(role), changed)
        await after(client, "member_update", member.timeout(dt.timedelta(minutes=5), reason="rest"), changed)
        assert member.is_timed_out()
        await after(client, "member_update", member.timeout(None), changed)
        assert not member.is_timed_out()
        await after(client, "member_update", here.me.edit(nick="The bot"))
        await after(client, "member_remove", member.kick(reason="bye"))
        await after(client, "member_remove", bob.delete(f"/users/@me/guilds/{guild.id}"))
        assert here.member_count == 2
        _, (_, now) = await after(client, "guild_update", here.edit(name="Renamed", icon=pictures.png()))
        assert now.name == "Renamed"
        assert await now.icon.read()
        await assert_cache_is_true(client, here.id)


async def test_guilds_come_and_go(world: World) -> None:
    first, second = await asyncio.gather(world.guild(), world.guild())
    bot = await world.bot(first)
    async with running(bot) as client:
        _, joined = await after(client, "guild_join", world.add_bot(bot, second, permissions=ALL))
        assert joined.id == int(second.id)
        await assert_cache_is_true(client, joined.id)
        _, left = await after(client, "guild_remove", joined.leave())
        assert left.id == int(second.id)
        await after(client, "guild_remove", first.owner.delete(f"/guilds/{first.id}"))
        assert not client.guilds
