"""SQL of webhooks."""

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake
from domain.users import queries as users
from domain.webhooks.records import SourceChannel, SourceGuild, Webhook
from domain.webhooks.stored import WebhookRow

_FIELDS = WebhookRow.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
# Of what a webhook follows, its maker is told only while he can be there.
_SOURCES = """
    SELECT webhooks.id, guilds.id AS guild_id, guilds.name AS guild_name, guilds.icon, channels.id AS channel_id,
        channels.name AS channel_name
    FROM webhooks JOIN guilds ON guilds.id = source_guild_id JOIN channels ON channels.id = source_channel_id
        JOIN members ON members.guild_id = source_guild_id AND members.user_id = webhooks.user_id
    WHERE webhooks.id = ANY($1::bigint[])
"""


def _row(row: asyncpg.Record) -> WebhookRow:
    return WebhookRow(**dict(row))


async def find(reader: Reader, webhook_id: int) -> WebhookRow | None:
    row = await reader.fetchrow(f"SELECT {_COLUMNS} FROM webhooks WHERE id = $1", webhook_id)
    return _row(row) if row else None


async def list_of_channel(reader: Reader, channel_id: int) -> list[WebhookRow]:
    return await _list(reader, "channel_id", channel_id)


async def list_of_guild(reader: Reader, guild_id: int) -> list[WebhookRow]:
    return await _list(reader, "guild_id", guild_id)


async def list_of_followers(reader: Reader, source_channel_id: int) -> list[WebhookRow]:
    """Those that follow the channel."""
    return await _list(reader, "source_channel_id", source_channel_id)


async def _list(reader: Reader, column: str, value: int) -> list[WebhookRow]:
    rows = await reader.fetch(f"SELECT {_COLUMNS} FROM webhooks WHERE {column} = $1 ORDER BY id", value)
    return [_row(row) for row in rows]


async def count(reader: Reader, guild_id: int, channel_id: int) -> tuple[int, int]:
    """How many the guild has, and the channel."""
    row = await reader.fetchrow(
        "SELECT count(*) AS in_guild, count(*) FILTER (WHERE channel_id = $2) AS in_channel"
        " FROM webhooks WHERE guild_id = $1",
        guild_id,
        channel_id,
    )
    return (row["in_guild"], row["in_channel"]) if row else (0, 0)


async def insert(tx: Transaction, webhook: WebhookRow) -> None:
    places = ", ".join(f"${number}" for number in range(1, len(_FIELDS) + 1))
    await tx.execute(f"INSERT INTO webhooks ({_COLUMNS}) VALUES ({places})", *msgspec.structs.astuple(webhook))


async def update(tx: Transaction, webhook: WebhookRow) -> None:
    await tx.execute(
        "UPDATE webhooks SET name = $2, avatar = $3, channel_id = $4 WHERE id = $1",
        webhook.id,
        webhook.name,
        webhook.avatar,
        webhook.channel_id,
    )


async def delete(tx: Transaction, webhook_id: int) -> None:
    await tx.execute("DELETE FROM webhooks WHERE id = $1", webhook_id)


async def records(reader: Reader, rows: list[WebhookRow], *, with_users: bool) -> list[Webhook]:
    """The webhooks as they are shown, without their tokens."""
    people = await users.by_ids(reader, {row.user_id for row in rows}) if with_users else {}
    sources: dict[int, asyncpg.Record] = {}
    followers = [row.id for row in rows if row.source_channel_id is not None]
    if followers:
        sources = {source["id"]: source for source in await reader.fetch(_SOURCES, followers)}
    shown: list[Webhook] = []
    for row in rows:
        webhook = Webhook(
            id=Snowflake(row.id),
            type=row.type,
            name=row.name,
            avatar=row.avatar,
            channel_id=Snowflake(row.channel_id),
            application_id=Snowflake(row.application_id) if row.application_id else None,
            guild_id=Snowflake(row.guild_id),
            user=people.get(row.user_id, UNSET),
        )
        if (source := sources.get(row.id)) is not None:
            webhook.source_guild = SourceGuild(Snowflake(source["guild_id"]), source["guild_name"], source["icon"])
            webhook.source_channel = SourceChannel(Snowflake(source["channel_id"]), source["channel_name"])
        shown.append(webhook)
    return shown
