"""Who a player is here: an account that his application vouches for, until he makes it his own.

Merging moves him to the user's own account, unmerging to a new provisional one. Either way his lobbies come along, and
what he left behind can do no more. Docs: discord-social-sdk/development-guides/provisional-accounts.
"""

from typing import Final

import msgspec

from core import clock, codes, snowflakes
from core.database import Transaction
from core.problems import Faults, Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.grants import actions as grants
from domain.grants import queries as grant_queries
from domain.grants import scopes
from domain.grants.records import IssuedTokens
from domain.lobbies import members as lobby_members
from domain.provisional_accounts import events, oidc, store
from domain.provisional_accounts.records import Account, ExternalIdentity, IdentityProvider, MergedAccount
from domain.users import actions as users
from domain.users import queries as user_queries
from domain.users import rules
from domain.users.identity import Identity
from domain.users.records import PROVISIONAL_ACCOUNT

_SCOPES: Final = [scopes.SOCIAL_LAYER]

delete_of_application = store.delete_of_application


class SignedIn(msgspec.Struct):
    user_id: int
    tokens: IssuedTokens


async def sign_in(
    tx: Transaction,
    application_id: int,
    external: ExternalIdentity,
    *,
    provisional_user_id: int | None = None,
    refresh: bool = False,
) -> SignedIn | MergedAccount:
    """Tokens for the player's provisional account, which is made if he has none. Raises 10002, 10013, 50035."""
    await applications.hold(tx, application_id)
    account = await store.claim(tx, application_id, external)
    if account.is_merged and await grant_queries.find_grant(tx, account.user_id, application_id) is not None:
        return _merged(account, external)
    name = _checked(external.preferred_name)
    if account.is_merged:  # the user has taken back what he let the application do
        await _begin_anew(tx, application_id, external, account)
        account = await store.claim(tx, application_id, external)
    if not account.user_id:
        account.user_id = await _account(tx, application_id, provisional_user_id, name)
        await store.set_account(tx, application_id, external, account)
    if name is not None:
        await users.rename_provisional(tx, account.user_id, name)
    tokens = await grants.issue_tokens(tx, account.user_id, application_id, _SCOPES, refresh=refresh)
    return SignedIn(account.user_id, tokens)


def _checked(name: str | None) -> str | None:
    if name is None:
        return None
    faults = Faults()
    name = rules.clean(name)
    rules.check_global_name(faults, "preferred_global_name", name)
    faults.raise_if_any()
    return name


async def _account(tx: Transaction, application_id: int, wanted_id: int | None, name: str | None) -> int:
    if not wanted_id:
        return await users.create_provisional(tx, name)
    user = await user_queries.get(tx, wanted_id)
    known = await store.find_identity(tx, application_id, wanted_id)
    if known is None or not user.public_flags & PROVISIONAL_ACCOUNT:
        raise Problem(codes.UNKNOWN_USER)
    return wanted_id


def _merged(account: Account, external: ExternalIdentity) -> MergedAccount:
    return MergedAccount(
        message=codes.ACCOUNT_NOT_PROVISIONAL.message,
        code=codes.ACCOUNT_NOT_PROVISIONAL.number,
        user_id=Snowflake(account.user_id),
        provider_type=external.provider,
        provider_id=external.issuer or None,
        provider_issued_user_id=external.external_user_id,
    )


async def unmerge(tx: Transaction, application_id: int, external: ExternalIdentity) -> None:
    """The player has a new provisional account, and the old one's tokens are good no longer.

    Needs the id of who he was as lock (`whoever`). Raises 10013 for a player who is not known.
    """
    account = await store.hold(tx, application_id, external)
    if account is None:
        raise Problem(codes.UNKNOWN_USER)
    await _begin_anew(tx, application_id, external, account)


async def _begin_anew(tx: Transaction, application_id: int, external: ExternalIdentity, before: Account) -> None:
    user = await user_queries.get(tx, before.user_id)
    fresh_id = await users.create_provisional(tx, user.global_name)
    await lobby_members.move(tx, application_id, before.user_id, fresh_id)
    await store.set_account(tx, application_id, external, Account(fresh_id, False))
    await grants.revoke_grant(tx, before.user_id, application_id)


async def merge(tx: Transaction, application_id: int, external: ExternalIdentity, user_id: int) -> None:
    """The player is this user from now on. Raises 530014, 530016, 530023."""
    account = await store.hold(tx, application_id, external)
    if account is None or (account.is_merged and account.user_id != user_id):
        raise Problem(codes.INVALID_MERGE_SOURCE)
    if account.user_id == user_id and account.is_merged:
        return
    if (await user_queries.get(tx, user_id)).public_flags & PROVISIONAL_ACCOUNT:
        raise Problem(codes.INVALID_MERGE_DESTINATION)
    if await store.find_identity(tx, application_id, user_id) is not None:
        raise Problem(codes.TOO_MANY_APPLICATION_IDENTITIES)
    await lobby_members.move(tx, application_id, account.user_id, user_id)
    await store.set_account(tx, application_id, external, Account(user_id, True))
    await grants.revoke_grant(tx, account.user_id, application_id)
    tx.emit(events.user_merged(user_id, snowflakes.make(), account.user_id))


async def set_provider(
    tx: Transaction, identity: Identity, application_id: int, body: IdentityProvider, *, may_be_private: bool
) -> IdentityProvider:
    """Who vouches for the application's players. Raises 10002, 20012, 50035."""
    await applications.get_own(tx, identity, application_id)
    await applications.hold(tx, application_id)
    oidc.check_issuer(body.issuer, may_be_private=may_be_private)
    await store.set_provider(tx, application_id, body)
    return body


async def delete_provider(tx: Transaction, identity: Identity, application_id: int) -> None:
    """Raises 10002, 20012."""
    await applications.get_own(tx, identity, application_id)
    await store.delete_provider(tx, application_id)


def expires_at_s(tokens: IssuedTokens) -> int:
    return int(clock.now()) + tokens.expires_in
