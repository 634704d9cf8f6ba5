import pytest

from core.problems import Problem
from core.wire import Permissions, Snowflake
from domain.overwrites import rules
from domain.overwrites.records import Overwrite
from domain.permissions.bits import ALL
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits

A, B, MANAGE_ROLES = 1 << 10, 1 << 11, 1 << 28
ROLE, USER = 5, 6


def overwrite(allow: int = 0, deny: int = 0, id_: int = 1) -> Overwrite:
    return Overwrite(Snowflake(id_), 0, Permissions(allow), Permissions(deny))


@pytest.mark.parametrize(
    ("held", "before", "after", "may"),
    [
        (A, [], [overwrite(A)], True),
        (A, [], [overwrite(deny=A)], True),
        (A, [], [overwrite(B)], False),
        (A, [], [overwrite(deny=B)], False),
        (A, [overwrite(B)], [overwrite(B | A)], True),
        (A, [overwrite(B)], [overwrite(deny=B)], False),
        (A, [overwrite(B)], [overwrite()], False),
        (A, [overwrite(B)], [], True),
        (A, [overwrite(B)], [overwrite(B, id_=2)], False),
    ],
)
def test_one_changes_only_what_one_holds(held: int, before: list[Overwrite], after: list[Overwrite], may: bool) -> None:
    if may:
        rules.require_may_change(held, before, after)
    else:
        with pytest.raises(Problem):
            rules.require_may_change(held, before, after)


def test_administrators_alone_hand_out_manage_roles_with_a_new_channel() -> None:
    with pytest.raises(Problem):
        rules.require_may_set_first(A | MANAGE_ROLES, [overwrite(MANAGE_ROLES)])
    rules.require_may_set_first(A | MANAGE_ROLES, [overwrite(A)])
    rules.require_may_set_first(ALL, [overwrite(MANAGE_ROLES)])


@pytest.mark.parametrize(
    ("of_role", "of_member", "has"),
    [
        (None, None, False),
        ((MANAGE_ROLES, 0), None, True),
        ((MANAGE_ROLES, 0), (0, MANAGE_ROLES), False),
        ((0, MANAGE_ROLES), (MANAGE_ROLES, 0), True),
        ((A, 0), (A, 0), False),
    ],
)
def test_manage_roles_by_the_channel_itself(
    of_role: tuple[int, int] | None, of_member: tuple[int, int] | None, has: bool
) -> None:
    channel = ChannelBits(
        0,
        None,
        {ROLE: OverwriteBits(*of_role)} if of_role else {},
        {USER: OverwriteBits(*of_member)} if of_member else {},
    )
    member = MemberBits([ROLE], None)
    assert rules.has_manage_roles_overwrite(channel, USER, member, {ROLE: None}) is has
    if not of_member:
        assert not rules.has_manage_roles_overwrite(channel, USER, member, {})
