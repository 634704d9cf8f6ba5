"""Provisional accounts of an application's players, and what its moderation says of their direct messages.

Docs: discord-social-sdk/development-guides/provisional-accounts, discord-social-sdk/how-to/integrate-moderation.
"""

from core import codes
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.applications import queries as applications
from domain.applications import secrets
from domain.applications.records import Client
from domain.grants import id_tokens
from domain.lobbies import direct_messages
from domain.lobbies.records import ModerationMetadata
from domain.provisional_accounts import actions, external_tokens, queries
from domain.provisional_accounts.actions import SignedIn
from domain.provisional_accounts.records import (
    BotTokenRequest,
    BotUnmerge,
    ExternalIdentity,
    ExternalTokenRequest,
    IdentityProvider,
    MergedAccount,
    ProvisionalToken,
)
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Operation, Refusals, Who, operation

_EXTERNAL = (
    codes.UNKNOWN_APPLICATION,
    codes.INVALID_CLIENT_SECRET,
    codes.INVALID_OAUTH2_ACCESS_TOKEN,
    codes.PROVISIONAL_ACCOUNTS_NOT_GRANTED,
    codes.ID_TOKEN_EXPIRED,
    codes.ID_TOKEN_ISSUER_MISMATCH,
    codes.ID_TOKEN_AUDIENCE_MISMATCH,
    codes.ID_TOKEN_TOO_OLD,
    codes.OIDC_CONFIGURATION_NOT_FOUND,
    codes.OIDC_KEYS_NOT_FOUND,
)
_REFUSALS = Refusals(MergedAccount, (400,), lambda _: None)
"""What is wrong is told as ever; only one of the answers says more."""
_OWN = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation(
    "POST",
    "/partner-sdk/token",
    who=Who.ANYONE,
    bucket=buckets.PARTNER_TOKEN,
    problems=(*_EXTERNAL, codes.ACCOUNT_NOT_PROVISIONAL),
    answer=ProvisionalToken,
    refusals=_REFUSALS,
)
async def partner_sdk_token(call: Call, body: ExternalTokenRequest) -> Answer:
    """Get a token for a player whom another service knows."""
    client = await _client(call, body)
    external = await external_tokens.identify(
        call.instance, client.id, body.external_auth_type, body.external_auth_token
    )
    async with call.transaction() as tx:
        refresh = external.provider == "OIDC" and not client.is_public
        signed_in = await actions.sign_in(tx, client.id, external, refresh=refresh)
    return await _answer(call, client.id, signed_in)


@operation(
    "POST",
    "/partner-sdk/token/bot",
    who=Who.BOT,
    bucket=buckets.PARTNER_TOKEN,
    problems=(codes.UNKNOWN_APPLICATION, codes.UNKNOWN_USER, codes.ACCOUNT_NOT_PROVISIONAL),
    answer=ProvisionalToken,
    refusals=_REFUSALS,
)
async def bot_partner_sdk_token(call: Call, body: BotTokenRequest) -> Answer:
    """Get a token for a player whom the application itself knows."""
    external = ExternalIdentity("DISCORD_BOT", body.external_user_id, "", body.preferred_global_name or None)
    async with call.transaction() as tx:
        signed_in = await actions.sign_in(
            tx, call.user_id, external, provisional_user_id=body.provisional_user_id or None
        )
    return await _answer(call, call.user_id, signed_in)


async def _answer(call: Call, application_id: int, signed_in: SignedIn | MergedAccount) -> Answer:
    if isinstance(signed_in, MergedAccount):
        return Answer(codes.ACCOUNT_NOT_PROVISIONAL.status, signed_in)
    issued = signed_in.tokens
    id_token = await id_tokens.make(
        call.database, call.settings.public_url, signed_in.user_id, application_id, issued.access_token
    )
    token = ProvisionalToken(
        access_token=issued.access_token,
        expires_in=issued.expires_in,
        scope=" ".join(issued.scopes),
        id_token=id_token,
        refresh_token=issued.refresh_token or UNSET,
        scopes=issued.scopes,
        expires_at_s=actions.expires_at_s(issued),
    )
    return Answer(200, token, (("cache-control", "no-store"),))


