"""What the job does: fetch the pages that a message links to, and put their embeds into the message.

That is no edit, and does not show as one. A message that was edited or deleted meanwhile is left alone; the edit has
promised embeds of its own.
"""

import asyncio

from core.database import Database
from domain.guilds.states import GuildStates
from domain.link_embeds.links import links_in
from domain.link_embeds.pages import Pages
from domain.link_embeds.promises import Linking, wants
from domain.messages import actions, crossposts, queries, store
from domain.messages.embeds import MOST_EMBEDS
from domain.messages.messages import Messages
from domain.messages.stored import StoredMessage
from domain.webhooks import messages as webhook_messages


async def unfurl(database: Database, messages: Messages, guilds: GuildStates, pages: Pages, linking: Linking) -> None:
    """Does nothing when the message has its embeds, or is to have none."""
    before = await store.find(database, linking.channel_id, linking.message_id)
    if before is None or not wants(before):
        return
    found = [embed for embed in await asyncio.gather(*map(pages.find, links_in(before.content))) if embed is not None]
    if not found:
        return
    async with database.transaction(lock=linking.message_id) as tx:
        stored = await store.find_locked(tx, linking.channel_id, linking.message_id)
        if stored is None or not wants(stored) or _said(stored) != _said(before):
            return
        here = await webhook_messages.author_there(tx, guilds, stored)
        if here is None:
            return
        stored.parts.embeds = [*stored.parts.embeds, *found][:MOST_EMBEDS]
        await store.update(tx, stored)
        await crossposts.follow(tx, [stored])
        await actions.tell(tx, messages, here, stored, await queries.find_reply_target(tx, stored))


def _said(stored: StoredMessage) -> object:
    return stored.content, stored.edited_at
