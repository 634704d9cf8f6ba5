"""Issuing codes and tokens, and taking back what a user granted.

Whoever issues tokens holds the grant's row until its transaction ends, and revoking deletes that row first: so
nothing that is issued meanwhile outlives the revocation.
"""

from core import clock, codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import Timestamp
from domain.grants import store
from domain.grants.records import Code, CodeRequest, IssuedTokens, RefreshToken
from domain.users.identity import new_token, revoked, token_hash

ACCESS_TOKEN_S = 604_800
CODE_S = 600
_SECOND_US = 1_000_000


async def issue_code(tx: Transaction, request: CodeRequest) -> str:
    """A code, good once and for ten minutes; only its hash is kept."""
    code = new_token(request.user_id)
    await store.delete_expired_codes(tx, request.user_id, clock.timestamp())
    await store.insert_code(tx, token_hash(code), request, _in(CODE_S))
    return code


async def issue_tokens(
    tx: Transaction, user_id: int, application_id: int, scopes: list[str], *, refresh: bool
) -> IssuedTokens:
    """Tokens for these scopes, which the user's grant to the application now has as well. Raises 10002."""
    if not await store.save_grant(tx, snowflakes.make(), user_id, application_id, scopes, clock.timestamp()):
        raise Problem(codes.UNKNOWN_APPLICATION)
    return await _issue(tx, user_id, application_id, scopes, scopes if refresh else None)


async def _issue(
    tx: Transaction, user_id: int, application_id: int, scopes: list[str], refresh_scopes: list[str] | None
) -> IssuedTokens:
    access_token, refresh_token = new_token(user_id), None if refresh_scopes is None else new_token(user_id)
    await store.insert_tokens(
        tx,
        user_id,
        application_id,
        clock.timestamp(),
        access=(token_hash(access_token), scopes, _in(ACCESS_TOKEN_S)),
        refresh=(token_hash(refresh_token), refresh_scopes) if refresh_token and refresh_scopes is not None else None,
    )
    return IssuedTokens(
        access_token=access_token, refresh_token=refresh_token, expires_in=ACCESS_TOKEN_S, scopes=scopes
    )


async def redeem(tx: Transaction, code: Code) -> IssuedTokens | None:
    """The tokens for a code, or None when it was used or revoked meanwhile: then nothing may be committed."""
    request = code.request
    issued = await issue_tokens(tx, request.user_id, request.application_id, request.scopes, refresh=True)
    return issued if await store.redeem_code(tx, request.user_id, code.hash) else None


async def refresh(tx: Transaction, token: RefreshToken, scopes: list[str]) -> IssuedTokens | None:
    """New tokens in place of a refresh token, which is good no longer; None when it was not.

    `scopes` are those of the new access token; the new refresh token has all that the old one had.
    """
    if not await store.hold_grant(tx, token.user_id, token.application_id):
        return None
    if not await store.use_refresh_token(tx, token.user_id, token.hash):
        return None
    return await _issue(tx, token.user_id, token.application_id, scopes, token.scopes)


async def revoke_grant(tx: Transaction, user_id: int, application_id: int) -> bool:
    """Takes all back that the user let the application do; whether there was anything.

    Needs the user's id as the transaction's lock: then no process accepts a token of the grant once this is done.
    """
    tx.emit(revoked(user_id, application_id=application_id))
    return await store.delete_grant(tx, user_id, application_id)


def _in(seconds: int) -> Timestamp:
    return Timestamp(clock.timestamp() + seconds * _SECOND_US)
