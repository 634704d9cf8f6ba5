"""Direct messages from the platform itself, by its system user, whom the migrations made.

Docs: userdoccers, resources/user#user-object (system).
"""

from typing import Final

from core.database import Database
from domain.channels import dms
from domain.channels.access import Access
from domain.messages import creation
from domain.messages.messages import Messages
from domain.messages.requests import CreateMessage
from domain.notices import Notice
from domain.users.identity import Identity

SYSTEM_USER_ID: Final = 643945264868098049
"""The same as with Discord, where clients know it."""

_SYSTEM: Final = Identity(SYSTEM_USER_ID, bot=False, token_hash=b"")


async def deliver(database: Database, access: Access, messages: Messages, notice: Notice) -> None:
    """Posts it into the DM of the two."""
    async with database.transaction() as tx:
        channel = await dms.open_with(tx, _SYSTEM, notice.user_id)
    here = await access.channel(_SYSTEM, channel.id)
    body = CreateMessage(content=notice.text, nonce=notice.nonce, enforce_nonce=True)
    await creation.create(messages, here, body, [], here)
