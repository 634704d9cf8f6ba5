"""SQL of provisional accounts and identity providers."""

import hashlib

from core.database import Reader, Transaction
from domain.provisional_accounts.records import Account, ExternalIdentity, IdentityProvider


def _hash(external: ExternalIdentity) -> bytes:
    return hashlib.sha256("\n".join((external.provider, external.issuer, external.external_user_id)).encode()).digest()


async def find(reader: Reader, application_id: int, external: ExternalIdentity) -> Account | None:
    row = await reader.fetchrow(
        "SELECT user_id, is_merged FROM provisional_accounts WHERE application_id = $1 AND hash = $2",
        application_id,
        _hash(external),
    )
    return Account(row["user_id"], row["is_merged"]) if row else None


async def hold(tx: Transaction, application_id: int, external: ExternalIdentity) -> Account | None:
    """The same, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(
        "SELECT user_id, is_merged FROM provisional_accounts WHERE application_id = $1 AND hash = $2 FOR UPDATE",
        application_id,
        _hash(external),
    )
    return Account(row["user_id"], row["is_merged"]) if row else None


async def claim(tx: Transaction, application_id: int, external: ExternalIdentity) -> Account:
    """Holds who he is here; user 0 when he has just come. Two who come at once wait for each other."""
    row = await tx.fetchrow(
        "INSERT INTO provisional_accounts (application_id, hash, provider, issuer, external_user_id, user_id)"
        " VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (application_id, hash) DO UPDATE SET provider = excluded.provider"
        " RETURNING user_id, is_merged",
        application_id,
        _hash(external),
        external.provider,
        external.issuer,
        external.external_user_id,
    )
    assert row is not None, "it was inserted or was there"
    return Account(row["user_id"], row["is_merged"])


async def set_account(tx: Transaction, application_id: int, external: ExternalIdentity, account: Account) -> None:
    await tx.execute(
        "UPDATE provisional_accounts SET user_id = $3, is_merged = $4 WHERE application_id = $1 AND hash = $2",
        application_id,
        _hash(external),
        account.user_id,
        account.is_merged,
    )


async def find_identity(reader: Reader, application_id: int, user_id: int) -> ExternalIdentity | None:
    """What the user is elsewhere, for the application."""
    row = await reader.fetchrow(
        "SELECT provider, issuer, external_user_id FROM provisional_accounts"
        " WHERE user_id = $2 AND application_id = $1 LIMIT 1",
        application_id,
        user_id,
    )
    return ExternalIdentity(row["provider"], row["external_user_id"], row["issuer"]) if row else None


async def find_provider(reader: Reader, application_id: int) -> IdentityProvider | None:
    row = await reader.fetchrow(
        "SELECT issuer, client_id FROM identity_providers WHERE application_id = $1", application_id
    )
    return IdentityProvider(row["issuer"], row["client_id"]) if row else None


async def set_provider(tx: Transaction, application_id: int, provider: IdentityProvider) -> None:
    await tx.execute(
        "INSERT INTO identity_providers (application_id, issuer, client_id) VALUES ($1, $2, $3)"
        " ON CONFLICT (application_id) DO UPDATE SET issuer = excluded.issuer, client_id = excluded.client_id",
        application_id,
        provider.issuer,
        provider.client_id,
    )


async def delete_provider(tx: Transaction, application_id: int) -> None:
    await tx.execute("DELETE FROM identity_providers WHERE application_id = $1", application_id)


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    await delete_provider(tx, application_id)
    await tx.execute("DELETE FROM provisional_accounts WHERE application_id = $1", application_id)
