"""Direct messages of players: their games' backends may judge them.

What a backend says of a message comes to its own players' games, nobody else sees it, and it goes when the message is
edited. Docs: discord-social-sdk/how-to/integrate-moderation.
"""

from core import codes
from core.database import Reader, Transaction
from core.events import Draft, user_topic
from core.problems import Problem
from domain.channels import dms
from domain.grants import queries as grants
from domain.grants import scopes
from domain.lobbies import moderation_store
from domain.messages import compose, store
from domain.messages.authors import of_users
from domain.messages.messages import Messages
from domain.messages.records import MessageEvent


async def moderate(
    tx: Transaction,
    messages: Messages,
    application_id: int,
    user_ids: tuple[int, int],
    message_id: int,
    metadata: dict[str, str],
) -> None:
    """For the application of a player among the two. Needs the message's id as lock. Raises 10003, 10008, 50001."""
    channel = await dms.get_with(tx, *user_ids)
    if not any([await _plays(tx, user_id, application_id) for user_id in user_ids]):
        raise Problem(codes.MISSING_ACCESS)
    stored = await store.find(tx, channel.id, message_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    await moderation_store.save(tx, channel.id, message_id, application_id, metadata)
    people = await of_users(tx, compose.people_of([stored]))
    message = compose.message(stored, people, messages.links)
    fields = {field: getattr(message, field) for field in message.__struct_fields__}
    told = MessageEvent(**fields, channel_type=channel.type, moderation_metadata=metadata)
    for user_id in user_ids:
        tx.emit(Draft(user_topic(user_id), "MESSAGE_UPDATE", told, application_id=application_id))


async def _plays(reader: Reader, user_id: int, application_id: int) -> bool:
    grant = await grants.find_grant(reader, user_id, application_id)
    return grant is not None and scopes.DM_CHANNELS_MESSAGES_READ in scopes.expanded(grant.scopes)
