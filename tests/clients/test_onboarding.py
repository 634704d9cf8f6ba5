"""Onboarding and welcome screens by the libraries' own methods."""

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import Guild, World

ALL = discord.Permissions.all().value


async def community(world: World) -> tuple[Guild, list[str]]:
    """A community, and enough channels for onboarding."""
    guild = await world.guild()
    channels = {"rules_channel_id": guild.channel, "public_updates_channel_id": guild.channel}
    await guild.owner.patch(f"/guilds/{guild.id}", {"features": ["COMMUNITY"], **channels})
    path = f"/guilds/{guild.id}/channels"
    return guild, [(await guild.owner.post(path, {"name": f"c{n}", "type": 0}))["id"] for n in range(7)]


async def test_discord_py_edits_onboarding(world: World) -> None:
    guild, channels = await community(world)
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "r"})
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        own = here.self_role
        assert own is not None
        await guild.owner.patch(f"/guilds/{guild.id}/roles", [{"id": str(own.id), "position": 5}])
        defaults = [discord.Object(int(one)) for one in channels]
        found, emoji = discord.Object(int(role["id"])), "\N{FOX FACE}"
        options = [
            discord.OnboardingPromptOption(
                title="a", description="d", emoji=emoji, roles=[found.id], channels=defaults[:1]
            ),
            discord.OnboardingPromptOption(title="b"),
        ]
        kind = discord.OnboardingPromptType.multiple_choice
        prompt = discord.OnboardingPrompt(type=kind, title="a prompt", options=options)
        editing = here.edit_onboarding(prompts=[prompt], default_channels=defaults, enabled=True, reason="why")
        edited, _ = await after(client, "guild_update", editing)
        assert (edited.enabled, len(edited.default_channel_ids)) == (True, 7)
        fetched = await here.onboarding()
        option = fetched.prompts[0].options[0]
        assert (option.role_ids, str(option.emoji), option.channels[0].id) == ({found.id}, emoji, int(channels[0]))
        assert "GUILD_ONBOARDING" in here.features
        entries = [entry.action async for entry in here.audit_logs(limit=2)]
        made = discord.AuditLogAction.onboarding_create
        assert entries == [made, discord.AuditLogAction.onboarding_prompt_create]
        with pytest.raises(discord.HTTPException, match="350001"):
            await here.edit_onboarding(default_channels=defaults[:1])


async def test_discord_py_edits_the_welcome_screen(world: World) -> None:
    guild, _ = await community(world)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here, channel = client.get_guild(int(guild.id)), client.get_channel(int(guild.channel))
        assert here is not None
        assert isinstance(channel, discord.TextChannel)
        with pytest.raises(discord.NotFound, match="10069"):
            await here.welcome_screen()
        shown = discord.WelcomeChannel(channel=channel, description="read", emoji="\N{FOX FACE}")
        editing = here.edit_welcome_screen(description="hi", welcome_channels=[shown], enabled=True)
        await after(client, "guild_update", editing)
        screen = await here.welcome_screen()
        assert (screen.enabled, screen.description) == (True, "hi")
        assert [(one.channel, str(one.emoji)) for one in screen.welcome_channels] == [(channel, "\N{FOX FACE}")]


async def test_discord_py_sees_who_is_pending(world: World) -> None:
    guild, person = await world.guild(), await world.user()
    terms = {"field_type": "TERMS", "label": "rules", "values": ["be nice"], "required": True}
    await guild.owner.patch(f"/guilds/{guild.id}/member-verification", {"enabled": True, "form_fields": [terms]})
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    bot = await world.bot(guild)
    async with running(bot) as client:
        _, member = await after(client, "member_join", person.post(f"/invites/{invite['code']}", {}))
        assert member.pending
        agreed = {"form_fields": [terms | {"response": True}]}
        _, (before, now) = await after(client, "member_update", person.put(f"/guilds/{guild.id}/requests/@me", agreed))
        assert (before.pending, now.pending) == (True, False)


async def test_hikari_edits_onboarding_and_the_welcome_screen(world: World) -> None:
    guild, channels = await community(world)
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here = client.rest, int(guild.id)
        shown = hikari.WelcomeChannel(channel_id=hikari.Snowflake(guild.channel), description="read")
        await rest.edit_welcome_screen(here, description="hi", enabled=True, channels=[shown])
        screen = await rest.fetch_welcome_screen(here)
        assert (screen.description, [one.description for one in screen.channels]) == ("hi", ["read"])
        ids = [hikari.Snowflake(one) for one in channels]
        await rest.edit_guild_onboarding(here, default_channel_ids=ids, enabled=True)
        onboarding = await rest.fetch_guild_onboarding(here)
        assert (onboarding.enabled, onboarding.default_channel_ids) == (True, ids)
