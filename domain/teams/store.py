"""SQL of teams."""

from collections.abc import Iterable

from core.database import Reader, Transaction
from core.wire import Snowflake
from domain.teams.records import MembershipState, Team, TeamMember
from domain.users import queries as users


async def find_teams(reader: Reader, team_ids: Iterable[int]) -> dict[int, Team]:
    """The teams by id, with their members; unknown ids are left out."""
    wanted = list(team_ids)
    rows = await reader.fetch("SELECT id, name, icon, owner_user_id FROM teams WHERE id = ANY($1::bigint[])", wanted)
    if not rows:
        return {}
    members = await reader.fetch(
        "SELECT team_id, user_id, state, role FROM team_members WHERE team_id = ANY($1::bigint[])"
        " ORDER BY team_id, user_id",
        wanted,
    )
    people = await users.by_ids(reader, {row["user_id"] for row in members})
    teams = {
        row["id"]: Team(Snowflake(row["id"]), row["icon"], row["name"], Snowflake(row["owner_user_id"]), [])
        for row in rows
    }
    for row in members:
        user = people[row["user_id"]]
        member = TeamMember(user, Snowflake(row["team_id"]), MembershipState(row["state"]), row["role"])
        teams[row["team_id"]].members.append(member)
    return teams


async def find_team(reader: Reader, team_id: int) -> Team | None:
    return (await find_teams(reader, [team_id])).get(team_id)


async def hold_team(tx: Transaction, team_id: int) -> bool:
    """Whether there is such a team; nobody else changes it until the transaction ends."""
    return bool(await tx.fetchval("SELECT true FROM teams WHERE id = $1 FOR UPDATE", team_id))


async def ids_of_user(reader: Reader, user_id: int) -> list[int]:
    """The teams that he belongs to, oldest first."""
    rows = await reader.fetch(
        "SELECT team_id FROM team_members WHERE user_id = $1 AND state = $2 ORDER BY team_id",
        user_id,
        MembershipState.ACCEPTED,
    )
    return [row["team_id"] for row in rows]


async def find_owner(reader: Reader, team_id: int) -> int | None:
    return await reader.fetchval("SELECT owner_user_id FROM teams WHERE id = $1", team_id)


async def count_applications(reader: Reader, team_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM applications WHERE owner_id = $1", team_id)


async def insert_team(tx: Transaction, team_id: int, name: str, owner_user_id: int) -> None:
    await tx.execute("INSERT INTO teams (id, name, owner_user_id) VALUES ($1, $2, $3)", team_id, name, owner_user_id)


async def update_team(tx: Transaction, team_id: int, columns: dict[str, object]) -> None:
    """Sets the columns; their names come from our own code."""
    sets = ", ".join(f"{column} = ${number}" for number, column in enumerate(columns, 2))
    await tx.execute(f"UPDATE teams SET {sets} WHERE id = $1", team_id, *columns.values())


async def delete_team(tx: Transaction, team_id: int) -> None:
    await tx.execute("DELETE FROM team_members WHERE team_id = $1", team_id)
    await tx.execute("DELETE FROM teams WHERE id = $1", team_id)


async def insert_member(tx: Transaction, team_id: int, user_id: int, state: MembershipState, role: str) -> bool:
    """Whether he was no member, and not invited, before."""
    return bool(
        await tx.execute(
            "INSERT INTO team_members (team_id, user_id, state, role) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            team_id,
            user_id,
            state,
            role,
        )
    )


async def accept(tx: Transaction, team_id: int, user_id: int) -> bool:
    """Whether he is invited, or a member already."""
    return bool(
        await tx.execute(
            "UPDATE team_members SET state = $3 WHERE team_id = $1 AND user_id = $2",
            team_id,
            user_id,
            MembershipState.ACCEPTED,
        )
    )


async def update_role(tx: Transaction, team_id: int, user_id: int, role: str) -> None:
    await tx.execute("UPDATE team_members SET role = $3 WHERE team_id = $1 AND user_id = $2", team_id, user_id, role)


async def delete_member(tx: Transaction, team_id: int, user_id: int) -> bool:
    """Whether he was one, or invited."""
    return bool(await tx.execute("DELETE FROM team_members WHERE team_id = $1 AND user_id = $2", team_id, user_id))
