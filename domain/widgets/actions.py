"""Turning the widget of a guild on and off. Under the guild's lock."""

import msgspec

from core import form_codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.channels import queries as channels
from domain.channels.access import GuildAccess
from domain.channels.records import ChannelType
from domain.guilds import actions as guild_actions
from domain.guilds import queries as guilds
from domain.permissions.bits import THREAD_TYPES, Permission
from domain.widgets.queries import settings_of
from domain.widgets.records import EditWidgetSettings, WidgetSettings

_NO_INVITES = {*THREAD_TYPES, ChannelType.GUILD_CATEGORY}


async def edit(tx: Transaction, here: GuildAccess, body: EditWidgetSettings) -> WidgetSettings:
    """Raises 50035 for what is no channel of the guild that invites can lead to."""
    here.require(Permission.MANAGE_GUILD)
    before = await guilds.get(tx, here.guild_id)
    guild = msgspec.structs.replace(before)
    if isinstance(body.enabled, bool):
        guild.widget_enabled = body.enabled
    if body.channel_id is not UNSET:
        if body.channel_id is not None:
            found = (await channels.find_several(tx, here.guild_id, [body.channel_id])).get(body.channel_id)
            if found is None or found.type in _NO_INVITES:
                raise Problem.invalid("channel_id", form_codes.BASE_TYPE_INVALID, reason="No invite can lead there.")
        guild.widget_channel_id = body.channel_id
    await guild_actions.save(tx, here, before, guild)
    return settings_of(guild)
