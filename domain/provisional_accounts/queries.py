"""Reading provisional accounts and identity providers."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.applications import queries as applications
from domain.provisional_accounts import store
from domain.provisional_accounts.records import ExternalIdentity, IdentityProvider
from domain.users.identity import Identity


async def whoever(reader: Reader, application_id: int, external: ExternalIdentity) -> int:
    """The id of the user that the player is here. Raises 10013 for one who is not known."""
    account = await store.find(reader, application_id, external)
    if account is None:
        raise Problem(codes.UNKNOWN_USER)
    return account.user_id


async def get_provider(reader: Reader, identity: Identity, application_id: int) -> IdentityProvider:
    """Raises 10002, 20012, 530008."""
    await applications.get_own(reader, identity, application_id)
    provider = await store.find_provider(reader, application_id)
    if provider is None:
        raise Problem(codes.OIDC_CONFIGURATION_NOT_FOUND)
    return provider
