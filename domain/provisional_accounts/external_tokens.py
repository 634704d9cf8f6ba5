"""What an external token proves. Verified here are ID tokens of the provider that the application has configured, and
access tokens that this instance issued to its bot.

The tokens of stores and consoles can be verified only by whoever has a contract with them: they are refused as for an
application that is not configured for them.
"""

from typing import Protocol

from core import codes
from core.database import Database
from core.outbound import Outbound
from core.problems import Problem
from domain.provisional_accounts import oidc, store
from domain.provisional_accounts.records import ExternalAuthType, ExternalIdentity
from domain.users.identity import Identities


class Verifying(Protocol):
    """What verifying needs of the process."""

    @property
    def database(self) -> Database: ...
    @property
    def outbound(self) -> Outbound: ...
    @property
    def identities(self) -> Identities: ...


async def identify(by: Verifying, application_id: int, kind: ExternalAuthType, token: str) -> ExternalIdentity:
    """Who the token is about. Raises 530000 for a kind that cannot be verified here, and what `oidc.verify` does."""
    if kind == "DISCORD_BOT_ISSUED_ACCESS_TOKEN":
        identity = await by.identities.find(token)
        if identity is None or identity.application_id != application_id:
            raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
        external = await store.find_identity(by.database, application_id, identity.user_id)
        if external is None:
            raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
        return external
    if kind != "OIDC":
        raise Problem(codes.PROVISIONAL_ACCOUNTS_NOT_GRANTED, message=f"{kind} cannot be verified by this server")
    provider = await store.find_provider(by.database, application_id)
    if provider is None:
        raise Problem(codes.OIDC_CONFIGURATION_NOT_FOUND)
    return await oidc.verify(by.outbound, provider, token)
