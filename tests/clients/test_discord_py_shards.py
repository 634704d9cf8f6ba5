"""discord.py in two shards: an interaction comes to the shard of its guild, and to no other."""

from collections.abc import Callable
from typing import Any

from tests.clients.discord_py import discord, running
from tests.clients.test_discord_py_connection import Sharded
from tests.interactions.invoking import Session, body_of, slash
from tests.world import Guild, Json, World

_SHARDS = 2


async def guilds_of_both(world: World) -> list[Guild]:
    """One guild for each shard, of one owner."""
    owner = await world.user()
    found: dict[int, Guild] = {}
    while len(found) < _SHARDS:
        guild = await world.guild(owner)
        found.setdefault((int(guild.id) >> 22) % _SHARDS, guild)
    return [found[shard] for shard in range(_SHARDS)]


class Heard:
    """What each shard's own connection brought."""

    def __init__(self, client: discord.AutoShardedClient) -> None:
        self.interactions: list[list[Json]] = [[] for _ in range(_SHARDS)]
        for shard in range(_SHARDS):
            client._get_websocket(shard_id=shard).wait_for("INTERACTION_CREATE", self._keep_for(shard))

    def _keep_for(self, shard: int) -> Callable[[Json], bool]:
        def keep(data: Json) -> bool:
            self.interactions[shard].append(data["id"])
            return False  # and wait on

        return keep


async def test_each_shard_has_its_own(world: World) -> None:
    guilds = await guilds_of_both(world)
    bot = await world.bot(guilds[0])
    await world.add_bot(bot, guilds[1])
    command = await slash(bot, "ping")
    async with running(bot, Sharded, shard_count=_SHARDS) as client:
        tree = discord.app_commands.CommandTree(client)
        runs: list[int] = []

        @tree.command(description="does it")
        async def ping(interaction: discord.Interaction[Any]) -> None:
            shard = interaction.guild.shard_id if interaction.guild else 0
            runs.append(interaction.id)
            await interaction.response.send_message(f"from shard {shard}")

        heard = Heard(client)
        sent: list[list[int]] = [[], []]
        for shard, guild in [*enumerate(guilds)] * 2:
            session = await Session.open(guild.owner, bot, guild)
            interaction = await session.invoke(command)
            sent[shard].append(interaction["id"])
            assert (await session.user.event("MESSAGE_CREATE"))["content"] == f"from shard {shard}"
        dm = await guilds[0].owner.post("/users/@me/channels", {"recipient_id": bot.id})
        session = await Session.open(guilds[0].owner, bot, channel=dm["id"])
        sent[0].append((await session.post(body_of(command, dm["id"])))["id"])
        await session.user.event("MESSAGE_CREATE")
        assert heard.interactions == sent
        assert len(runs) == len(set(runs)) == 5
