"""Reading role connections."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.applications import queries as applications
from domain.role_connections import store
from domain.role_connections.records import MetadataRecord, RoleConnection
from domain.users.identity import Identity


async def list_records(reader: Reader, identity: Identity, application_id: int) -> list[MetadataRecord]:
    """For the application's bot and its owner. Raises 10002, 20012."""
    await applications.get_own(reader, identity, application_id)
    return await store.list_records(reader, application_id)


async def get(reader: Reader, identity: Identity, application_id: int) -> RoleConnection:
    """What the calling application says of its user; empty when it has said nothing. Raises 20012 for another."""
    require_own(identity, application_id)
    return await store.find(reader, identity.user_id, application_id) or RoleConnection()


def require_own(identity: Identity, application_id: int) -> None:
    """Raises 20012 unless it is this application that calls for a user."""
    if identity.application_id != application_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
