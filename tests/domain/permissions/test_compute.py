"""The algorithm against a naive re-statement of the documentation, and its named cases one by one."""

from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.permissions import compute
from domain.permissions.bits import ALL, DEFAULT_EVERYONE, Permission, holds
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits, RoleBits

P = Permission
GUILD, OWNER, USER = 100, 1, 2
NOW = 1_000_000
TEXT, DM, VOICE, STAGE, FORUM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 2, 13, 15, 11, 12

WITHOUT_CHANNEL_TYPE = {
    "KICK_MEMBERS", "BAN_MEMBERS", "ADMINISTRATOR", "MANAGE_GUILD", "VIEW_AUDIT_LOG", "VIEW_GUILD_INSIGHTS",
    "CHANGE_NICKNAME", "MANAGE_NICKNAMES", "MANAGE_GUILD_EXPRESSIONS", "MODERATE_MEMBERS",
    "VIEW_CREATOR_MONETIZATION_ANALYTICS", "CREATE_GUILD_EXPRESSIONS",
}  # fmt: skip


def names(bits: int) -> set[str]:
    return {name for name, p in Permission.__members__.items() if bits & p.value}


def as_bits(held: Iterable[str]) -> int:
    return sum(Permission[name].value for name in held)


def naive(
    roles: dict[int, RoleBits],
    user_id: int,
    member: MemberBits,
    channel: ChannelBits | None,
    thread_type: int | None,
    joined: bool,
) -> int:
    """The documentation in sets of names, one permission at a time."""
    everything = set(Permission.__members__)
    known = [r for r in member.roles if r in roles]
    held: set[str] = names(roles[GUILD].permissions)
    for role_id in known:
        held |= names(roles[role_id].permissions)
    if user_id == OWNER or "ADMINISTRATOR" in held:
        return as_bits(everything)

    def level(overwrites: list[OverwriteBits], name: str, before: bool) -> bool:
        if any(name in names(o.allow) for o in overwrites):
            return True
        return False if any(name in names(o.deny) for o in overwrites) else before

    if channel is not None:
        for name in everything - WITHOUT_CHANNEL_TYPE:
            has = name in held
            has = level([o for i, o in channel.role_overwrites.items() if i == GUILD], name, has)
            has = level([channel.role_overwrites[r] for r in known if r in channel.role_overwrites], name, has)
            has = level([o for i, o in channel.member_overwrites.items() if i == user_id], name, has)
            held = held | {name} if has else held - {name}
        if thread_type is not None:
            held -= {"SEND_MESSAGES"}
            if "SEND_MESSAGES_IN_THREADS" in held:
                held |= {"SEND_MESSAGES"}
        if "SEND_MESSAGES" not in held:
            held -= {"MENTION_EVERYONE", "SEND_TTS_MESSAGES", "ATTACH_FILES", "EMBED_LINKS"}
        if channel.type in (VOICE, STAGE) and "CONNECT" not in held:
            held &= {"VIEW_CHANNEL"}
        if "VIEW_CHANNEL" not in held:
            held = set()
    if member.pending or (member.timed_out_until_ms is not None and member.timed_out_until_ms > NOW):
        held &= {"VIEW_CHANNEL", "READ_MESSAGE_HISTORY"}
    if thread_type == PRIVATE_THREAD and not joined and "MANAGE_THREADS" not in held:
        held = set()
    return as_bits(held)


