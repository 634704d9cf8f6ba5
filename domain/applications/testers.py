"""Testers: who may use an application that is private, or scopes that are not approved here, once they accept.

Docs (user-side): resources/application#list-application-testers.
"""

from core import codes, form_codes, snowflakes
from core.database import Reader, Transaction
from core.problems import Problem
from domain import notices
from domain.applications import queries, store
from domain.applications.records import AddTester, Tester
from domain.teams.records import TeamRole
from domain.users import queries as users
from domain.users.identity import Identity

MOST_TESTERS = 50


async def list_(reader: Reader, identity: Identity, application_id: int) -> list[Tester]:
    """Raises 10002, 20012."""
    await queries.get_own(reader, identity, application_id, TeamRole.READ_ONLY)
    return await store.list_testers(reader, application_id)


async def add(tx: Transaction, identity: Identity, application_id: int, body: AddTester) -> Tester:
    """Invites a user; who is a tester, or invited, stays as he is. Needs the application's id as lock.

    Raises 10002, 20012, 10013, 50035 when there are as many as there may be.
    """
    application = await queries.get_own(tx, identity, application_id)
    invited = await users.get_by_name(tx, body.username)
    if await store.insert_tester(tx, application_id, invited.id):
        if len(await store.list_testers(tx, application_id)) > MOST_TESTERS:
            reason = f"An application may have {MOST_TESTERS} testers."
            raise Problem.invalid("username", form_codes.BASE_TYPE_INVALID, reason=reason)
        text = (
            f"You are invited to test {application.name}. To accept, send POST /oauth2/allowlist/accept"
            f' with {{"token": "{int(application_id)}"}}.'
        )
        await notices.tell(tx, invited.id, text, about=f"tester {snowflakes.make()}")
    return await _get(tx, application_id, invited.id)


async def accept(tx: Transaction, user_id: int, application_id: int) -> Tester:
    """Raises 10002 when there is no such application, or he is not invited."""
    if not await store.accept_tester(tx, application_id, user_id):
        raise Problem(codes.UNKNOWN_APPLICATION)
    return await _get(tx, application_id, user_id)


async def remove(tx: Transaction, identity: Identity, application_id: int, user_id: int) -> None:
    """The application's developers may, and the tester himself. Raises 10002, 20012, 10013."""
    if identity.user_id != user_id:
        await queries.get_own(tx, identity, application_id)
    if not await store.delete_tester(tx, application_id, user_id):
        raise Problem(codes.UNKNOWN_USER)


async def _get(reader: Reader, application_id: int, user_id: int) -> Tester:
    testers = await store.list_testers(reader, application_id)
    return next(tester for tester in testers if tester.user.id == user_id)
