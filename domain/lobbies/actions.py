"""Making lobbies, changing and deleting them.

A change holds the lobby's row. It needs its id as lock, or that of the guild of the linked channel.
"""

import hashlib
from typing import Final

from core import clock, form_codes, jobs, snowflakes
from core.database import Database, Transaction
from core.outbound import OutboundError, check_url
from core.problems import Problem
from core.wire import UNSET, Snowflake, Timestamp
from domain.applications import queries as applications
from domain.lobbies import events, links, members, queries, store
from domain.lobbies.records import (
    IDLE_TIMEOUT_S,
    CreateLobby,
    CreateOrJoinLobby,
    EditLobby,
    Lobby,
    NewLobbyMember,
    StoredLobby,
)
from domain.users.identity import Identity

list_ids_of_application = store.list_ids_of_application

_SECRET_GOOD_S: Final = 30 * 24 * 3600
"""Docs: discord-social-sdk/development-guides/managing-lobbies#lobby-lifecycle."""


async def create(tx: Transaction, identity: Identity, body: CreateLobby) -> Lobby:
    """A lobby of the calling bot's application. Raises 10002, 10013, 30019, 50035."""
    _check(body)
    lobby = StoredLobby(
        id=Snowflake(snowflakes.make()),
        application_id=Snowflake(identity.user_id),
        metadata=body.metadata or None,
        flags=body.flags or 0,
        idle_timeout_seconds=body.idle_timeout_seconds or IDLE_TIMEOUT_S,
        override_event_webhooks_url=body.override_event_webhooks_url or None,
        has_secret=False,
    )
    await _insert(tx, lobby)
    events.lobby(tx, "LOBBY_CREATE", await queries.show_in_gateway(tx, lobby), [lobby.application_id])
    wanted = {one.id: one for one in body.members or ()}
    await members.require_known(tx, wanted)
    await members.require_room_for(tx, lobby, wanted)
    await members.put(tx, lobby, list(wanted.values()))
    return await queries.show(tx, identity, lobby)


def _check(body: CreateLobby) -> None:
    if body.override_event_webhooks_url:
        try:
            check_url(body.override_event_webhooks_url)
        except OutboundError as error:
            field = "override_event_webhooks_url"
            raise Problem.invalid(field, form_codes.BASE_TYPE_INVALID, reason=error.detail) from None


async def create_or_join(tx: Transaction, identity: Identity, body: CreateOrJoinLobby) -> Lobby:
    """The lobby that the secret leads to, with the caller in it; made if there is none. Needs the application as lock.

    A secret is good for thirty days. Raises 10002, 30019.
    """
    application_id, now = queries.application_of(identity), clock.timestamp()
    fresh_id = snowflakes.make()
    hash_ = hashlib.sha256(body.secret.encode()).digest()
    until = jobs.in_seconds(_SECRET_GOOD_S)
    lobby_id = await store.claim_secret(tx, application_id, hash_, fresh_id, now, until)
    if lobby_id == fresh_id:
        lobby = StoredLobby(
            id=Snowflake(fresh_id),
            application_id=Snowflake(application_id),
            metadata=body.lobby_metadata or None,
            flags=body.flags or 0,
            idle_timeout_seconds=body.idle_timeout_seconds or IDLE_TIMEOUT_S,
            override_event_webhooks_url=None,
            has_secret=True,
        )
        await _insert(tx, lobby)
        events.lobby(tx, "LOBBY_CREATE", await queries.show_in_gateway(tx, lobby), [lobby.application_id])
    else:
        lobby = await queries.hold(tx, identity, lobby_id)
        await _change(
            tx,
            lobby,
            EditLobby(metadata=body.lobby_metadata, idle_timeout_seconds=body.idle_timeout_seconds, flags=body.flags),
        )
    before = await store.find_member(tx, lobby.id, identity.user_id)
    if before is None:
        await members.require_room_for(tx, lobby, [identity.user_id])
    if before is None or body.member_metadata is not UNSET:
        flags = 1 if before and before.flags else UNSET  # only the application gives it
        wanted = NewLobbyMember(id=Snowflake(identity.user_id), metadata=body.member_metadata, flags=flags)
        await members.put(tx, lobby, [wanted])
    return await queries.show(tx, identity, lobby)


async def _insert(tx: Transaction, lobby: StoredLobby) -> None:
    await applications.hold(tx, lobby.application_id)
    await store.insert(tx, lobby, idle_at(lobby))


async def edit(tx: Transaction, identity: Identity, lobby_id: int, body: EditLobby) -> Lobby:
    """Raises 10031, 10013, 30019, 50035."""
    _check(body)
    lobby = await queries.hold(tx, identity, lobby_id)
    if body.override_event_webhooks_url is not UNSET:
        lobby.override_event_webhooks_url = body.override_event_webhooks_url or None
    if isinstance(body.members, list):
        wanted = {one.id: one for one in body.members}
        present = await store.list_member_ids(tx, lobby.id)
        fresh = [one for one in wanted if one not in present]
        await members.require_known(tx, wanted)
        await members.require_room_for(tx, lobby, fresh)
        for user_id in present:
            if user_id not in wanted:
                await members.drop(tx, lobby, user_id)
        await members.put(tx, lobby, list(wanted.values()))
    await _change(tx, lobby, body)
    return await queries.show(tx, identity, lobby)


async def _change(tx: Transaction, lobby: StoredLobby, body: EditLobby) -> None:
    """Sets what is given, and tells the members if it is something that they see. Its time begins anew."""
    before = (lobby.metadata, lobby.flags)
    if body.metadata is not UNSET:
        lobby.metadata = body.metadata or None
    if body.flags is not UNSET:
        lobby.flags = body.flags or 0
    if body.idle_timeout_seconds is not UNSET:
        lobby.idle_timeout_seconds = body.idle_timeout_seconds or IDLE_TIMEOUT_S
    await store.update(tx, lobby, idle_at(lobby))
    if before != (lobby.metadata, lobby.flags):
        await links.follow_flags(tx, lobby)
        shown = await queries.show_in_gateway(tx, lobby)
        events.lobby(tx, "LOBBY_UPDATE", shown, await queries.receivers(tx, lobby))


async def delete(database: Database, lobby_id: int, *, if_idle: bool = False) -> None:
    """The lobby, and first its channel's link, under its guild's lock. Nothing happens when there is no such lobby."""
    while (lobby := await store.find(database, lobby_id)) is not None:
        if lobby.linked_guild_id is not None:
            async with database.transaction(lock=lobby.linked_guild_id) as tx:
                if if_idle and not await store.is_idle(tx, lobby_id, clock.timestamp()):
                    return
                await links.unlink(tx, lobby_id, lobby.linked_guild_id)
            continue
        async with database.transaction(lock=lobby_id) as tx:
            held = await store.hold(tx, lobby_id)
            if held is None or (if_idle and not await store.is_idle(tx, lobby_id, clock.timestamp())):
                return
            if held.linked_guild_id is None:
                events.lobby_delete(tx, held, "deleted", await queries.receivers(tx, held))
                await store.delete(tx, lobby_id)


def idle_at(lobby: StoredLobby) -> Timestamp:
    return jobs.in_seconds(lobby.idle_timeout_seconds)
