"""Copies of published messages in the channels that follow: posted, and brought to what the original is now.

Both are jobs, which may be done again. A copy is posted at most once: its row says where it is, its nonce and its
reference find it when that could not be noted any more. Changes read the original under the copy's lock, so the last
one brings what is last. Docs: resources/channel#follow-announcement-channel.
"""

from typing import Final

import msgspec

from core.database import Database, Transaction
from core.jobs import NotDoneError
from core.problems import Problem
from core.wire import Snowflake
from domain.channels.access import ChannelAccess
from domain.guilds.states import GuildStates
from domain.messages import actions, attachments, creation, crosspost_store
from domain.messages import store as stored_messages
from domain.messages.attachments import File
from domain.messages.creation import Prepared
from domain.messages.crosspost_store import CopyRow
from domain.messages.crossposts import Original
from domain.messages.messages import Messages
from domain.messages.records import Attachment, Flag, MessageReference, MessageSnapshot
from domain.messages.stored import Parts, StoredMessage, WebhookAuthor
from domain.webhooks import messages as webhook_messages
from domain.webhooks import store
from domain.webhooks.mention_channels import mention_channels
from domain.webhooks.stored import WebhookRow

_COPIED_FLAGS: Final = Flag.SUPPRESS_EMBEDS | Flag.IS_VOICE_MESSAGE | Flag.HAS_SNAPSHOT | Flag.IS_COMPONENTS_V2
_GONE: Final = "[Original Message Deleted]"


async def post(database: Database, messages: Messages, guilds: GuildStates, original: Original, attempt: int) -> None:
    """Posts the copies that are not there yet."""
    channel_id, message_id = original.channel_id, original.message_id
    source = await stored_messages.find(database, channel_id, message_id)
    for copy in await crosspost_store.list_copies(database, channel_id, message_id):
        if copy.copy_id is not None:
            continue
        copy_id = await crosspost_store.find_posted(database, copy, message_id) if attempt > 1 else None
        row = await store.find(database, copy.webhook_id)
        if copy_id is None and source is not None and row is not None:
            copy_id = await _post(messages, guilds, source, copy, row)
        if copy_id is None:
            await crosspost_store.delete(database, channel_id, message_id, copy.webhook_id)
        else:
            ids = [one.id for one in source.parts.attachments] if source else []
            await crosspost_store.update(database, channel_id, message_id, copy.webhook_id, copy_id, ids)


async def give_up(tx: Transaction, original: Original, _: str) -> None:
    """What could not be posted for so long is not wanted any more."""
    await crosspost_store.delete_wanted(tx, original.channel_id, original.message_id)


async def follow(database: Database, messages: Messages, guilds: GuildStates, original: Original) -> None:
    """Brings the copies to what the original is now. Raises NotDoneError while some are still to be posted."""
    copies = await crosspost_store.list_copies(database, original.channel_id, original.message_id)
    for copy in copies:
        if copy.copy_id is not None:
            await _follow(database, messages, guilds, original, copy, copy.copy_id)
    if any(copy.copy_id is None for copy in copies):
        raise NotDoneError("not all copies are posted yet")


async def _post(
    messages: Messages, guilds: GuildStates, source: StoredMessage, copy: CopyRow, row: WebhookRow
) -> int | None:
    """The id of the new copy; None where there is no such channel any more."""
    parts, files = await _copied(messages, source)
    parts.mention_channels = await mention_channels(messages.database, guilds, source)
    parts.webhook = WebhookAuthor(Snowflake(row.id), row.name, row.avatar)
    parts.reference = MessageReference(
        0, Snowflake(source.channel_id), Snowflake(source.id), Snowflake(source.guild_id)
    )
    stored = StoredMessage(
        channel_id=copy.copy_channel_id,
        id=0,
        guild_id=row.guild_id,
        author_id=row.id,
        content=source.content,
        flags=source.flags & _COPIED_FLAGS | Flag.IS_CROSSPOST,
        parts=parts,
    )
    try:
        here = await webhook_messages.place(guilds, row.id, row.guild_id, copy.copy_channel_id)
        posted = await creation.post(messages, here, Prepared(stored, files, None, claim=f"crosspost {source.id}"))
    except Problem:
        return None
    return posted.id