@operation(
    "POST",
    "/partner-sdk/provisional-accounts/unmerge",
    who=Who.ANYONE,
    bucket=buckets.PARTNER_TOKEN,
    problems=(*_EXTERNAL, codes.UNKNOWN_USER),
)
async def partner_sdk_unmerge_provisional_account(call: Call, body: ExternalTokenRequest) -> None:
    """Give a player whom another service knows a new provisional account."""
    client = await _client(call, body)
    external = await external_tokens.identify(
        call.instance, client.id, body.external_auth_type, body.external_auth_token
    )
    await _unmerge(call, client.id, external)


@operation(
    "POST",
    "/partner-sdk/provisional-accounts/unmerge/bot",
    who=Who.BOT,
    bucket=buckets.PARTNER_TOKEN,
    problems=(codes.UNKNOWN_USER,),
)
async def bot_partner_sdk_unmerge_provisional_account(call: Call, body: BotUnmerge) -> None:
    """Give a player whom the application itself knows a new provisional account."""
    await _unmerge(call, call.user_id, ExternalIdentity("DISCORD_BOT", body.external_user_id))


async def _unmerge(call: Call, application_id: int, external: ExternalIdentity) -> None:
    user_id = await queries.whoever(call.database, application_id, external)
    async with call.transaction(lock=user_id) as tx:
        await actions.unmerge(tx, application_id, external)


async def _client(call: Call, body: ExternalTokenRequest) -> Client:
    """The application, which proves itself with its secret or its bot's token unless it is public.

    Raises 10002, 530007.
    """
    client = await applications.find_client(call.database, body.client_id)
    if client is None:
        raise Problem(codes.UNKNOWN_APPLICATION)
    if body.client_secret:
        proven = secrets.fits(body.client_secret, client.secret_hash)
    else:
        proven = client.is_public or await _is_bot_of(call, client)
    if not proven:
        raise Problem(codes.INVALID_CLIENT_SECRET)
    return client


async def _is_bot_of(call: Call, client: Client) -> bool:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    identity = await call.instance.identities.find(token) if scheme == "Bot" else None
    return identity is not None and identity.bot and identity.user_id == client.id


@operation(
    "PUT",
    "/partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata",
    who=Who.BOT,
    bucket=buckets.MODERATION_METADATA,
    problems=(codes.UNKNOWN_CHANNEL, codes.UNKNOWN_MESSAGE, codes.MISSING_ACCESS),
)
async def update_user_message_external_moderation_metadata(
    call: Call, user_id_1: Snowflake, user_id_2: Snowflake, message_id: Snowflake, body: ModerationMetadata
) -> None:
    """Note what the application's moderation says of a direct message between two of its players."""
    async with call.transaction(lock=message_id) as tx:
        await direct_messages.moderate(
            tx, call.instance.messages, call.user_id, (user_id_1, user_id_2), message_id, body
        )


@operation(
    "GET",
    "/applications/{application_id}/identity-provider",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_OWN, codes.OIDC_CONFIGURATION_NOT_FOUND),
)
async def get_identity_provider(call: Call, application_id: Snowflake) -> IdentityProvider:
    """Who vouches for the application's players. Ours; at Discord this is done on a page."""
    return await queries.get_provider(call.database, call.identity, application_id)


@operation(
    "PUT",
    "/applications/{application_id}/identity-provider",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_APPLICATION,
    problems=_OWN,
)
async def set_identity_provider(call: Call, application_id: Snowflake, body: IdentityProvider) -> IdentityProvider:
    """Say who vouches for the application's players, by OpenID Connect. Ours."""
    may_be_private = bool(call.settings.outbound_allow)
    async with call.transaction(lock=application_id) as tx:
        return await actions.set_provider(tx, call.identity, application_id, body, may_be_private=may_be_private)


@operation(
    "DELETE",
    "/applications/{application_id}/identity-provider",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_APPLICATION,
    problems=_OWN,
)
async def delete_identity_provider(call: Call, application_id: Snowflake) -> None:
    """Believe nobody who vouches for the application's players. Ours."""
    async with call.transaction(lock=application_id) as tx:
        await actions.delete_provider(tx, call.identity, application_id)


OPERATIONS: list[Operation] = [
    partner_sdk_token,
    bot_partner_sdk_token,
    partner_sdk_unmerge_provisional_account,
    bot_partner_sdk_unmerge_provisional_account,
    update_user_message_external_moderation_metadata,
    get_identity_provider,
    set_identity_provider,
    delete_identity_provider,
]
