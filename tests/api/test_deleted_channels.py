"""What a deleted channel or guild leaves: nothing, a little later."""

import asyncio
from contextlib import suppress

import httpx

from tests.world import Guild, World


async def test_files_go_with_their_channel(world: World) -> None:
    guild = await world.guild()
    other = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "other"})
    link, stays = await _post(guild, guild.channel), await _post(guild, other["id"])
    await guild.owner.delete(f"/channels/{guild.channel}")
    await _gone(world, link)
    assert (await world.http.get(stays)).status_code == 200


async def test_files_go_with_their_guild(world: World) -> None:
    guild = await world.guild()
    other = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "other"})
    links = [await _post(guild, guild.channel), await _post(guild, other["id"])]
    await guild.owner.delete(f"/guilds/{guild.id}")
    for link in links:
        await _gone(world, link)


async def _post(guild: Guild, channel: str) -> str:
    """The link to a file in a new message there, which also has a reaction."""
    files = {"files[0]": ("a.txt", b"a", "text/plain")}
    message = await guild.owner.post(f"/channels/{channel}/messages", files=files)
    await guild.owner.put(f"/channels/{channel}/messages/{message['id']}/reactions/%F0%9F%91%8D/@me")
    return message["attachments"][0]["url"]


async def _gone(world: World, link: str) -> None:
    """Files go last, when the rows are gone; there is no event for it."""
    status = 200
    async with asyncio.timeout(20):
        while status == 200:
            await asyncio.sleep(0.2)
            with suppress(httpx.RemoteProtocolError):  # it went while it was being sent
                status = (await world.http.get(link)).status_code
    assert status == 404
