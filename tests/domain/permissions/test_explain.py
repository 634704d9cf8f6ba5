from hypothesis import given
from hypothesis import strategies as st

from domain.permissions import compute
from domain.permissions.bits import DEFAULT_EVERYONE, Permission, holds
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits, RoleBits
from domain.permissions.explain import Source, Step, explain

GUILD, OWNER, USER, NOW = 100, 1, 2, 1_000
P = Permission
ROLES = {GUILD: RoleBits(DEFAULT_EVERYONE, 0), 101: RoleBits(0, 1), 102: RoleBits(P.KICK_MEMBERS.value, 2)}
FEW = st.lists(
    st.sampled_from([
        P.VIEW_CHANNEL, P.SEND_MESSAGES, P.SEND_MESSAGES_IN_THREADS, P.CONNECT, P.EMBED_LINKS,
        P.MANAGE_THREADS, P.KICK_MEMBERS, P.READ_MESSAGE_HISTORY, P.ADMINISTRATOR,
    ]),
    max_size=6,
).map(lambda chosen: sum({p.value for p in chosen}))  # fmt: skip
OVERWRITES = st.builds(OverwriteBits, allow=FEW, deny=FEW)


@given(
    # A list: of a Flag, hypothesis would also draw unions and the empty one.
    permission=st.sampled_from(list(Permission)),
    user_id=st.sampled_from([OWNER, USER, USER, USER]),
    everyone=st.just(DEFAULT_EVERYONE) | FEW.map(lambda bits: bits & ~P.ADMINISTRATOR.value),
    role=FEW,
    held=st.lists(st.sampled_from([101, 102, 999]), unique=True),
    timed_out_until_ms=st.sampled_from([None, NOW, NOW + 1]),
    pending=st.booleans(),
    kind=st.sampled_from([None, 0, 2, 13, 11, 12]),
    parent_kind=st.sampled_from([0, 2]),
    by_role=st.dictionaries(st.sampled_from([GUILD, 101, 102, 999]), OVERWRITES),
    by_member=st.dictionaries(st.sampled_from([OWNER, USER]), OVERWRITES),
    joined=st.booleans(),
)
def test_the_last_step_says_what_is_so(
    permission: Permission,
    user_id: int,
    everyone: int,
    role: int,
    held: list[int],
    timed_out_until_ms: int | None,
    pending: bool,
    kind: int | None,
    parent_kind: int,
    by_role: dict[int, OverwriteBits],
    by_member: dict[int, OverwriteBits],
    joined: bool,
) -> None:
    roles = {GUILD: RoleBits(everyone, 0), 101: RoleBits(role, 1), 102: RoleBits(P.KICK_MEMBERS.value, 2)}
    channel = None if kind is None else ChannelBits(kind, None, by_role, by_member)
    parent = ChannelBits(parent_kind, None, by_role, by_member)
    member = MemberBits(held, timed_out_until_ms, pending)
    steps = explain(permission, OWNER, GUILD, roles, user_id, member, NOW, channel, parent, joined)
    permissions = compute.permissions_in(OWNER, GUILD, roles, user_id, member, NOW, channel, parent, joined)
    assert (bool(steps) and steps[-1].granted) == holds(permissions, permission)


def why(permission: Permission, member: MemberBits, channel: ChannelBits | None = None) -> list[Step]:
    return explain(permission, OWNER, GUILD, ROLES, USER, member, NOW, channel)


def test_each_step_names_the_one_that_spoke() -> None:
    send = P.SEND_MESSAGES.value
    overwrites = {102: OverwriteBits(send, 0), GUILD: OverwriteBits(0, send), 101: OverwriteBits(0, send)}
    channel = ChannelBits(0, None, overwrites, {USER: OverwriteBits(0, send)})
    assert why(P.SEND_MESSAGES, MemberBits([101, 102], None), channel) == [
        Step(Source.ROLE, True, GUILD),
        Step(Source.ROLE_OVERWRITE, False, GUILD),
        Step(Source.ROLE_OVERWRITE, False, 101),
        Step(Source.ROLE_OVERWRITE, True, 102),
        Step(Source.MEMBER_OVERWRITE, False, USER),
    ]


def test_an_implicit_denial_names_what_is_needed() -> None:
    silent = ChannelBits(0, None, {GUILD: OverwriteBits(0, P.SEND_MESSAGES.value)}, {})
    assert why(P.EMBED_LINKS, MemberBits([], None), silent) == [
        Step(Source.ROLE, True, GUILD),
        Step(Source.NEEDS_SEND_MESSAGES, False),
    ]


def test_a_permission_that_nobody_gave_has_no_steps() -> None:
    assert why(P.KICK_MEMBERS, MemberBits([101], None)) == []


def test_a_pending_member_is_told_so() -> None:
    assert why(P.SEND_MESSAGES, MemberBits([], None, True)) == [
        Step(Source.ROLE, True, GUILD),
        Step(Source.PENDING, False, USER),
    ]


def test_a_timeout_is_named() -> None:
    assert why(P.KICK_MEMBERS, MemberBits([102], NOW + 1)) == [
        Step(Source.ROLE, True, 102),
        Step(Source.TIMEOUT, False, USER),
    ]
