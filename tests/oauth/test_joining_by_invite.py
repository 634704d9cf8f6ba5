"""An application that a user lets join guilds for him does so by invite, where its bot is."""

from tests.oauth.applications import Application
from tests.world import World


async def test_a_bearer_joins_where_the_bot_is(world: World) -> None:
    guild, elsewhere, alice = await world.guild(), await world.guild(), await world.user()
    application = await Application.make(world, await world.bot(guild))
    bearer = await application.bearer(alice, "guilds.join")
    codes = [(await one.owner.post(f"/channels/{one.channel}/invites", {}))["code"] for one in (guild, elsewhere)]
    assert (await bearer.post(f"/invites/{codes[0]}", {}))["new_member"] is True
    await alice.get(f"/guilds/{guild.id}")
    await bearer.refused(50036, "POST", f"/invites/{codes[1]}", {}, status=400)
