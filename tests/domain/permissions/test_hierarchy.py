import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits, RoleBits
from domain.permissions.hierarchy import highest_position, may_grant, outranks, outranks_role

GUILD, OWNER, ONE, OTHER = 100, 1, 2, 3
ROLES = {
    GUILD: RoleBits(0, 0),
    101: RoleBits(0, 1),
    102: RoleBits(0, 2),
    103: RoleBits(0, 2),
    104: RoleBits(0, 0),
}


def having(*roles: int) -> MemberBits:
    return MemberBits(list(roles), None)


def above(one: MemberBits, other: MemberBits, one_id: int = ONE, other_id: int = OTHER) -> bool:
    return outranks(OWNER, GUILD, ROLES, one_id, one, other_id, other)


def above_role(one: MemberBits, role_id: int, one_id: int = ONE) -> bool:
    return outranks_role(OWNER, GUILD, ROLES, one_id, one, role_id)


def test_one_stands_where_the_highest_role_stands() -> None:
    assert highest_position(GUILD, ROLES, having(101, 102)) == 2
    assert highest_position(GUILD, ROLES, having()) == 0
    assert highest_position(GUILD, ROLES, having(999)) == 0


def test_the_owner_is_above_all_and_below_none() -> None:
    assert above(having(), having(102), one_id=OWNER)
    assert not above(having(102), having(), other_id=OWNER)
    assert above_role(having(), 102, one_id=OWNER)


def test_nobody_is_above_oneself() -> None:
    assert not above(having(102), having(102), other_id=ONE)
    assert not above(having(), having(), one_id=OWNER, other_id=OWNER)


def test_the_higher_position_is_above() -> None:
    assert above(having(102), having(101))
    assert not above(having(101), having(102))
    assert not above(having(101), having(101))


def test_at_one_position_the_lower_id_is_above() -> None:
    assert above(having(102), having(103))
    assert not above(having(103), having(102))
    assert above_role(having(102), 103)
    assert not above_role(having(103), 102)


def test_everyone_is_beneath_a_role_at_position_zero() -> None:
    assert above(having(104), having())
    assert above_role(having(104), GUILD)
    assert not above_role(having(), 104)
    assert not above_role(having(), GUILD)


def test_an_unknown_role_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        above_role(having(), 999, one_id=OWNER)


@given(*[st.lists(st.sampled_from([101, 102, 103, 104, 999]), unique=True)] * 2)
def test_two_are_never_above_each_other(one: list[int], other: list[int]) -> None:
    assert not (above(having(*one), having(*other)) and above(having(*other), having(*one)))


def test_one_grants_only_what_one_has() -> None:
    kick, ban = Permission.KICK_MEMBERS.value, Permission.BAN_MEMBERS.value
    assert may_grant(kick, kick)
    assert may_grant(kick, 0)
    assert not may_grant(kick, kick | ban)
    assert may_grant(kick, kick | ban, before=ban)