# Few bits, those that the rules speak of, so that they collide; and now and then any.
BITS = st.one_of(
    st.lists(
        st.sampled_from([
            P.VIEW_CHANNEL, P.SEND_MESSAGES, P.SEND_MESSAGES_IN_THREADS, P.CONNECT, P.SPEAK, P.EMBED_LINKS,
            P.MANAGE_THREADS, P.READ_MESSAGE_HISTORY, P.KICK_MEMBERS, P.MENTION_EVERYONE,
        ]),
        max_size=6,
    ).map(lambda chosen: sum({p.value for p in chosen})),
    st.integers(0, ALL).map(lambda bits: bits & ALL & ~P.ADMINISTRATOR.value),
    st.just(DEFAULT_EVERYONE),
)  # fmt: skip
ROLE_BITS = st.one_of(*[BITS] * 9, BITS.map(lambda bits: bits | P.ADMINISTRATOR.value))
ROLE_IDS = st.integers(101, 106)
OVERWRITES = st.builds(OverwriteBits, allow=ROLE_BITS, deny=ROLE_BITS)
ROLES = st.tuples(
    st.builds(RoleBits, permissions=BITS, position=st.just(0)),
    st.dictionaries(ROLE_IDS, st.builds(RoleBits, permissions=ROLE_BITS, position=st.integers(1, 4))),
).map(lambda both: {GUILD: both[0], **both[1]})
MEMBERS = st.builds(
    MemberBits,
    roles=st.lists(ROLE_IDS, unique=True),
    timed_out_until_ms=st.sampled_from([None, None, NOW - 1, NOW, NOW + 1]),
    pending=st.sampled_from([False, False, False, True]),
)
CHANNELS = st.builds(
    ChannelBits,
    type=st.sampled_from([TEXT, VOICE, STAGE, FORUM]),
    parent_id=st.none(),
    role_overwrites=st.dictionaries(ROLE_IDS | st.just(GUILD), OVERWRITES),
    member_overwrites=st.dictionaries(st.sampled_from([OWNER, USER, 3]), OVERWRITES),
)
PLACES = st.one_of(
    st.tuples(st.none(), st.none()),
    st.tuples(CHANNELS, st.none()),
    st.tuples(CHANNELS, st.sampled_from([PUBLIC_THREAD, PRIVATE_THREAD])),
)
USERS = st.sampled_from([OWNER, USER, USER, USER, 3])


def thread(kind: int = PUBLIC_THREAD) -> ChannelBits:
    return ChannelBits(kind, 200, {}, {})


@given(ROLES, USERS, MEMBERS, PLACES, st.booleans())
@example({GUILD: RoleBits(DEFAULT_EVERYONE, 0)}, USER, MemberBits([101], None), (None, None), False)
def test_equals_the_documentation(
    roles: dict[int, RoleBits],
    user_id: int,
    member: MemberBits,
    place: tuple[ChannelBits | None, int | None],
    joined: bool,
) -> None:
    channel, thread_type = place
    expected = naive(roles, user_id, member, channel, thread_type, joined)
    where = channel if thread_type is None else thread(thread_type)
    assert names(compute.permissions_in(OWNER, GUILD, roles, user_id, member, NOW, where, channel, joined)) == names(
        expected
    )


def in_channel(
    channel: ChannelBits,
    *role_permissions: int,
    everyone: int = DEFAULT_EVERYONE,
    user_id: int = USER,
    timed_out_until_ms: int | None = None,
) -> int:
    """What one with roles 101, 102, ... may in the channel."""
    held = {101 + i: RoleBits(permissions, 1 + i) for i, permissions in enumerate(role_permissions)}
    roles = {GUILD: RoleBits(everyone, 0), **held}
    member = MemberBits(list(held), timed_out_until_ms)
    return compute.permissions_in(OWNER, GUILD, roles, user_id, member, NOW, channel)


def channel(*, kind: int = TEXT, member: OverwriteBits | None = None, **role_overwrites: OverwriteBits) -> ChannelBits:
    """A channel with overwrites for `everyone` and `r101`, `r102`, ..."""
    by_role = {GUILD if name == "everyone" else int(name[1:]): o for name, o in role_overwrites.items()}
    return ChannelBits(kind, None, by_role, {} if member is None else {USER: member})


def allow(*permissions: Permission) -> OverwriteBits:
    return OverwriteBits(sum(p.value for p in permissions), 0)


def deny(*permissions: Permission) -> OverwriteBits:
    return OverwriteBits(0, sum(p.value for p in permissions))


def test_the_owner_holds_all_in_spite_of_everything() -> None:
    hostile = channel(everyone=OverwriteBits(0, ALL))
    assert in_channel(hostile, everyone=0, user_id=OWNER, timed_out_until_ms=NOW + 1) == ALL


def test_an_administrator_holds_all_in_spite_of_everything() -> None:
    hostile = channel(everyone=OverwriteBits(0, ALL), member=OverwriteBits(0, ALL))
    assert in_channel(hostile, P.ADMINISTRATOR.value, everyone=0, timed_out_until_ms=NOW + 1) == ALL


