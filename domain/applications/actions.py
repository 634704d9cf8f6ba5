"""Changing applications, and giving their bots tokens."""

import secrets

from core import codes, form_codes, snowflakes
from core.database import Database, Transaction
from core.objects import Objects
from core.problems import Faults, Problem
from core.wire import UNSET, Permissions, encode
from domain import images
from domain.applications import endpoint_checks, queries, rules, store
from domain.applications import secrets as client_secrets
from domain.applications.records import (
    Application,
    CreateApplication,
    EditApplication,
    EditInstallParams,
    EditIntegrationTypeConfiguration,
    InstallParams,
    IntegrationTypeConfiguration,
    LocalizedDescription,
)
from domain.deliveries.deliveries import Deliveries
from domain.teams import queries as teams
from domain.teams import records as team_records
from domain.teams.records import TeamRole
from domain.users import actions as users
from domain.users import tokens
from domain.users.identity import Identity
from domain.webhook_events.records import EventWebhooksStatus

MOST_APPLICATIONS = 50

_NULL_IS_EMPTY: dict[str, object] = {
    "description": "",
    "tags": [],
    "redirect_uris": [],
    "rpc_origins": [],
    "event_webhooks_types": [],
    "explicit_content_filter": 0,
    "event_webhooks_status": 1,
}
_ENDPOINT_FAULTS = {
    endpoint_checks.INTERACTIONS_URL: form_codes.APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID,
    endpoint_checks.EVENTS_URL: form_codes.APPLICATION_EVENT_WEBHOOKS_URL_INVALID,
}
_PLAIN = (
    *("name", "tags", "custom_install_url", "role_connections_verification_url", "interactions_endpoint_url"),
    *("max_participants", "explicit_content_filter", "event_webhooks_status", "event_webhooks_url"),
    *("event_webhooks_types", "bot_public", "bot_require_code_grant", "redirect_uris", "rpc_origins"),
    *("terms_of_service_url", "privacy_policy_url"),
)


async def create(database: Database, objects: Objects, owner_id: int, body: CreateApplication) -> Application:
    """A new application of the user, or of a team in which he is an admin, with its bot, whose token nobody knows yet.

    Raises 50011 at the limit, 50001 or 50013 for the team.
    """
    faults = Faults()
    rules.check_redirects(faults, body.redirect_uris or ())
    faults.raise_if_any()
    application_id = snowflakes.make()
    columns: dict[str, object] = {
        "name": body.name,
        "description": body.description or "",
        "redirect_uris": body.redirect_uris or [],
        "flags": rules.changed_flags(0, body.flags or 0),
    }
    columns |= await _pictures(objects, application_id, icon=body.icon, cover_image=body.cover_image)
    team_id = body.team_id or None
    async with database.transaction(lock=team_id or owner_id) as tx:
        await _require_room(tx, owner_id, team_id)
        owner_id = team_id or owner_id
        await store.insert(tx, application_id, owner_id, secrets.token_bytes(32), columns)
        await users.create_bot(tx, application_id, body.name)
        return await queries.get(tx, application_id)


async def edit(
    database: Database,
    objects: Objects,
    deliveries: Deliveries,
    identity: Identity,
    application_id: int,
    body: EditApplication,
) -> Application:
    """The application as it is now. Only its developers and its own bot may. Raises 10002, 20012, 50035.

    New endpoints are tried first, which may take some seconds.
    """
    before = await queries.get_own(database, identity, application_id)
    faults = Faults()
    rules.check(faults, body)
    faults.raise_if_any()
    columns = _columns(before, body)
    endpoints = _new_endpoints(before, columns)
    await _check_endpoints(deliveries, application_id, endpoints)
    columns |= await _pictures(objects, application_id, icon=body.icon, cover_image=body.cover_image)
    async with database.transaction() as tx:
        if columns:
            await store.update(tx, application_id, columns)
        for field, url in endpoints.items():
            await endpoint_checks.keep_checking(tx, application_id, field, url)
        return await queries.get(tx, application_id)


async def transfer(tx: Transaction, identity: Identity, application_id: int, team_id: int) -> Application:
    """Gives the application to a team in which its owner is an admin. Needs the team's id as lock.

    Raises 10002, 20012, 50001 or 50013 for the team, 50011. Docs (user-side): resources/application
    #transfer-application.
    """
    application = await queries.get_own(tx, identity, application_id, TeamRole.OWNER)
    if application.owner.id != team_id:
        await _require_room(tx, identity.user_id, team_id)
        await store.update(tx, application_id, {"owner_id": team_id})
    return await queries.get(tx, application_id)


async def switch(
    tx: Transaction, application_id: int, flags: int, *, is_granted: bool, is_verified: bool | None = None
) -> None:
    """For the instance's operator: grants flags of any kind, or takes them back, and vouches for it. Raises 10002."""
    application = await queries.get(tx, application_id)
    before = int(application.flags_new)
    await store.update(tx, application_id, {"flags": before | flags if is_granted else before & ~flags})
    if is_verified is not None:
        await users.verify_bot(tx, application_id, is_verified=is_verified)


