"""Who may use a command in a guild: the documented evaluation, as a pure function.

    ADMINISTRATOR, owner            may
    the channel                     the command's word for it, for all channels; else the application's: no is no
    the command's word              for the user; for any of his roles (one yes beats a no); for @everyone: decides
    the application's word          in the same order: no is no, yes is not yet yes
    default_member_permissions      all of them, or not at all when they are "0"

So the word on a command overrides all else, and that on the application narrows only.
Docs: interactions/application-commands#permissions, change-log#upcoming-application-command-permission-changes.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from domain.commands.records import CommandPermission, PermissionTarget
from domain.permissions.bits import Permission

_ADMINISTRATOR = int(Permission.ADMINISTRATOR)


class Words(msgspec.Struct, frozen=True):
    """What a guild has said of a command, or of an application: yes or no for users, roles and channels."""

    users: Mapping[int, bool] = {}
    roles: Mapping[int, bool] = {}
    channels: Mapping[int, bool] = {}

    @classmethod
    def of(cls, permissions: Iterable[CommandPermission]) -> "Words":
        found: dict[int, dict[int, bool]] = {kind: {} for kind in PermissionTarget}
        for each in permissions:
            found[each.type][each.id] = each.permission
        return cls(found[PermissionTarget.USER], found[PermissionTarget.ROLE], found[PermissionTarget.CHANNEL])

    def for_channel(self, guild_id: int, channel_id: int) -> bool | None:
        return self.channels.get(channel_id, self.channels.get(guild_id - 1))

    def for_user(self, guild_id: int, user_id: int, roles: Sequence[int]) -> bool | None:
        own = self.users.get(user_id)
        if own is not None:
            return own
        of_roles = [self.roles[role] for role in roles if role in self.roles]
        return any(of_roles) if of_roles else self.roles.get(guild_id)


NOTHING_SAID = Words()


class Said(msgspec.Struct, frozen=True):
    """What a guild has said that counts for one command."""

    of_application: Words = NOTHING_SAID
    of_command: Words = NOTHING_SAID


def may_use(
    application: Words,
    command: Words,
    default_member_permissions: int | None,
    guild_id: int,
    user_id: int,
    roles: Sequence[int],
    permissions: int,
    channel_id: int | None = None,
) -> bool:
    """Whether a member with these permissions may use the command in the channel, or in some (None).

    For a thread, `channel_id` is that of the channel it was started in.
    """
    if permissions & _ADMINISTRATOR:
        return True
    if channel_id is not None:
        word = command.for_channel(guild_id, channel_id)
        if word is None:
            word = application.for_channel(guild_id, channel_id)
        if word is False:
            return False
    word = command.for_user(guild_id, user_id, roles)
    if word is not None:
        return word
    if application.for_user(guild_id, user_id, roles) is False:
        return False
    needed = default_member_permissions
    return needed is None or (needed != 0 and permissions & needed == needed)
