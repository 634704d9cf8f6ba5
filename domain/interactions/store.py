"""SQL of interactions."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.events import Event, pack
from core.wire import Timestamp, decode, encode
from domain.commands.permissions import NOTHING_SAID, Said, Words
from domain.commands.records import Command, CommandPermission
from domain.interactions import channel_store
from domain.interactions.records import InteractionChannel
from domain.interactions.stored import StoredInteraction
from domain.interactions.tokens import Named
from domain.messages.records import InteractionMetadata

_COLUMNS = (
    "application_id, id, type, user_id, guild_id, channel_id, message_id, nonce, metadata, app_permissions, over_http,"
    " response_type, responded_at, response_message_id, response_flags, failed_at"
)
_FIND = f"""
SELECT {_COLUMNS} FROM interactions JOIN unnest($1::bigint[], $2::bigint[]) AS named (application_id, id)
    USING (application_id, id)
"""
_COMMANDS: Final = "applications.commands"

# Run again after an outcome that is not known, it changes nothing.
_INSERT = """
WITH inserted AS (
    INSERT INTO interactions (application_id, id, type, user_id, guild_id, channel_id, message_id, nonce, metadata,
        app_permissions, over_http, attachments)
    SELECT application_id, id, type, user_id, guild_id, channel_id, message_id, nonce, metadata::json,
        app_permissions, over_http, attachments::bigint[]
    FROM unnest(
        $1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],
        $9::text[], $10::bigint[], $11::boolean[], $12::text[]
    ) AS given (application_id, id, type, user_id, guild_id, channel_id, message_id, nonce, metadata, app_permissions,
        over_http, attachments)
    ON CONFLICT DO NOTHING
)
INSERT INTO outbox (id, event) SELECT * FROM unnest($13::bigint[], $14::bytea[]) ON CONFLICT DO NOTHING
"""

# What somebody else has locked is being answered, or given up, at this moment.
_FAIL = f"""
UPDATE interactions SET failed_at = $3 WHERE (application_id, id) IN (
    SELECT application_id, id FROM interactions JOIN unnest($1::bigint[], $2::bigint[]) AS due (application_id, id)
        USING (application_id, id)
    WHERE response_type IS NULL AND failed_at IS NULL FOR UPDATE OF interactions SKIP LOCKED
) RETURNING {_COLUMNS}
"""
_FAIL_OLD = f"""
UPDATE interactions SET failed_at = $2 WHERE (application_id, id) IN (
    SELECT application_id, id FROM interactions
    WHERE id < $1 AND response_type IS NULL AND failed_at IS NULL LIMIT $3 FOR UPDATE SKIP LOCKED
) RETURNING {_COLUMNS}
"""
_DELETE_OLD = """
DELETE FROM interactions WHERE (application_id, id) IN (
    SELECT application_id, id FROM interactions
    WHERE id < $2 OR (id < $1 AND modal IS NULL AND attachments = '{}') LIMIT $3 FOR UPDATE SKIP LOCKED
) RETURNING channel_id, attachments
"""

# PostgreSQL makes a new plan for each short array that it is given outright, which costs ten times what the rest does.
# Behind a SELECT it does not see how long they are, and keeps to one plan.
_CIRCUMSTANCES = """
SELECT channels.*, asked.number, nullif(last_message_id, 0) AS last_message_id,
    interactions_endpoint_url AS endpoint_url, commands.command, users.locale,
    guilds.preferred_locale AS guild_locale, guilds.features AS guild_features,
    EXISTS (
        SELECT FROM guild_installs i
        WHERE i.guild_id = asked.guild_id AND i.application_id = asked.application_id AND $6 = ANY(i.scopes)
    ) AS in_guild,
    EXISTS (
        SELECT FROM user_installs i
        WHERE i.user_id = asked.user_id AND i.application_id = asked.application_id AND $6 = ANY(i.scopes)
    ) AS for_user,
    (
        SELECT permissions FROM command_permissions p
        WHERE p.application_id = asked.application_id AND p.guild_id = asked.guild_id AND p.id = asked.application_id
    ) AS said_of_application,
    (
        SELECT permissions FROM command_permissions p
        WHERE p.application_id = asked.application_id AND p.guild_id = asked.guild_id AND p.id = asked.command_id
    ) AS said_of_command,
    ARRAY(
        SELECT e.id FROM entitlements e
        WHERE e.application_id = asked.application_id AND e.user_id = asked.user_id AND e.guild_id IS NULL
            AND NOT e.deleted AND NOT e.consumed
        UNION ALL
        SELECT e.id FROM entitlements e
        WHERE e.application_id = asked.application_id AND e.guild_id = asked.guild_id AND NOT e.deleted
    ) AS entitlement_ids
FROM unnest(
        (SELECT $1::bigint[]), (SELECT $2::bigint[]), (SELECT $3::bigint[]), (SELECT $4::bigint[]),
        (SELECT $5::bigint[])
    ) WITH ORDINALITY AS asked (application_id, user_id, guild_id, channel_id, command_id, number)
    JOIN applications ON applications.id = asked.application_id JOIN users ON users.id = asked.user_id
    JOIN channels ON channels.id = asked.channel_id LEFT JOIN channel_heads ON channel_heads.channel_id = channels.id
    LEFT JOIN guilds ON guilds.id = asked.guild_id
    LEFT JOIN commands ON commands.application_id = asked.application_id AND commands.id = asked.command_id
