"""SQL of interactions."""

import asyncpg

from core.database import Reader
from core.wire import Timestamp, decode
from domain.interactions.stored import StoredInteraction
from domain.messages.records import InteractionMetadata

_COLUMNS = (
    "application_id, id, type, user_id, guild_id, channel_id, message_id, nonce, metadata, app_permissions, over_http,"
    " response_type, responded_at, response_message_id, response_flags, failed_at"
)


def _stored(row: asyncpg.Record) -> StoredInteraction:
    fields = dict(row)
    fields["metadata"] = decode(row["metadata"], InteractionMetadata)
    for name in ("responded_at", "failed_at"):
        fields[name] = Timestamp.of(row[name]) if row[name] is not None else None
    return StoredInteraction(**fields)


async def find(reader: Reader, application_id: int, interaction_id: int) -> StoredInteraction | None:
    row = await reader.fetchrow(
        f"SELECT {_COLUMNS} FROM interactions WHERE application_id = $1 AND id = $2", application_id, interaction_id
    )
    return _stored(row) if row else None