async def remove(tx: Transaction, application_id: int) -> None:
    """Takes the application away, with its testers and the tokens of its bot. Needs the application's id as lock.

    Where it is installed, and what users granted it, is ended by domain/application_deletions.py.
    """
    await tokens.revoke_all(tx, application_id)
    await store.delete(tx, application_id)


async def first_token(tx: Transaction, identity: Identity, application_id: int) -> str | None:
    """The bot's first token; None if it has one already. Needs the application's lock. Raises 10002, 20012."""
    await queries.get_own(tx, identity, application_id)
    return None if await tokens.are_issued(tx, application_id) else await tokens.issue(tx, application_id)


async def reset_bot(tx: Transaction, identity: Identity, application_id: int) -> str:
    """A new token; the old ones are good no longer, and their sessions end. Raises 10002, 20012."""
    await queries.get_own(tx, identity, application_id)
    return await tokens.replace(tx, application_id)


async def reset_secret(tx: Transaction, identity: Identity, application_id: int) -> str:
    """A new client secret; the old one is good no longer. Raises 10002, 20012."""
    await queries.get_own(tx, identity, application_id)
    secret = client_secrets.new_secret()
    await store.update(tx, application_id, {"secret_hash": client_secrets.hashed(secret)})
    return secret


async def _require_room(tx: Transaction, user_id: int, team_id: int | None) -> None:
    if team_id is not None:
        await teams.hold(tx, team_id)  # which is not deleted meanwhile, nor its admin made less
        await teams.get_own(tx, user_id, team_id, TeamRole.ADMIN)
    most = MOST_APPLICATIONS if team_id is None else team_records.MOST_APPLICATIONS
    if await store.count_of_owner(tx, team_id or user_id) >= most:
        raise Problem(codes.APPLICATION_LIMIT_REACHED)


def _new_endpoints(before: Application, columns: dict[str, object]) -> dict[str, str]:
    """The endpoints that this change begins to use: other URLs, or webhook events that were stopped."""
    found: dict[str, str] = {}
    for field in (endpoint_checks.INTERACTIONS_URL, endpoint_checks.EVENTS_URL):
        url = columns.get(field)
        if isinstance(url, str) and url != getattr(before, field):
            found[field] = url
    restarts = columns.get("event_webhooks_status") == EventWebhooksStatus.ENABLED != before.event_webhooks_status
    url = columns.get(endpoint_checks.EVENTS_URL, before.event_webhooks_url)
    if restarts and isinstance(url, str):
        found[endpoint_checks.EVENTS_URL] = url
    return found


async def _check_endpoints(deliveries: Deliveries, application_id: int, endpoints: dict[str, str]) -> None:
    faults = Faults()
    for field, url in endpoints.items():
        failure = await endpoint_checks.check(deliveries, application_id, field, url)
        if failure is not None:
            faults.add(field, _ENDPOINT_FAULTS[field], detail=failure)
    faults.raise_if_any()


async def _pictures(objects: Objects, application_id: int, **given: object) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, value in given.items():
        if isinstance(value, str):
            columns[name] = await images.store(objects, images.Kind.APPLICATION_ICON, application_id, value, name)
        elif value is None:
            columns[name] = None
    return columns


def _columns(before: Application, body: EditApplication) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name in _PLAIN:
        value = getattr(body, name, UNSET)
        if value is not UNSET:
            columns[name] = _NULL_IS_EMPTY.get(name) if value is None else value
    for name in ("public", "require_code_grant"):
        value = getattr(body, f"integration_{name}", UNSET)
        if value is not UNSET:
            columns[f"bot_{name}"] = value
    if isinstance(body.description, LocalizedDescription):
        columns["description"] = body.description.default
        if body.description.localizations is not UNSET:
            columns["description_localizations"] = encode(body.description.localizations or {}).decode()
    elif body.description is not UNSET:
        columns["description"] = body.description or ""
    if isinstance(body.flags, int):
        columns["flags"] = rules.changed_flags(int(before.flags_new), body.flags)
    if body.install_params is not UNSET:
        params = body.install_params
        columns["install_params"] = encode(_install_params(params)).decode() if params is not None else None
    if body.integration_types_config is not UNSET:
        given = body.integration_types_config or {"0": EditIntegrationTypeConfiguration()}
        types = {kind: _configuration(configuration) for kind, configuration in given.items()}
        columns["integration_types_config"] = encode(types).decode()
    return columns


def _configuration(body: EditIntegrationTypeConfiguration | None) -> IntegrationTypeConfiguration:
    params = body.oauth2_install_params if body else None
    return IntegrationTypeConfiguration(_install_params(params) if params else UNSET)


def _install_params(body: EditInstallParams) -> InstallParams:
    return InstallParams(list(dict.fromkeys(body.scopes or ())), Permissions(body.permissions or 0))
