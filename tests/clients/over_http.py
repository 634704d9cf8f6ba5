"""A user of applications that have an endpoint: nobody hears of what he does over the gateway."""

from typing import Self

from tests.interactions.invoking import Session
from tests.world import Bot, Guild, Json, Person


class HttpSession(Session):
    """What he does gives the id of the interaction and his nonce, as his client is told."""

    @classmethod
    async def open(cls, person: Person, bot: Bot, guild: Guild | None = None, channel: str = "") -> Self:
        user = await person.connect()
        where = channel or (guild.channel if guild else "")
        return cls(person, bot, where, guild, user, user)

    async def _heard(self, accepted: Json) -> Json:
        return accepted
