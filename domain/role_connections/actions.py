"""Changing metadata records, and what an application says of a user.

Docs: resources/application-role-connection-metadata, resources/user#update-current-user-application-role-connection.
"""

from collections.abc import Sequence

from core.database import Transaction
from core.problems import Faults
from core.wire import UNSET
from domain.applications import queries as applications
from domain.role_connections import rules, store
from domain.role_connections.queries import require_own
from domain.role_connections.records import EditRoleConnection, MetadataRecord, NewMetadataRecord, RoleConnection
from domain.users.identity import Identity


async def set_records(
    tx: Transaction, identity: Identity, application_id: int, given: Sequence[NewMetadataRecord]
) -> list[MetadataRecord]:
    """The records from now on. Values that users have for other keys stay, unread. Raises 10002, 20012, 50035."""
    await applications.get_own(tx, identity, application_id)
    faults = Faults()
    records = rules.records(given, faults)
    faults.raise_if_any()
    await store.put_records(tx, application_id, records)
    return records


async def put(tx: Transaction, identity: Identity, application_id: int, body: EditRoleConnection) -> RoleConnection:
    """What the calling application says of its user from now on. Raises 20012 for another one, 50035."""
    require_own(identity, application_id)
    faults = Faults()
    metadata = rules.values(body.metadata, await store.list_records(tx, application_id), faults)
    faults.raise_if_any()
    connection = RoleConnection(
        platform_name=body.platform_name or UNSET,
        platform_username=body.platform_username or None,
        metadata=metadata,
    )
    await store.put(tx, identity.user_id, application_id, connection)
    return connection


async def delete(tx: Transaction, identity: Identity, application_id: int) -> None:
    """Nothing is said of the user any more. Raises 20012 for another application."""
    require_own(identity, application_id)
    await store.delete(tx, identity.user_id, application_id)


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    """All that an application said, when it is gone."""
    await store.delete_of_application(tx, application_id)
