"""Reading teams."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.teams import store
from domain.teams.records import Team, TeamRole

find_teams = store.find_teams
hold = store.hold_team
ids_of_user = store.ids_of_user


async def list_of_user(reader: Reader, user_id: int) -> list[Team]:
    """The teams that he belongs to, oldest first."""
    team_ids = await store.ids_of_user(reader, user_id)
    teams = await store.find_teams(reader, team_ids)
    return [teams[team_id] for team_id in team_ids if team_id in teams]


async def get_own(reader: Reader, user_id: int, team_id: int, least: TeamRole = TeamRole.READ_ONLY) -> Team:
    """For members of at least that role. Raises 50001 for anyone else, whether there is such a team or not."""
    team = await store.find_team(reader, team_id)
    role = team.role_of(user_id) if team else None
    if team is None or role is None:
        raise Problem(codes.MISSING_ACCESS)
    if role < least:
        raise Problem(codes.MISSING_PERMISSIONS)
    return team


async def person(reader: Reader, owner_id: int) -> int:
    """Who is to be told what an application's owner should know: a team's owner, or the owner himself."""
    return await store.find_owner(reader, owner_id) or owner_id
