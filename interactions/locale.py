"""The language that a caller reads commands in."""

from domain.commands import localization
from domain.users import queries as users
from rest.call import Call


async def locale_of(call: Call) -> str:
    """What his request asks for, else his own setting. Docs: interactions/application-commands#localization."""
    asked = localization.asked_for(call.headers.get("x-discord-locale"), call.headers.get("accept-language"))
    return asked or (await users.me(call.database, call.user_id)).locale
