"""Changing teams. Every change holds the team's row until its transaction ends.

Docs: topics/teams; (user-side) resources/team.
"""

from core import codes, form_codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain import notices
from domain.teams import queries, store
from domain.teams.records import (
    MOST_MEMBERS,
    MOST_TEAMS,
    CreateTeam,
    EditTeam,
    EditTeamMember,
    InviteTeamMember,
    MembershipState,
    Team,
    TeamMember,
    TeamRole,
)
from domain.users import actions as users
from domain.users import queries as user_queries


async def create(tx: Transaction, user_id: int, body: CreateTeam) -> Team:
    """A team of the user's. Needs the user's id as lock. Raises 50035 when he is in as many as he may be."""
    await _require_room(tx, user_id)
    team_id = snowflakes.make()
    await users.create_team_user(tx, team_id)
    await store.insert_team(tx, team_id, body.name, user_id)
    await store.insert_member(tx, team_id, user_id, MembershipState.ACCEPTED, "admin")
    return await queries.get_own(tx, user_id, team_id)


async def edit(tx: Transaction, user_id: int, team_id: int, body: EditTeam) -> Team:
    """Admins may; only the owner may give the team to another member. The icon in the body is a hash.

    Raises 50001, 50013, 10013 when the new owner is no member.
    """
    team = await _hold(tx, user_id, team_id, TeamRole.ADMIN)
    columns: dict[str, object] = {}
    if body.name is not UNSET:
        columns["name"] = body.name
    if body.icon is not UNSET:
        columns["icon"] = body.icon
    if body.owner_user_id is not UNSET and body.owner_user_id != team.owner_user_id:
        if user_id != team.owner_user_id:
            raise Problem(codes.MISSING_PERMISSIONS)
        if team.role_of(body.owner_user_id) is None:
            raise Problem(codes.UNKNOWN_USER)
        columns["owner_user_id"] = body.owner_user_id
        await store.update_role(tx, team_id, body.owner_user_id, "admin")
    if columns:
        await store.update_team(tx, team_id, columns)
    return await queries.get_own(tx, user_id, team_id)


async def delete(tx: Transaction, user_id: int, team_id: int) -> None:
    """Its owner may, when it has no application any more. Raises 50001, 50013, 50035."""
    await _hold(tx, user_id, team_id, TeamRole.OWNER)
    if await store.count_applications(tx, team_id):
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason="The team still owns applications.")
    await store.delete_team(tx, team_id)


async def invite(tx: Transaction, user_id: int, team_id: int, body: InviteTeamMember) -> TeamMember:
    """Admins may. Who is a member already, or invited, stays as he is. Raises 50001, 50013, 10013, 50035."""
    team = await _hold(tx, user_id, team_id, TeamRole.ADMIN)
    invited = await user_queries.get_by_name(tx, body.username)
    if len(team.members) >= MOST_MEMBERS:
        reason = f"A team may have {MOST_MEMBERS} members."
        raise Problem.invalid("username", form_codes.BASE_TYPE_INVALID, reason=reason)
    if await store.insert_member(tx, team_id, invited.id, MembershipState.INVITED, body.role):
        text = (
            f"You are invited to the team {team.name}. To accept, send POST /teams/invite/accept"
            f' with {{"token": "{int(team_id)}"}}.'
        )
        await notices.tell(tx, invited.id, text, about=f"team {snowflakes.make()}")
    return await get_member(tx, user_id, team_id, invited.id)


async def accept(tx: Transaction, user_id: int, team_id: int) -> Team:
    """Needs the user's id as lock. Raises 50001 when he is not invited, 50035 as `create` does."""
    if not await store.hold_team(tx, team_id) or not await store.accept(tx, team_id, user_id):
        raise Problem(codes.MISSING_ACCESS)
    await _require_room(tx, user_id, more=0)
    return await queries.get_own(tx, user_id, team_id)


async def get_member(tx: Transaction, user_id: int, team_id: int, member_id: int) -> TeamMember:
    """Raises 50001, 10013."""
    team = await queries.get_own(tx, user_id, team_id)
    for member in team.members:
        if member.user.id == member_id:
            return member
    raise Problem(codes.UNKNOWN_USER)


async def edit_member(tx: Transaction, user_id: int, team_id: int, member_id: int, body: EditTeamMember) -> TeamMember:
    """Admins may; the owner stays what he is. Raises 50001, 50013, 10013."""
    team = await _hold(tx, user_id, team_id, TeamRole.ADMIN)
    await get_member(tx, user_id, team_id, member_id)
    if body.role is not UNSET:
        if member_id == team.owner_user_id:
            raise Problem(codes.MISSING_PERMISSIONS)
        await store.update_role(tx, team_id, member_id, body.role)
    return await get_member(tx, user_id, team_id, member_id)


async def remove_member(tx: Transaction, user_id: int, team_id: int, member_id: int) -> None:
    """Admins may, and everyone himself, invited or not; never the owner. Raises 50001, 50013, 10013."""
    if user_id != member_id:
        await _hold(tx, user_id, team_id, TeamRole.ADMIN)
    elif not await store.hold_team(tx, team_id):
        raise Problem(codes.MISSING_ACCESS)
    if await store.find_owner(tx, team_id) == member_id:
        raise Problem(codes.MISSING_PERMISSIONS)
    if not await store.delete_member(tx, team_id, member_id):
        raise Problem(codes.MISSING_ACCESS if user_id == member_id else codes.UNKNOWN_USER)


async def _hold(tx: Transaction, user_id: int, team_id: int, least: TeamRole) -> Team:
    await store.hold_team(tx, team_id)
    return await queries.get_own(tx, user_id, team_id, least)


async def _require_room(tx: Transaction, user_id: int, *, more: int = 1) -> None:
    if len(await store.ids_of_user(tx, user_id)) + more > MOST_TEAMS:
        reason = f"A user may be in {MOST_TEAMS} teams."
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason=reason)