async def _copied(messages: Messages, source: StoredMessage) -> tuple[Parts, list[File]]:
    """What the message consists of, with new copies of its files."""
    parts = source.parts
    files = await attachments.copies(messages.objects, source.channel_id, parts.attachments)
    attached = [one.attachment for one in files]
    copied = Parts(embeds=parts.embeds, components=parts.components, stickers=parts.stickers, attachments=attached)
    for snapshot in parts.snapshots:
        theirs = await attachments.copies(messages.objects, source.channel_id, snapshot.message.attachments)
        kept = msgspec.structs.replace(snapshot.message, attachments=[one.attachment for one in theirs])
        copied.snapshots = [*copied.snapshots, MessageSnapshot(kept)]
        files += theirs
    return copied, files


async def _follow(
    database: Database, messages: Messages, guilds: GuildStates, original: Original, copy: CopyRow, copy_id: int
) -> None:
    gone: list[Attachment] = []
    async with database.transaction(lock=copy_id) as tx:
        stored = await stored_messages.find_locked(tx, copy.copy_channel_id, copy_id)
        source = await stored_messages.find(tx, original.channel_id, original.message_id)
        here = await _find_place(guilds, copy, stored) if stored is not None else None
        if stored is None or source is None or here is None:
            await crosspost_store.delete(tx, original.channel_id, original.message_id, copy.webhook_id)
        if stored is None or here is None:
            return
        before = stored.parts.attachments
        if source is None:
            _empty(stored)
        else:
            await _change(tx, messages, stored, source, copy)
            stored.parts.mention_channels = await mention_channels(tx, guilds, source)
        gone = attachments.missing(before, stored.parts.attachments)
        await stored_messages.update(tx, stored)
        await actions.tell(tx, messages, here, stored, None)
    await attachments.remove(messages.objects, copy.copy_channel_id, gone)


async def _find_place(guilds: GuildStates, copy: CopyRow, stored: StoredMessage) -> ChannelAccess | None:
    """The webhook where its copy is; None when the channel is gone, and the copy about to go."""
    try:
        return await webhook_messages.place(guilds, copy.webhook_id, stored.guild_id, stored.channel_id)
    except Problem:
        return None


async def _change(
    tx: Transaction, messages: Messages, stored: StoredMessage, source: StoredMessage, copy: CopyRow
) -> None:
    """Files are copied anew when they are others than before; else only what is said of them is."""
    parts = stored.parts
    stored.content = source.content
    stored.edited_at = source.edited_at
    stored.flags = source.flags & _COPIED_FLAGS | Flag.IS_CROSSPOST
    parts.embeds, parts.components = source.parts.embeds, source.parts.components
    parts.stickers = source.parts.stickers
    ids = [int(one.id) for one in source.parts.attachments]
    if ids == copy.attachment_ids:
        pairs = zip(parts.attachments, source.parts.attachments, strict=False)
        parts.attachments = [
            msgspec.structs.replace(mine, title=theirs.title, description=theirs.description) for mine, theirs in pairs
        ]
        return
    files = await attachments.copies(messages.objects, source.channel_id, source.parts.attachments)
    await attachments.put(messages.objects, stored.channel_id, files)
    parts.attachments = [one.attachment for one in files]
    await crosspost_store.update(tx, source.channel_id, source.id, copy.webhook_id, stored.id, ids)


def _empty(stored: StoredMessage) -> None:
    """The original is gone, and the copy says so."""
    webhook, reference = stored.parts.webhook, stored.parts.reference
    stored.content = _GONE
    stored.flags = Flag.IS_CROSSPOST | Flag.SOURCE_MESSAGE_DELETED
    stored.parts = Parts(webhook=webhook, reference=reference)
