"""The applications that a user lets do something for him: which they are, and no more of it.

There is one authorization for each application: his grant, or else his install of it, which then has the id of the
application.
"""

from core import codes
from core.database import Database, Reader, Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.grants import actions as grants
from domain.grants import queries as grant_queries
from domain.installs import actions, events, store
from domain.installs.records import ApplicationDeauthorized, UserAuthorization, authorizing
from domain.users import queries as users
from domain.webhook_events import actions as webhook_events


async def list_of_user(reader: Reader, user_id: int) -> list[UserAuthorization]:
    """The newest first."""
    granted = {grant.application_id: grant for grant in await grant_queries.list_grants(reader, user_id)}
    installed = await store.list_of_user(reader, user_id)
    found: list[UserAuthorization] = []
    for application_id in dict.fromkeys((*granted, *map(Snowflake, installed))):
        application = await applications.find(reader, application_id)
        grant = granted.get(application_id)
        if application is not None:
            scopes = set(installed.get(int(application_id), ())) | set(grant.scopes if grant else ())
            id_ = grant.id if grant else Snowflake(application_id)
            found.append(UserAuthorization(id=id_, scopes=sorted(scopes), application=authorizing(application)))
    return found


async def get(reader: Reader, user_id: int, id_: int) -> UserAuthorization:
    """Raises 10012."""
    for authorization in await list_of_user(reader, user_id):
        if authorization.id == id_:
            return authorization
    raise Problem(codes.UNKNOWN_TOKEN)


async def deauthorize(database: Database, user_id: int, id_: int) -> None:
    """Revokes every token of the grant, and removes the application from the user's account. Raises 10012."""
    async with database.transaction(lock=user_id) as tx:
        authorization = await get(tx, user_id, id_)
        await _end(tx, user_id, authorization.application.id)


async def _end(tx: Transaction, user_id: int, application_id: int) -> None:
    await grants.revoke_grant(tx, user_id, application_id)
    await actions.remove_from_user(tx, user_id, application_id)
    gone = ApplicationDeauthorized(await users.get(tx, user_id))
    await webhook_events.emit(tx, application_id, "APPLICATION_DEAUTHORIZED", gone)
    tx.emit(events.user_application_remove(user_id, application_id))
