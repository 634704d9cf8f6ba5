"""A guild that is deleted leaves nothing behind, not even what was asked for just before."""

import asyncio

import pytest

from core import clock, codes, snowflakes
from core.problems import Problem
from core.wire import Timestamp
from domain.channels import actions as channels
from domain.channels.records import CreateChannel
from tests.deliveries.conftest import Here
from tests.world import Bot, Guild

_KEPT = {"audit_log_entries"}  # for their 45 days, by which they go themselves
_TERMS = {"field_type": "TERMS", "label": "rules", "required": True, "values": ["be kind"]}


async def furnish(guild: Guild, bot: Bot) -> None:
    """Something of every kind."""
    owner, path = guild.owner, f"/guilds/{guild.id}"
    shown = [{"channel_id": guild.channel, "description": "d"}]
    community = {"features": ["COMMUNITY"], "rules_channel_id": "1", "public_updates_channel_id": "1"}
    await owner.patch(path, community)
    await owner.patch(f"{path}/welcome-screen", {"description": "hi", "welcome_channels": shown, "enabled": True})
    await owner.put(f"{path}/new-member-welcome", {})
    await owner.put(f"{path}/onboarding", {"default_channel_ids": [guild.channel]})
    await owner.patch(f"{path}/member-verification", {"form_fields": [_TERMS], "enabled": True})
    await owner.post(f"{path}/templates", {"name": "t"})
    await owner.patch(f"{path}/vanity-url", {"code": f"g{guild.id}"})
    users = {"target_users_file": ("users.csv", owner.id, "text/csv")}
    await owner.post(f"/channels/{guild.channel}/invites", files=users)
    await owner.post(f"/channels/{guild.channel}/webhooks", {"name": "w"})
    await owner.post(f"/channels/{guild.channel}/messages", {"content": "m"})
    await owner.post(f"/channels/{guild.channel}/threads", {"name": "t", "type": 11})
    keywords = {"name": "r", "event_type": 1, "trigger_type": 1, "trigger_metadata": {"keyword_filter": ["x"]}}
    await owner.post(f"{path}/auto-moderation/rules", keywords | {"actions": [{"type": 1}]})
    event = {
        "name": "e",
        "privacy_level": 2,
        "scheduled_start_time": Timestamp(clock.timestamp() + 10**9).iso(),
        "entity_type": 2,
    }
    await owner.post(f"{path}/scheduled-events", event | {"channel_id": guild.voice})
    await owner.patch(f"/users/@me{path}/settings", {"muted": True})
    await owner.post(f"{path}/ack/1/{snowflakes.make()}", {})
    await bot.post(f"/applications/{bot.id}/guilds/{guild.id}/commands", {"name": "c", "description": "d"})


async def test_no_table_knows_it_any_more(here: Here) -> None:
    guild = await here.guild(members=1)
    bot, banned, joining = await here.bot(guild), *(await here.users(2))
    await guild.owner.put(f"/guilds/{guild.id}/bans/{banned.id}", {})
    await furnish(guild, bot)
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {"temporary": True})
    await joining.post(f"/invites/{invite['code']}", {})
    expected = {"join_requests", "temporary_members", "commands", "member_names", "read_states", "user_guild_settings"}
    assert expected <= await tables_of(here, guild)
    await guild.owner.delete(f"/guilds/{guild.id}")
    assert await tables_of(here, guild) - _KEPT <= {"messages"}  # which go with their channels, a little later


async def test_what_users_have_read_of_a_channel_goes_with_it(here: Here) -> None:
    guild = await here.guild()
    message = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "m"})
    await guild.owner.post(f"/channels/{guild.channel}/messages/{message['id']}/ack", {})
    states = "SELECT 1 FROM read_states WHERE resource_id = $1"
    assert await here.instance.database.fetch(states, int(guild.channel))
    await guild.owner.delete(f"/channels/{guild.channel}")
    async with asyncio.timeout(20):
        while await here.instance.database.fetch(states, int(guild.channel)):
            await asyncio.sleep(0.1)


async def tables_of(here: Here, guild: Guild) -> set[str]:
    """The tables in which something is of this guild."""
    columns = await here.instance.database.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name IN ('guild_id', 'source_guild_id', 'linked_guild_id', 'owner_id', 'resource_id')"
    )
    found: set[str] = set()
    for table, column in columns:
        if await here.instance.database.fetchval(f"SELECT 1 FROM {table} WHERE {column} = $1", int(guild.id)):
            found.add(table)
    return found


async def test_who_waited_for_its_lock_leaves_nothing_in_it(here: Here) -> None:
    guild = await here.guild()
    identity = await here.instance.identities.find(guild.owner.authorization)
    assert identity is not None
    access = await here.instance.access.guild(identity, int(guild.id))
    await guild.owner.delete(f"/guilds/{guild.id}")
    with pytest.raises(Problem) as refused:
        async with here.instance.database.transaction(lock=int(guild.id)) as tx:
            await channels.create(tx, access, CreateChannel(name="late"))
    assert refused.value.code == codes.UNKNOWN_GUILD
    assert await tables_of(here, guild) - _KEPT == set()
