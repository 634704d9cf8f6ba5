"""Keeping the integrations of a guild. Every action needs the guild's lock."""

from collections.abc import Iterable

from core import clock, snowflakes
from core.database import Transaction
from domain.integrations import events, store


async def save(
    tx: Transaction, guild_id: int, application_id: int, scopes: Iterable[str], permissions: int, user_id: int
) -> None:
    """The application's integration, made or changed by that user."""
    before = await store.find_of(tx, guild_id, application_id)
    made = snowflakes.make()
    await store.upsert(tx, guild_id, application_id, made, scopes, permissions, user_id, clock.timestamp())
    after = await store.find_of(tx, guild_id, application_id)
    assert after is not None, "it was just written"
    if after == before:
        return
    tell = events.integration_update if before else events.integration_create
    tx.emit(tell(guild_id, after))
    tx.emit(events.guild_integrations_update(guild_id))


async def delete_of(tx: Transaction, guild_id: int, application_id: int) -> None:
    """Ends the application's integration, if there is one. Its bot is another matter."""
    integration_id = await store.delete(tx, guild_id, application_id)
    if integration_id is not None:
        tx.emit(events.integration_delete(guild_id, integration_id, application_id))
        tx.emit(events.guild_integrations_update(guild_id))
