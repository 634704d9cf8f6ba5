"""Teams, who is in them, and the testers of applications. User-side; Docs: topics/teams."""

from core import codes
from core.wire import Snowflake
from domain import images
from domain.applications import queries as applications
from domain.applications import testers
from domain.applications.records import AddTester, OwnApplication, Tester, own
from domain.teams import actions, queries
from domain.teams.records import (
    AcceptInvitation,
    CreateTeam,
    EditTeam,
    EditTeamMember,
    InviteTeamMember,
    Team,
    TeamMember,
    TeamRole,
)
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_STRANGER = (codes.MISSING_ACCESS,)
_REFUSED = (codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_OTHERS = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation("GET", "/teams", who=Who.USER, bucket=buckets.READ)
async def list_my_teams(call: Call) -> list[Team]:
    """The teams that the caller belongs to."""
    return await queries.list_of_user(call.database, call.user_id)


@operation("POST", "/teams", who=Who.USER, bucket=buckets.TEAMS)
async def create_team(call: Call, body: CreateTeam) -> Team:
    """Create a team, which the caller owns."""
    async with call.transaction(lock=call.user_id) as tx:
        return await actions.create(tx, call.user_id, body)


@operation("GET", "/teams/{team_id}", who=Who.USER, bucket=buckets.READ, problems=_STRANGER)
async def get_team(call: Call, team_id: Snowflake) -> Team:
    """One of the caller's teams."""
    return await queries.get_own(call.database, call.user_id, team_id)


@operation("PATCH", "/teams/{team_id}", who=Who.USER, bucket=buckets.TEAMS, problems=(*_REFUSED, codes.UNKNOWN_USER))
async def update_team(call: Call, team_id: Snowflake, body: EditTeam) -> Team:
    """Change a team, or give it to another member."""
    await queries.get_own(call.database, call.user_id, team_id, TeamRole.ADMIN)
    await images.keep(call.instance.objects, team_id, body, {"icon": images.Kind.TEAM_ICON})
    async with call.transaction() as tx:
        return await actions.edit(tx, call.user_id, team_id, body)


@operation("POST", "/teams/{team_id}/delete", who=Who.USER, bucket=buckets.TEAMS, problems=_REFUSED)
async def delete_team(call: Call, team_id: Snowflake) -> None:
    """Delete a team that owns no applications."""
    async with call.transaction() as tx:
        await actions.delete(tx, call.user_id, team_id)


@operation("POST", "/teams/invite/accept", who=Who.USER, bucket=buckets.TEAMS, problems=_STRANGER)
async def accept_team_invite(call: Call, body: AcceptInvitation) -> Team:
    """Join the team that one is invited to; the token is the team's id."""
    async with call.transaction(lock=call.user_id) as tx:
        return await actions.accept(tx, call.user_id, body.token)


@operation("GET", "/teams/{team_id}/members", who=Who.USER, bucket=buckets.READ, problems=_STRANGER)
async def list_team_members(call: Call, team_id: Snowflake) -> list[TeamMember]:
    """A team's members, and who is invited."""
    return (await queries.get_own(call.database, call.user_id, team_id)).members


@operation(
    "POST",
    "/teams/{team_id}/members",
    who=Who.USER,
    bucket=buckets.INVITE_DEVELOPER,
    problems=(*_REFUSED, codes.UNKNOWN_USER),
)
async def add_team_member(call: Call, team_id: Snowflake, body: InviteTeamMember) -> TeamMember:
    """Invite a user to a team."""
    async with call.transaction() as tx:
        return await actions.invite(tx, call.user_id, team_id, body)


@operation(
    "PATCH",
    "/teams/{team_id}/members/{user_id}",
    who=Who.USER,
    bucket=buckets.TEAMS,
    problems=(*_REFUSED, codes.UNKNOWN_USER),
)
async def update_team_member(call: Call, team_id: Snowflake, user_id: Snowflake, body: EditTeamMember) -> TeamMember:
    """Change the role of a team's member."""
    async with call.transaction() as tx:
        return await actions.edit_member(tx, call.user_id, team_id, user_id, body)


@operation(
    "DELETE",
    "/teams/{team_id}/members/{user_id}",
    who=Who.USER,
    bucket=buckets.TEAMS,
    problems=(*_REFUSED, codes.UNKNOWN_USER),
)
async def remove_team_member(call: Call, team_id: Snowflake, user_id: Snowflake) -> None:
    """Take a member out of a team, or an invitation back; or leave."""
    async with call.transaction() as tx:
        await actions.remove_member(tx, call.user_id, team_id, user_id)


@operation("GET", "/teams/{team_id}/applications", who=Who.USER, bucket=buckets.READ, problems=_STRANGER)
async def list_team_applications(call: Call, team_id: Snowflake) -> list[OwnApplication]:
    """The applications of a team."""
    found = await applications.list_of_team(call.database, call.user_id, team_id)
    return [own(application) for application in found]


@operation(
    "GET", "/oauth2/applications/{application_id}/allowlist", who=Who.USER, bucket=buckets.READ, problems=_OTHERS
)
async def list_application_testers(call: Call, application_id: Snowflake) -> list[Tester]:
    """An application's testers, and who is invited to be one."""
    return await testers.list_(call.database, call.identity, application_id)


@operation(
    "POST",
    "/oauth2/applications/{application_id}/allowlist",
    who=Who.USER,
    bucket=buckets.INVITE_DEVELOPER,
    problems=(*_OTHERS, codes.UNKNOWN_USER),
)
async def add_application_tester(call: Call, application_id: Snowflake, body: AddTester) -> Tester:
    """Invite a user to test an application."""
    async with call.transaction(lock=application_id) as tx:
        return await testers.add(tx, call.identity, application_id, body)


@operation(
    "POST", "/oauth2/allowlist/accept", who=Who.USER, bucket=buckets.TESTERS, problems=(codes.UNKNOWN_APPLICATION,)
)
async def accept_application_tester_invitation(call: Call, body: AcceptInvitation) -> Tester:
    """Become a tester of the application that one is invited to; the token is the application's id."""
    async with call.transaction() as tx:
        return await testers.accept(tx, call.user_id, body.token)


@operation(
    "DELETE",
    "/oauth2/applications/{application_id}/allowlist/{user_id}",
    who=Who.USER,
    bucket=buckets.TESTERS,
    problems=(*_OTHERS, codes.UNKNOWN_USER),
)
async def remove_application_tester(call: Call, application_id: Snowflake, user_id: Snowflake) -> None:
    """Take a tester, or an invitation, away; or oneself."""
    async with call.transaction() as tx:
        await testers.remove(tx, call.identity, application_id, user_id)


OPERATIONS: list[Operation] = [
    list_my_teams,
    create_team,
    accept_team_invite,
    get_team,
    update_team,
    delete_team,
    list_team_members,
    add_team_member,
    update_team_member,
    remove_team_member,
    list_team_applications,
    list_application_testers,
    add_application_tester,
    accept_application_tester_invitation,
    remove_application_tester,
]
