"""Reading installs."""

import msgspec

from core.database import Reader
from domain.installs import store

with_commands_in_guild = store.with_commands_in_guild
with_commands_for_user = store.with_commands_for_user


class Owners(msgspec.Struct):
    """By whose install an application may be used somewhere. Docs: resources/application#installation-context."""

    guild: bool
    user: bool


async def find_owners(reader: Reader, application_id: int, guild_id: int | None, user_id: int) -> Owners:
    """`guild_id` is None in a DM."""
    in_guild = guild_id is not None and await store.has_commands_in_guild(reader, guild_id, application_id)
    return Owners(in_guild, await store.has_commands_for_user(reader, user_id, application_id))