"""


class Where(NamedTuple):
    """What is invoked, by whom, and where: `guild_id` is 0 outside of guilds, `command_id` if no command is used."""

    application_id: int
    user_id: int
    guild_id: int
    channel_id: int
    command_id: int


class Circumstances(msgspec.Struct):
    """What is not at hand of the application, of who invokes it, of the guild and the channel."""

    endpoint_url: str | None  # then it is told over HTTP
    locale: str
    guild_locale: str
    guild_features: list[str]
    in_guild: bool  # is installed there, with its commands
    for_user: bool
    channel: InteractionChannel  # without permissions and recipients
    command: Command | None  # that is used
    entitlement_ids: list[int]  # of who invokes it, and of the guild
    said: Said  # by the guild, of that command


class New(msgspec.Struct):
    """An interaction to be kept; `events` are told when it is. The attachments lie in its channel's folder."""

    stored: StoredInteraction
    events: Sequence[Event] = ()
    attachment_ids: Sequence[int] = ()


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


async def find_several(reader: Reader, named: Sequence[Named]) -> list[StoredInteraction | None]:
    """Each of them, or None."""
    rows = await reader.fetch(_FIND, *zip(*named, strict=True))
    found = {Named(row["application_id"], row["id"]): _stored(row) for row in rows}
    return [found.get(one) for one in named]


async def find_circumstances(reader: Reader, asked: Sequence[Where]) -> list[Circumstances | None]:
    """Those of each; None when there is no such application, or the channel is gone."""
    rows = await reader.fetch(_CIRCUMSTANCES, *zip(*asked, strict=True), _COMMANDS)
    found = {row["number"]: _circumstances(row) for row in rows}
    await channel_store.put_threads(reader, [one.channel for one in found.values()])
    return [found.get(number) for number in range(1, len(asked) + 1)]


def _circumstances(row: asyncpg.Record) -> Circumstances:
    return Circumstances(
        row["endpoint_url"],
        row["locale"],
        row["guild_locale"] or "",
        row["guild_features"] or [],
        row["in_guild"],
        row["for_user"],
        channel_store.channel(row),
        decode(row["command"], Command) if row["command"] is not None else None,
        row["entitlement_ids"],
        Said(_words(row["said_of_application"]), _words(row["said_of_command"])),
    )


def _words(permissions: str | None) -> Words:
    return NOTHING_SAID if permissions is None else Words.of(decode(permissions, list[CommandPermission]))


async def insert(reader: Reader, batch: Sequence[New]) -> None:
    """Keeps them and their events, in one statement."""
    rows = [one.stored for one in batch]
    events = [event for one in batch for event in one.events]
    await reader.fetch(
        _INSERT,
        [row.application_id for row in rows],
        [row.id for row in rows],
        [row.type for row in rows],
        [row.user_id for row in rows],
        [row.guild_id for row in rows],
        [row.channel_id for row in rows],
        [row.message_id for row in rows],
        [row.nonce for row in rows],
        [encode(row.metadata).decode() for row in rows],
        [row.app_permissions for row in rows],
        [row.over_http for row in rows],
        ["{" + ",".join(str(int(one)) for one in new.attachment_ids) + "}" for new in batch],
        [event.id for event in events],
        [pack(event) for event in events],
    )


async def take_modal(tx: Transaction, application_id: int, interaction_id: int) -> bool:
    """Takes the modal away from the interaction that it answered. False when there is none any more."""
    return bool(
        await tx.execute(
            "UPDATE interactions SET modal = NULL WHERE application_id = $1 AND id = $2 AND modal IS NOT NULL",
            application_id,
            interaction_id,
        )
    )


async def find_modal(reader: Reader, application_id: int, interaction_id: int) -> str | None:
    """The modal that the interaction was answered with, until it is submitted."""
    return await reader.fetchval(
        "SELECT modal FROM interactions WHERE application_id = $1 AND id = $2", application_id, interaction_id
    )


async def fail(tx: Transaction, due: Iterable[tuple[int, int]], now: Timestamp) -> list[StoredInteraction]:
    """Gives up those that nobody has answered; they are given as (application, id)."""
    pairs = list(due)
    rows = await tx.fetch(_FAIL, [one for one, _ in pairs], [one for _, one in pairs], now.datetime())
    return [_stored(row) for row in rows]


async def fail_old(tx: Transaction, before: int, now: Timestamp, limit: int) -> list[StoredInteraction]:
    """The same for all with ids below `before`."""
    return [_stored(row) for row in await tx.fetch(_FAIL_OLD, before, now.datetime(), limit)]


async def delete_old(tx: Transaction, before: int, last: int, limit: int) -> list[tuple[int, list[int]]]:
    """Deletes those with ids below `before`, and below `last` those that still have a modal or files.

    Gives the channel and the attachments of each.
    """
    rows = await tx.fetch(_DELETE_OLD, before, last, limit)
    return [(row["channel_id"], row["attachments"]) for row in rows]
