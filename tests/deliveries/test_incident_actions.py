"""What a guild has shut opens again by itself, by the clock that a test steps."""

from core import clock
from core.wire import Timestamp
from tests.deliveries.conftest import Here

HOUR_S = 3600


async def test_what_is_shut_opens_again(here: Here) -> None:
    alice, bob, stranger = await here.users(3)
    guild = await here.guild(members=[alice, bob])
    code = (await guild.owner.post(f"/channels/{guild.channel}/invites", {}))["code"]
    until = Timestamp(clock.timestamp() + HOUR_S * 1_000_000).iso()
    shut = {"invites_disabled_until": until, "dms_disabled_until": until}
    assert await guild.owner.put(f"/guilds/{guild.id}/incident-actions", shut) == shut
    clock.step(HOUR_S - 60)
    await stranger.refused(40006, "POST", f"/invites/{code}", {}, status=403)
    await alice.refused(50007, "POST", "/users/@me/channels", {"recipient_id": bob.id}, status=403)
    clock.step(120)
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["incidents_data"] is None
    await stranger.post(f"/invites/{code}", {})
    await alice.post("/users/@me/channels", {"recipient_id": bob.id})
