"""Teams as they go over the wire. Docs: topics/teams#data-models."""

import enum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User

MOST_TEAMS = 30
"""That a user may be in. Docs (user-side): resources/team#create-team."""

MOST_MEMBERS = 100
MOST_APPLICATIONS = 75
"""Docs: topics/teams#adding-apps-to-a-team."""

Name = Annotated[str, Meta(min_length=1, max_length=100)]
RoleName = Literal["admin", "developer", "read_only"]


class TeamRole(enum.IntEnum):
    """Each may do all that those below it may. Docs: topics/teams#team-member-roles."""

    READ_ONLY = 1
    DEVELOPER = 2
    ADMIN = 3
    OWNER = 4


ROLES: dict[str, TeamRole] = {
    "read_only": TeamRole.READ_ONLY,
    "developer": TeamRole.DEVELOPER,
    "admin": TeamRole.ADMIN,
}


class MembershipState(enum.IntEnum):
    INVITED = 1
    ACCEPTED = 2


class TeamMember(msgspec.Struct):
    """`role` is `admin` for the owner too: who owns the team stands in the team."""

    user: User
    team_id: Snowflake
    membership_state: MembershipState
    role: RoleName
    permissions: list[str] = msgspec.field(default_factory=lambda: ["*"])


class Team(msgspec.Struct):
    id: Snowflake
    icon: str | None
    name: str
    owner_user_id: Snowflake
    members: list[TeamMember]

    def role_of(self, user_id: int) -> TeamRole | None:
        """What the user is in the team; None for strangers, and for those who have not accepted yet."""
        if user_id == self.owner_user_id:
            return TeamRole.OWNER
        for member in self.members:
            if member.user.id == user_id and member.membership_state == MembershipState.ACCEPTED:
                return ROLES[member.role]
        return None


class CreateTeam(msgspec.Struct):
    name: Name


class EditTeam(msgspec.Struct):
    name: Name | UnsetType = UNSET
    icon: str | UnsetType | None = UNSET
    owner_user_id: Snowflake | UnsetType = UNSET


class InviteTeamMember(msgspec.Struct):
    username: Annotated[str, Meta(min_length=1, max_length=32)]
    role: RoleName
    discriminator: str | UnsetType | None = UNSET


class EditTeamMember(msgspec.Struct):
    role: RoleName | UnsetType = UNSET


class AcceptInvitation(msgspec.Struct):
    """The token is the id of what one is invited to: an invitation is bound to its user, so it needs no secret."""

    token: Snowflake
