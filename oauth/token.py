"""Tokens for a code, for a refresh token, or for an application's own secret. RFC 6749, sections 4.1.3, 4.4 and 6.

Docs: topics/oauth2#authorization-code-grant, topics/oauth2#client-credentials-grant.
"""

from typing import Final, Literal

import msgspec
from authlib.oauth2.rfc6749.errors import (
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    UnsupportedGrantTypeError,
)

from core import clock
from core.database import Transaction
from core.wire import UNSET, Snowflake, UnsetType
from domain.applications import queries as applications
from domain.applications.records import Client
from domain.grants import actions, id_tokens, queries, scopes
from domain.grants.records import Code, CodeRequest, IssuedTokens
from domain.guilds import queries as guilds
from domain.guilds.records import Guild
from domain.installs import actions as installs
from domain.provisional_accounts import actions as provisional_accounts
from domain.provisional_accounts import external_tokens
from domain.provisional_accounts.records import ExternalAuthType, ExternalIdentity
from domain.users.identity import Identity
from domain.webhooks import queries as webhooks
from domain.webhooks import tokens as webhook_tokens
from domain.webhooks.records import Webhook
from oauth import pkce
from oauth.clients import ClientForm, authenticate
from oauth.errors import NO_STORE, REFUSALS
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_BEARER: Final = "Bearer"
_FOR_TEAMS: Final = {scopes.IDENTIFY, scopes.COMMANDS_UPDATE}
"""Docs: topics/oauth2#client-credentials-grant."""


class TokenForm(ClientForm, kw_only=True):
    grant_type: str = ""
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str = ""
    refresh_token: str = ""
    scope: str = ""
    external_auth_type: ExternalAuthType | UnsetType = UNSET  # of the provisional account that becomes the user's
    external_auth_token: str = ""


class AccessToken(msgspec.Struct, kw_only=True):
    """`guild` is the one that the bot was added to, `webhook` the one that was made."""

    token_type: Literal["Bearer"] = _BEARER
    access_token: str
    expires_in: int
    scope: str
    refresh_token: str | UnsetType = UNSET
    id_token: str | UnsetType = UNSET
    guild: Guild | UnsetType = UNSET
    webhook: Webhook | UnsetType = UNSET


@operation(
    "POST",
    "/oauth2/token",
    who=Who.ANYONE,
    bucket=buckets.TOKEN,
    answer=AccessToken,
    refusals=REFUSALS,
)
async def get_oauth2_token(call: Call, form: TokenForm) -> Answer:
    """Get an access token for a code, for a refresh token, or for oneself. Problems are told as RFC 6749 has them."""
    if form.grant_type == "authorization_code":
        token = await _by_code(call, form)
    elif form.grant_type == "refresh_token":
        token = await _by_refresh_token(call, form)
    elif form.grant_type == "client_credentials":
        token = await _by_secret(call, form)
    elif form.grant_type:
        raise UnsupportedGrantTypeError(form.grant_type)
    else:
        raise InvalidRequestError("A grant_type is needed.")
    return Answer(200, token, NO_STORE)


async def _by_code(call: Call, form: TokenForm) -> AccessToken:
    client = await authenticate(call, form, may_be_public=bool(form.code_verifier))
    if not form.code:
        raise InvalidRequestError("A code is needed.")
    code = await queries.find_code(call.database, form.code)
    if code is None or code.request.application_id != client.id or clock.timestamp() >= code.expires_at:
        raise _bad_code()
    request = code.request
    if form.redirect_uri != (request.redirect_uri or "") and not _is_default(client, form, request):
        raise InvalidGrantError("The redirect_uri is not that of the authorization request.")
    pkce.check_verifier(form.code_verifier, request.code_challenge)
    token = None if code.redeemed else await _redeem(call, client, code, await _external(call, client, form))
    if token is None:
        # RFC 6749, 4.1.2: one of the two who had the code stole it, and nobody knows which.
        async with call.transaction(lock=request.user_id) as tx:
            await actions.revoke_grant(tx, request.user_id, request.application_id)
        raise _bad_code()
    if scopes.OPENID in request.scopes:
        issuer = call.settings.public_url
        token.id_token = await id_tokens.make(
            call.database, issuer, request.user_id, client.id, token.access_token, request.nonce
        )
    return token