def test_an_overwrite_gives_no_guild_permission() -> None:
    generous = channel(everyone=OverwriteBits(ALL, 0), member=OverwriteBits(ALL, 0))
    held = in_channel(generous)
    assert names(held) & WITHOUT_CHANNEL_TYPE == {"CHANGE_NICKNAME", "CREATE_GUILD_EXPRESSIONS"}
    assert holds(held, P.MANAGE_CHANNELS)


def test_roles_add_up_in_the_guild() -> None:
    roles = {GUILD: RoleBits(1, 0), 101: RoleBits(2, 1), 102: RoleBits(4, 2), 103: RoleBits(16, 3)}
    assert compute.in_guild(OWNER, GUILD, roles, USER, MemberBits([101, 102], None), NOW) == 7


def test_everyone_overwrite_applies_to_one_without_roles() -> None:
    held = in_channel(channel(everyone=OverwriteBits(P.MANAGE_MESSAGES.value, P.SEND_MESSAGES.value)))
    assert holds(held, P.MANAGE_MESSAGES)
    assert not holds(held, P.SEND_MESSAGES)


def test_a_role_allow_beats_the_everyone_deny() -> None:
    secret = channel(everyone=deny(P.VIEW_CHANNEL), r101=allow(P.VIEW_CHANNEL))
    assert in_channel(secret) == 0
    assert holds(in_channel(secret, 0), P.VIEW_CHANNEL)


@pytest.mark.parametrize("flip", [False, True])
def test_of_several_roles_on_one_bit_allow_wins_whatever_their_positions(flip: bool) -> None:
    one, other = deny(P.SEND_MESSAGES), allow(P.SEND_MESSAGES)
    held = in_channel(channel(r101=other if flip else one, r102=one if flip else other), 0, 0)
    assert holds(held, P.SEND_MESSAGES)


def test_the_member_overwrite_is_last() -> None:
    muted = channel(r101=allow(P.SEND_MESSAGES), member=deny(P.SEND_MESSAGES))
    heard = channel(r101=deny(P.SEND_MESSAGES), member=allow(P.SEND_MESSAGES))
    assert not holds(in_channel(muted, 0), P.SEND_MESSAGES)
    assert holds(in_channel(heard, 0), P.SEND_MESSAGES)


def test_unknown_roles_count_for_nothing() -> None:
    roles = {GUILD: RoleBits(DEFAULT_EVERYONE, 0)}
    gone = MemberBits([999], None)
    there = ChannelBits(TEXT, None, {999: OverwriteBits(P.MANAGE_MESSAGES.value, P.VIEW_CHANNEL.value)}, {})
    assert compute.in_channel(OWNER, GUILD, roles, USER, gone, NOW, there) == DEFAULT_EVERYONE
    assert compute.in_guild(OWNER, GUILD, {}, USER, gone, NOW) == 0


@pytest.mark.parametrize("kind", [TEXT, VOICE, STAGE, FORUM])
def test_without_view_channel_there_is_nothing(kind: int) -> None:
    assert in_channel(channel(kind=kind, everyone=deny(P.VIEW_CHANNEL)), P.MANAGE_CHANNELS.value) == 0


@pytest.mark.parametrize("kind", [VOICE, STAGE])
def test_without_connect_a_voice_channel_can_only_be_seen(kind: int) -> None:
    locked = channel(kind=kind, everyone=deny(P.CONNECT))
    assert in_channel(locked, P.MANAGE_CHANNELS.value) == P.VIEW_CHANNEL


def test_connect_means_nothing_in_a_text_channel() -> None:
    assert in_channel(channel(everyone=deny(P.CONNECT))) == DEFAULT_EVERYONE & ~P.CONNECT.value


def test_without_send_messages_four_others_are_gone() -> None:
    held = in_channel(channel(everyone=deny(P.SEND_MESSAGES)), P.SEND_TTS_MESSAGES.value)
    lost = {"SEND_MESSAGES", "MENTION_EVERYONE", "SEND_TTS_MESSAGES", "ATTACH_FILES", "EMBED_LINKS"}
    assert names(held) == names(DEFAULT_EVERYONE) - lost


