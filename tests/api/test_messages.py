"""Messages over REST, and what the gateway tells of them."""

from tests.world import World


async def test_a_message_is_posted_told_and_read(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    message = await bob.post(f"/channels/{guild.channel}/messages", {"content": "  hello  ", "nonce": "n1"})
    assert message["content"] == "hello"
    assert message["nonce"] == "n1"
    assert message["author"]["id"] == bob.id
    assert message["channel_id"] == guild.channel
    assert message["flags"] == 0
    read = await alice.get(f"/channels/{guild.channel}/messages/{message['id']}")
    assert read == {key: value for key, value in message.items() if key != "nonce"}
    assert await alice.get(f"/channels/{guild.channel}/messages") == [read]
    channel = await alice.get(f"/channels/{guild.channel}")
    assert channel["last_message_id"] == message["id"]
