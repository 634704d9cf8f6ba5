"""The channels that a community needs, made for it where it asks for that.

User-side docs: resources/guild#modify-guild.
"""

from typing import Final

from core.database import Transaction
from core.wire import Permissions, Snowflake
from domain.channels import actions as channels
from domain.channels.access import GuildAccess
from domain.channels.records import CreateChannel
from domain.guilds.records import EditGuild
from domain.overwrites.records import ROLE, SetOverwrite
from domain.permissions.bits import Permission

_A_NEW_ONE: Final = 1
"""In place of a channel's id."""


async def make_channels(tx: Transaction, here: GuildAccess, body: EditGuild) -> None:
    """Makes the channels that the body asks for, and puts their ids into it. Raises 50013, 30013."""
    if body.rules_channel_id == _A_NEW_ONE:
        body.rules_channel_id = (await channels.create(tx, here, CreateChannel(name="rules"))).id
    if body.public_updates_channel_id == _A_NEW_ONE:
        hidden = SetOverwrite(id=Snowflake(here.guild_id), type=ROLE, deny=Permissions(Permission.VIEW_CHANNEL))
        wanted = CreateChannel(name="moderator-only", permission_overwrites=[hidden])
        body.public_updates_channel_id = (await channels.create(tx, here, wanted)).id