def test_a_timeout_leaves_reading_until_it_ends() -> None:
    reading = P.VIEW_CHANNEL.value | P.READ_MESSAGE_HISTORY.value
    for kind in (TEXT, VOICE):
        assert in_channel(channel(kind=kind), timed_out_until_ms=NOW + 1) == reading
    assert in_channel(channel(), timed_out_until_ms=NOW) == DEFAULT_EVERYONE
    hidden = channel(everyone=deny(P.READ_MESSAGE_HISTORY))
    assert in_channel(hidden, timed_out_until_ms=NOW + 1) == P.VIEW_CHANNEL


def test_a_timeout_holds_in_the_guild() -> None:
    roles = {GUILD: RoleBits(DEFAULT_EVERYONE | P.KICK_MEMBERS.value, 0)}
    held = compute.permissions_in(OWNER, GUILD, roles, USER, MemberBits([], NOW + 1), NOW)
    assert names(held) == {"VIEW_CHANNEL", "READ_MESSAGE_HISTORY"}


def test_who_is_quarantined_may_what_one_in_a_timeout_may() -> None:
    roles = {GUILD: RoleBits(DEFAULT_EVERYONE, 0), 101: RoleBits(P.ADMINISTRATOR.value, 1)}
    held = compute.permissions_in(OWNER, GUILD, roles, USER, MemberBits([], None, True), NOW)
    assert names(held) == {"VIEW_CHANNEL", "READ_MESSAGE_HISTORY"}
    assert compute.permissions_in(OWNER, GUILD, roles, USER, MemberBits([101], None, True), NOW) == ALL


@pytest.mark.parametrize(
    ("split", "whole"),
    [
        (P.PIN_MESSAGES, P.MANAGE_MESSAGES),
        (P.BYPASS_SLOWMODE, P.MANAGE_MESSAGES),
        (P.BYPASS_SLOWMODE, P.MANAGE_CHANNELS),
        (P.BYPASS_SLOWMODE, P.MANAGE_THREADS),
    ],
)
def test_split_permissions_no_longer_come_with_the_old_one(split: Permission, whole: Permission) -> None:
    assert not holds(in_channel(channel(), whole.value), split)
    assert holds(in_channel(channel(), split.value), split)


def in_thread(
    parent: ChannelBits,
    *,
    kind: int = PUBLIC_THREAD,
    everyone: int = DEFAULT_EVERYONE,
    joined: bool = False,
    timed_out_until_ms: int | None = None,
) -> int:
    roles = {GUILD: RoleBits(everyone, 0)}
    member = MemberBits([], timed_out_until_ms)
    return compute.permissions_in(OWNER, GUILD, roles, USER, member, NOW, thread(kind), parent, joined)


def test_a_thread_asks_for_its_own_permission_to_send() -> None:
    announcements = in_thread(channel(everyone=deny(P.SEND_MESSAGES)))
    assert holds(announcements, P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES)
    silent = in_thread(channel(everyone=deny(P.SEND_MESSAGES_IN_THREADS)))
    assert holds(silent, P.VIEW_CHANNEL)
    assert not silent & (P.SEND_MESSAGES.value | P.EMBED_LINKS.value)


def test_a_thread_is_hidden_with_its_channel() -> None:
    assert in_thread(channel(everyone=deny(P.VIEW_CHANNEL)), joined=True) == 0


def test_a_private_thread_is_for_its_members_and_moderators() -> None:
    moderator = DEFAULT_EVERYONE | P.MANAGE_THREADS.value
    assert in_thread(channel(), kind=PRIVATE_THREAD) == 0
    assert in_thread(channel(), kind=PRIVATE_THREAD, joined=True) == DEFAULT_EVERYONE
    assert in_thread(channel(), kind=PRIVATE_THREAD, everyone=moderator) == moderator
    assert in_thread(channel(), kind=PRIVATE_THREAD, everyone=moderator, timed_out_until_ms=NOW + 1) == 0


def test_a_dm_is_for_talking() -> None:
    held = compute.in_dm()
    assert holds(held, P.VIEW_CHANNEL | P.SEND_MESSAGES | P.READ_MESSAGE_HISTORY | P.ADD_REACTIONS | P.PIN_MESSAGES)
    assert not held & (P.MANAGE_MESSAGES.value | P.MANAGE_CHANNELS.value | P.CREATE_PUBLIC_THREADS.value)
