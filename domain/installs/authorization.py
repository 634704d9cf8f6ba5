"""A user lets an application do something: what he is shown of it, and what follows when he agrees.

The consent page and a client's own dialog both come here, so there is one set of rules.
Docs: topics/oauth2.
"""

import msgspec

from core import form_codes
from core.database import Database, Reader, Transaction
from core.problems import Problem
from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.applications import queries as applications
from domain.applications.records import Application
from domain.channels.access import Access, ChannelAccess, GuildAccess
from domain.grants import actions as grants
from domain.grants import queries as grant_queries
from domain.grants.records import CodeRequest
from domain.guilds import queries as guilds
from domain.installs import actions
from domain.installs.records import ApplicationAuthorized, AuthorizingApplication, authorizing
from domain.installs.requests import AuthorizationRequest, answer
from domain.permissions.bits import Permission
from domain.users import queries as users
from domain.users.identity import Identity
from domain.users.records import User
from domain.webhook_events import actions as webhook_events
from domain.webhooks import actions as webhooks
from domain.webhooks.requests import CreateWebhook

_MOST_GUILDS = 200


class Decision(msgspec.Struct, kw_only=True):
    """What the user says beside yes. `permissions` are those that he ticked; None: all that were asked for."""

    guild_id: int | None = None
    channel_id: int | None = None
    permissions: int | None = None


class Agreed(msgspec.Struct):
    """What the application is told, and the address that tells it so; None when there is nobody to tell."""

    parameters: dict[str, str]
    url: str | None


class InstallGuild(msgspec.Struct, kw_only=True):
    """A guild of the user's that he may choose."""

    id: Snowflake
    name: str
    icon: str | None
    mfa_level: int = 0
    permissions: Permissions


class Preview(msgspec.Struct, kw_only=True):
    """What a client shows the user before he decides. Docs (user-side): GET /oauth2/authorize."""

    application: AuthorizingApplication
    user: User
    authorized: bool
    integration_type: int
    redirect_uri: str | UnsetType | None = UNSET
    bot: User | UnsetType = UNSET
    guilds: list[InstallGuild] | UnsetType = UNSET


async def preview(reader: Reader, request: AuthorizationRequest, user_id: int) -> Preview:
    return Preview(
        application=authorizing(request.application),
        user=await users.get(reader, user_id),
        authorized=await is_granted(reader, request, user_id),
        integration_type=request.integration_type,
        redirect_uri=request.redirect_uri if request.response_type else UNSET,
        bot=request.application.bot if request.adds_bot else UNSET,
        guilds=await choices(reader, request, user_id) if request.needs_guild else UNSET,
    )


async def is_granted(reader: Reader, request: AuthorizationRequest, user_id: int) -> bool:
    """Whether the user has agreed to all of this before."""
    grant = await grant_queries.find_grant(reader, user_id, request.application.id)
    return grant is not None and set(request.scopes) <= set(grant.scopes)


async def choices(reader: Reader, request: AuthorizationRequest, user_id: int) -> list[InstallGuild]:
    """The user's guilds to which he may add this, by rising id."""
    needed = Permission.MANAGE_GUILD if request.installs_in_guild else Permission.MANAGE_WEBHOOKS
    mine = await guilds.list_of_user(reader, user_id, before=None, after=0, limit=_MOST_GUILDS, with_counts=False)
    return [
        InstallGuild(id=guild.id, name=guild.name, icon=guild.icon, permissions=guild.permissions)
        for guild in mine
        if guild.permissions & needed
    ]


async def agree(
    database: Database, access: Access, identity: Identity, request: AuthorizationRequest, decision: Decision
) -> Agreed:
    """Does what the user agreed to, all or nothing, and says where his browser goes.

    Raises what adding to a guild or a channel raises (10003, 10004, 20012, 50001, 50013, …), 50035 without a guild.
    """
    guild, channel = await _place(access, identity, request, decision)
    lock = guild.guild_id if guild else identity.user_id
    async with database.transaction(lock=lock) as tx:
        parameters = await _grant(tx, identity.user_id, request, decision, guild, channel)
    return Agreed(parameters, answer(request, parameters))


