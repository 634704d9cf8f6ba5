"""Following an announcement channel: a webhook in one's own channel that gets copies of what is published there.

Docs: resources/channel#follow-announcement-channel.
"""

from core import codes, snowflakes
from core.database import Database
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain import images
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess
from domain.channels.records import ChannelType
from domain.guilds import queries as guilds
from domain.messages import creation
from domain.messages.creation import Prepared
from domain.messages.messages import Messages
from domain.messages.records import MessageReference, MessageType
from domain.messages.stored import Parts, StoredMessage
from domain.permissions.bits import Permission
from domain.webhooks import actions, rules
from domain.webhooks.records import FollowedChannel, WebhookType
from domain.webhooks.stored import WebhookRow


async def follow(
    database: Database, messages: Messages, source: ChannelAccess, target: ChannelAccess
) -> FollowedChannel:
    """Makes the target follow the source, and says so there. Raises 50024, 50013, 30007, 30058."""
    if source.type != ChannelType.GUILD_ANNOUNCEMENT:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    rules.require_channel_type(target.type)
    target.require(Permission.MANAGE_WEBHOOKS)
    row = await _webhook(database, messages, source, target)
    async with database.transaction(lock=target.guild_id) as tx:
        await actions.insert(tx, target, row)
    said = StoredMessage(
        channel_id=target.channel_id,
        id=0,
        guild_id=target.guild_id,
        author_id=target.user_id,
        type=MessageType.CHANNEL_FOLLOW_ADD,
        content=row.name,
        parts=Parts(reference=MessageReference(0, Snowflake(source.channel_id), guild_id=Snowflake(source.guild_id))),
    )
    await creation.post(messages, target, Prepared(said, [], None))
    return FollowedChannel(Snowflake(source.channel_id), Snowflake(row.id))


async def _webhook(database: Database, messages: Messages, source: ChannelAccess, target: ChannelAccess) -> WebhookRow:
    """It has the name and the icon of what it follows."""
    guild = await guilds.get(database, source.guild_id)
    channel = await channels.get_here(database, source)
    webhook_id = snowflakes.make()
    if guild.icon:
        icon = await messages.objects.get(images.key(images.Kind.GUILD_ICON, source.guild_id, guild.icon))
        if icon is not None:
            await messages.objects.put(images.key(images.Kind.AVATAR, webhook_id, guild.icon), icon)
    name = channel.name if channel.name is not UNSET else ""
    return WebhookRow(
        id=webhook_id,
        guild_id=target.guild_id,
        channel_id=target.channel_id,
        type=WebhookType.CHANNEL_FOLLOWER,
        name=f"{guild.name} #{name}"[: rules.LONGEST_NAME],
        avatar=guild.icon,
        user_id=target.user_id,
        application_id=target.user_id if target.identity.bot else None,
        source_guild_id=source.guild_id,
        source_channel_id=source.channel_id,
    )
