"""Roles by the libraries' own methods: their order and counts. More of them in test_discord_py_guilds."""

import pytest

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, assert_cache_is_true, discord, running, until
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_moves_and_counts_roles(world: World) -> None:
    guild = await world.guild(members=2)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        first, second, third = [await here.create_role(name=name) for name in ("first", "second", "third")]

        def order() -> list[str]:
            return [role.name for role in here.roles[1:-1]]

        await until(client, lambda: order() == ["third", "second", "first"])
        await first.move(below=third)
        await until(client, lambda: order() == ["third", "first", "second"])
        await third.move(end=True, offset=-1)
        await until(client, lambda: order() == ["first", "second", "third"])
        await second.move(beginning=True)
        await until(client, lambda: order() == ["second", "first", "third"])
        with pytest.raises(discord.Forbidden):
            await second.move(end=True)
        for boosted in {"display_icon": "\N{FOX FACE}"}, {"display_icon": pictures.png()}, {"secondary_colour": 0xFF00}:
            with pytest.raises(discord.HTTPException, match="50101"):
                await here.create_role(**boosted)
        shown, _ = await after(client, "guild_role_update", second.edit(colour=0xFF0000, mentionable=True))
        assert shown is not None and (shown.colour.value, shown.secondary_colour) == (0xFF0000, None)
        await here.me.add_roles(first, second)
        counts = await here.role_member_counts()
        assert (counts[first], counts[second], counts[third]) == (1, 1, 0)
        await assert_cache_is_true(client, here.id)


async def test_hikari_moves_and_counts_roles(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(members=[alice])
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here = client.rest, int(guild.id)
        first = await rest.create_role(here, name="first", color=hikari.ColorGradient.of(0xFF0000), reason="why")
        assert (first.color, first.colors.secondary_color, first.unicode_emoji) == (0xFF0000, None, None)
        second = await rest.create_role(here, name="second", mentionable=True)
        for boosted in {"icon": pictures.png()}, {"unicode_emoji": "🦊"}, {"color": hikari.ColorGradient.holographic()}:
            with pytest.raises(hikari.BadRequestError, match="50101"):
                await rest.edit_role(here, second, **boosted)
        own = next(role for role in await rest.fetch_roles(here) if role.bot_id == int(bot.id))
        moving = rest.reposition_roles(here, {3: own, 2: second, 1: first})
        _, event = await hikari_bot.after(
            client, hikari.RoleUpdateEvent, moving, lambda event: event.role.id == second.id
        )
        assert event.old_role is not None and (event.old_role.position, event.role.position) == (1, 2)
        with pytest.raises(hikari.ForbiddenError):
            await rest.reposition_roles(here, {4: first})
        adding = rest.add_role_to_member(here, int(alice.id), first, reason="welcome")
        _, event = await hikari_bot.after(client, hikari.MemberUpdateEvent, adding)
        assert event.old_member is not None and first.id not in event.old_member.role_ids
        assert first.id in event.member.role_ids
        assert (await rest.fetch_role_member_counts(here))[first.id] == 1
        assert (await rest.fetch_role(here, first)).name == "first"
        taking = rest.remove_role_from_member(here, int(alice.id), first)
        _, event = await hikari_bot.after(client, hikari.MemberUpdateEvent, taking)
        assert first.id not in event.member.role_ids
        edited = await rest.edit_role(here, second, icon=None, hoist=True)
        assert (edited.icon_hash, edited.is_hoisted) == (None, True)
        await hikari_bot.assert_cache_is_true(client, here)