async def _place(
    access: Access, identity: Identity, request: AuthorizationRequest, decision: Decision
) -> tuple[GuildAccess | None, ChannelAccess | None]:
    channel = None
    if request.adds_webhook:
        if not decision.channel_id:
            raise Problem.invalid("webhook_channel_id", form_codes.BASE_TYPE_REQUIRED)
        channel = await access.channel(identity, decision.channel_id)
        channel.require(Permission.MANAGE_WEBHOOKS)
        if channel.guild is None or (decision.guild_id and channel.guild_id != decision.guild_id):
            raise Problem.invalid("webhook_channel_id", form_codes.BASE_TYPE_INVALID, reason="Not in this guild.")
        return channel.guild, channel
    if not request.installs_in_guild:
        return None, None
    if not decision.guild_id:
        raise Problem.invalid("guild_id", form_codes.BASE_TYPE_REQUIRED)
    return await access.guild(identity, decision.guild_id), None


async def _grant(
    tx: Transaction,
    user_id: int,
    request: AuthorizationRequest,
    decision: Decision,
    guild: GuildAccess | None,
    channel: ChannelAccess | None,
) -> dict[str, str]:
    """What the application is told."""
    application = request.application
    await applications.hold(tx, application.id)
    permissions = request.permissions if decision.permissions is None else decision.permissions & request.permissions
    parameters: dict[str, str] = {}
    if guild and request.installs_in_guild:
        if request.adds_bot and application.bot_require_code_grant:
            await actions.require_may_add(tx, guild, application)
        else:
            await actions.add_to_guild(tx, guild, application, set(request.scopes), permissions)
        parameters["guild_id"] = str(int(guild.guild_id))
        parameters |= {"permissions": str(int(permissions))} if request.adds_bot else {}
    elif guild:
        parameters["guild_id"] = str(int(guild.guild_id))
    if request.installs_for_user:
        await actions.add_to_user(tx, user_id, application)
    await _tell(tx, user_id, request, guild)
    webhook_id = await _webhook(tx, channel, application) if channel else None
    if request.response_type == "code":
        code = CodeRequest(
            application_id=application.id,
            user_id=user_id,
            scopes=request.scopes,
            redirect_uri=request.sent_redirect_uri,
            code_challenge=request.code_challenge,
            nonce=request.nonce,
            guild_id=guild.guild_id if guild and request.adds_bot else None,
            permissions=permissions,
            webhook_id=webhook_id,
            integration_type=request.integration_type,
        )
        parameters = {"code": await grants.issue_code(tx, code)} | parameters
    elif request.response_type == "token":
        issued = await grants.issue_tokens(tx, user_id, application.id, request.scopes, refresh=False)
        parameters = {
            "token_type": "Bearer",
            "access_token": issued.access_token,
            "expires_in": str(issued.expires_in),
            "scope": " ".join(issued.scopes),
        } | parameters
    return parameters


async def _tell(tx: Transaction, user_id: int, request: AuthorizationRequest, guild: GuildAccess | None) -> None:
    """Docs: events/webhook-events#application-authorized."""
    installs = request.installs_in_guild or request.installs_for_user
    authorized = ApplicationAuthorized(
        integration_type=request.integration_type if installs else UNSET,
        user=await users.get(tx, user_id),
        scopes=request.scopes,
        guild=await guilds.get(tx, guild.guild_id) if guild and request.installs_in_guild else UNSET,
    )
    await webhook_events.emit(tx, request.application.id, "APPLICATION_AUTHORIZED", authorized)


async def _webhook(tx: Transaction, channel: ChannelAccess, application: Application) -> int:
    """A webhook of the application's, named like it. Docs: topics/oauth2#webhooks."""
    return (await webhooks.create(tx, channel, CreateWebhook(application.name), application.id)).id
