"""Voice states and the status of voice channels."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.voice import join
from tests.world import World


async def test_voice_states(world: World, answers: Driver) -> None:
    member = await world.user()
    made = await world.guild(members=[member])
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    guild, user = made.id, member.id
    body = {"name": "stage", "type": 13}
    stage = (await made.owner.post(f"/guilds/{guild}/channels", body))["id"]
    for who in bot, member:
        await join(await who.connect(), guild, stage)
    await answers.of(bot, "list_voice_regions")
    await answers.of(bot, "get_self_voice_state", guild_id=guild)
    await answers.of(bot, "get_voice_state", guild_id=guild, user_id=user)
    await answers.of(bot, "update_self_voice_state", {"suppress": False}, guild_id=guild)
    await answers.of(bot, "update_voice_state", {"suppress": False}, guild_id=guild, user_id=user)
    await answers.of(bot, "get_voice_state", guild_id=guild, user_id=user)
    changes = {"mute": True, "deaf": True, "channel_id": made.voice}
    await answers.of(bot, "update_guild_member", changes, guild_id=guild, user_id=user)
    await answers.of(bot, "update_voice_channel_status", {"status": "music"}, channel_id=made.voice)
