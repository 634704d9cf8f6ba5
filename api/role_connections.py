"""Role connections: what an application can say of users, and what it says of each.

Docs: resources/application-role-connection-metadata, resources/user#application-role-connection-object.
"""

from core import codes
from core.wire import Snowflake
from domain.role_connections import actions, queries
from domain.role_connections.records import EditRoleConnection, MetadataRecord, NewMetadata, RoleConnection
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_METADATA = "/applications/{application_id}/role-connections/metadata"
_CONNECTION = "/users/@me/applications/{application_id}/role-connection"
_SCOPES = ("role_connections.write",)
_OWN = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)
_FOR_A_USER = (codes.NOT_AUTHORIZED_FOR_APPLICATION,)


@operation("GET", _METADATA, who=Who.ACCOUNT, bucket=buckets.READ, problems=_OWN)
async def get_application_role_connections_metadata(call: Call, application_id: Snowflake) -> list[MetadataRecord]:
    """What an application can say of its users."""
    return await queries.list_records(call.database, call.identity, application_id)


@operation("PUT", _METADATA, who=Who.ACCOUNT, bucket=buckets.ROLE_CONNECTION_METADATA, problems=_OWN)
async def update_application_role_connections_metadata(
    call: Call, application_id: Snowflake, body: NewMetadata | None
) -> list[MetadataRecord]:
    """Say anew what an application can say of its users; null is nothing."""
    async with call.transaction() as tx:
        return await actions.set_records(tx, call.identity, application_id, body or ())


@operation("GET", _CONNECTION, who=Who.BEARER, scopes=_SCOPES, bucket=buckets.READ, problems=_FOR_A_USER)
async def get_application_user_role_connection(call: Call, application_id: Snowflake) -> RoleConnection:
    """What the calling application says of its user."""
    return await queries.get(call.database, call.identity, application_id)


@operation("PUT", _CONNECTION, who=Who.BEARER, scopes=_SCOPES, bucket=buckets.ROLE_CONNECTION, problems=_FOR_A_USER)
async def update_application_user_role_connection(
    call: Call, application_id: Snowflake, body: EditRoleConnection
) -> RoleConnection:
    """Say something else of the user."""
    async with call.transaction() as tx:
        return await actions.put(tx, call.identity, application_id, body)


@operation("DELETE", _CONNECTION, who=Who.BEARER, scopes=_SCOPES, bucket=buckets.ROLE_CONNECTION, problems=_FOR_A_USER)
async def delete_application_user_role_connection(call: Call, application_id: Snowflake) -> None:
    """Say nothing of the user any more."""
    async with call.transaction() as tx:
        await actions.delete(tx, call.identity, application_id)


OPERATIONS = [
    get_application_role_connections_metadata,
    update_application_role_connections_metadata,
    get_application_user_role_connection,
    update_application_user_role_connection,
    delete_application_user_role_connection,
]
