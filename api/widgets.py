"""What guilds show of themselves on other sites. Docs: resources/guild#guild-widget-object."""

import msgspec

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.invites import of_widgets
from domain.widgets import actions, pictures, queries
from domain.widgets.records import EditWidgetSettings, Style, Widget, WidgetSettings
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_SHOWN = (codes.UNKNOWN_GUILD, codes.GUILD_WIDGET_DISABLED)


class GetWidgetPng(msgspec.Struct):
    style: Style = "shield"


@operation("GET", "/guilds/{guild_id}/widget", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def get_guild_widget_settings(call: Call, guild_id: Snowflake) -> WidgetSettings:
    """Whether a guild has a widget, and where its invite leads."""
    return await queries.get_settings(call.database, await call.in_guild(guild_id))


@operation("PATCH", "/guilds/{guild_id}/widget", who=Who.ACCOUNT, bucket=buckets.EDIT_WIDGET, problems=_IN_GUILD)
async def update_guild_widget_settings(call: Call, guild_id: Snowflake, body: EditWidgetSettings) -> WidgetSettings:
    """Turn the widget on or off, or let its invite lead somewhere else."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, body)


@operation("GET", "/guilds/{guild_id}/widget.json", who=Who.ANYONE, bucket=buckets.READ, problems=_SHOWN)
async def get_guild_widget(call: Call, guild_id: Snowflake) -> Widget:
    """Who of a guild is online, its voice channels, and an invite."""
    guild = await queries.get_shown(call.database, guild_id)
    state = await call.instance.guilds.get(guild_id)
    if state is None:
        raise Problem(codes.UNKNOWN_GUILD)
    invite = await _invite(call, guild_id, guild.widget_channel_id) if guild.widget_channel_id else None
    return await queries.get(call.database, call.instance.redis, state, guild, invite, call.settings.public_url)


@operation(
    "GET",
    "/guilds/{guild_id}/widget.png",
    who=Who.ANYONE,
    bucket=buckets.READ,
    answer=bytes,
    media_type="image/png",
    problems=_SHOWN,
)
async def get_guild_widget_png(call: Call, guild_id: Snowflake, query: GetWidgetPng) -> Answer:
    """A picture of a guild's name, its icon, and how many are online."""
    guild = await queries.get_shown(call.database, guild_id)
    online = await queries.count_online(call.instance.redis, guild_id)
    picture = await pictures.draw(call.instance.objects, query.style, guild, online)
    return Answer(200, picture, (("cache-control", "public, max-age=60"),))


async def _invite(call: Call, guild_id: Snowflake, channel_id: Snowflake) -> str | None:
    """The URL of the widget's invite, which is made if need be."""
    code = await of_widgets.find(call.database, guild_id, channel_id)
    if code is None:
        async with call.transaction(lock=guild_id) as tx:
            code = await of_widgets.find_or_create(tx, guild_id, channel_id)
    return f"{call.settings.public_url}/invite/{code}" if code else None


OPERATIONS = [get_guild_widget_settings, update_guild_widget_settings, get_guild_widget, get_guild_widget_png]