async def _external(call: Call, client: Client, form: TokenForm) -> ExternalIdentity | None:
    if form.external_auth_type is UNSET:
        return None
    return await external_tokens.identify(call.instance, client.id, form.external_auth_type, form.external_auth_token)


def _is_default(client: Client, form: TokenForm, request: CodeRequest) -> bool:
    """Whether the request named no address, and so meant the first one that is registered."""
    return request.redirect_uri is None and form.redirect_uri in client.redirect_uris[:1]


class _UsedError(Exception):
    """Takes back the transaction of whoever came second."""


async def _redeem(call: Call, client: Client, code: Code, external: ExternalIdentity | None) -> AccessToken | None:
    """The answer to a code; None when someone else redeemed it at the same moment.

    A bot whose application requires the code grant comes into its guild now.
    Docs: topics/oauth2#advanced-bot-authorization.
    """
    request = code.request
    here = None
    if client.bot_require_code_grant and scopes.BOT in request.scopes and request.guild_id is not None:
        agreed = Identity(request.user_id, False, b"")
        here = await call.instance.access.guild(agreed, Snowflake(request.guild_id))
    try:
        lock = here.guild_id if here else request.user_id if external else None
        async with call.transaction(lock=lock) as tx:
            issued = await actions.redeem(tx, code)
            if issued is None:
                raise _UsedError
            if external is not None:
                await provisional_accounts.merge(tx, client.id, external, request.user_id)
            if here is not None:
                application = await applications.get(tx, client.id)
                await installs.add_to_guild(tx, here, application, set(request.scopes), request.permissions)
            return await _with_what_was_made(call, tx, request, _token(issued))
    except _UsedError:
        return None


async def _with_what_was_made(call: Call, tx: Transaction, request: CodeRequest, token: AccessToken) -> AccessToken:
    """Raises 10004 or 10015 when it is gone: then there are no tokens either."""
    if scopes.BOT in request.scopes and request.guild_id is not None:
        token.guild = await guilds.get(tx, request.guild_id)
    if request.webhook_id is not None:
        row = await webhooks.get_row(tx, request.webhook_id)
        token.webhook = await webhooks.show_by_token(tx, row)
        token.webhook.url = webhook_tokens.url(call.settings.public_url, row.id)
    return token


async def _by_refresh_token(call: Call, form: TokenForm) -> AccessToken:
    client = await authenticate(call, form)
    if not form.refresh_token:
        raise InvalidRequestError("A refresh_token is needed.")
    token = await queries.find_refresh_token(call.database, form.refresh_token)
    if token is None or token.application_id != client.id:
        raise InvalidGrantError("The refresh_token is not good, or no longer.")
    asked = scopes.split(form.scope) or token.scopes
    if not set(asked) <= set(token.scopes):
        raise InvalidScopeError("More than was granted.")
    issued = None
    if not token.used:
        async with call.transaction() as tx:
            issued = await actions.refresh(tx, token, asked)
    if issued is None:
        # RFC 9700, 4.14.2: as with a code.
        async with call.transaction(lock=token.user_id) as tx:
            await actions.revoke_grant(tx, token.user_id, token.application_id)
        raise InvalidGrantError("The refresh_token is not good, or no longer.")
    return _token(issued)


async def _by_secret(call: Call, form: TokenForm) -> AccessToken:
    """For the application's owner, who may try every scope. No refresh token: the secret does as well."""
    client = await authenticate(call, form, may_be_public=False)
    asked = scopes.split(form.scope)
    if not asked or any(name not in scopes.SCOPES or scopes.SCOPES[name].by_code_only for name in asked):
        raise InvalidScopeError("The scope is missing, unknown or not for client credentials.")
    if client.is_of_team and not set(asked) <= _FOR_TEAMS:
        raise InvalidScopeError(
            "An application of a team is no user's: it has identify and applications.commands.update."
        )
    async with call.transaction() as tx:
        return _token(await actions.issue_tokens(tx, client.owner_id, client.id, asked, refresh=False))


def _bad_code() -> InvalidGrantError:
    return InvalidGrantError("The code is not good, or no longer.")


def _token(issued: IssuedTokens) -> AccessToken:
    return AccessToken(
        access_token=issued.access_token,
        expires_in=issued.expires_in,
        scope=" ".join(issued.scopes),
        refresh_token=issued.refresh_token or UNSET,
    )


OPERATIONS = [get_oauth2_token]
