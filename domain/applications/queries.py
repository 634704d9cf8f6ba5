"""Reading applications, and the one answer to who may do what with them."""

from core import codes
from core.database import Reader, Transaction
from core.problems import Problem
from domain.applications import store
from domain.applications.records import Application
from domain.teams import queries as teams
from domain.teams.records import TeamRole
from domain.users.identity import Identity

find = store.find_application  # a bot's application has the bot's id
find_client = store.find_client
summaries = store.summaries
Summary = store.Summary


async def get(reader: Reader, application_id: int) -> Application:
    """Raises 10002."""
    application = await store.find_application(reader, application_id)
    if application is None:
        raise Problem(codes.UNKNOWN_APPLICATION)
    return application


async def list_of_user(reader: Reader, user_id: int, *, with_teams: bool) -> list[Application]:
    """His own, and perhaps those of his teams; oldest first."""
    owner_ids = [user_id, *(await teams.ids_of_user(reader, user_id) if with_teams else ())]
    return await store.list_of_owners(reader, owner_ids)


async def list_of_team(reader: Reader, user_id: int, team_id: int) -> list[Application]:
    """For its members. Raises 50001."""
    await teams.get_own(reader, user_id, team_id)
    return await store.list_of_owners(reader, [team_id])


def role_of(application: Application, user_id: int) -> TeamRole | None:
    """What the user is to the application: its owner, a member of the team that owns it, or (None) a stranger.

    Its own bot may do with it what developers may.
    """
    if user_id == application.id:
        return TeamRole.DEVELOPER
    if application.team is not None:
        return application.team.role_of(user_id)
    return TeamRole.OWNER if user_id == application.owner.id else None


async def get_own(
    reader: Reader, identity: Identity, application_id: int, least: TeamRole = TeamRole.DEVELOPER
) -> Application:
    """For those who are at least that to it (`role_of`). Raises 10002, or 20012 for anyone else.

    So also for a bearer of another application, whatever its user is to this one.
    """
    application = await get(reader, application_id)
    role = role_of(application, identity.user_id)
    if role is None or role < least or identity.application_id not in (0, application_id):
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    return application


async def may_try(reader: Reader, application: Application, user_id: int) -> bool:
    """Whether the user may use it while others may not yet: its developers, and its testers."""
    return role_of(application, user_id) is not None or await store.is_tester(reader, application.id, user_id)


async def hold(tx: Transaction, application_id: int) -> None:
    """The application cannot be deleted until the transaction ends. Raises 10002 when it was."""
    if not await store.hold(tx, application_id):
        raise Problem(codes.UNKNOWN_APPLICATION)
