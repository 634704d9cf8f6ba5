"""Who receives an event of a guild."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events import Draft, Event, guild_topic
from domain.guilds.state import GuildState, channel_bits
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits, RoleBits
from domain.users.identity import Identity
from gateway import intents
from gateway.audience import Audiences
from gateway.fanout import Parcel, deliver, without_content
from gateway.session import Session

GUILD, OWNER, SEER, BLIND, MODS, OPEN, HIDDEN = 1, 10, 11, 12, 20, 30, 31
VIEW = int(Permission.VIEW_CHANNEL)
CONTENT = intents.MESSAGE_CONTENT


def state() -> GuildState:
    return GuildState(
        guild_id=GUILD,
        owner_id=OWNER,
        roles={GUILD: RoleBits(VIEW, 0), MODS: RoleBits(int(Permission.MANAGE_CHANNELS), 1)},
        channels={
            OPEN: channel_bits(0, None, []),
            HIDDEN: channel_bits(0, None, [(GUILD, 0, 0, VIEW), (MODS, 0, VIEW, 0)]),
        },
        members={OWNER: MemberBits([], None), SEER: MemberBits([MODS], None), BLIND: MemberBits([], None)},
    )


def session(user_id: int, wanted: int = intents.ALL) -> Session:
    return Session(Identity(user_id, True, b""), wanted)


def event(name: str, payload: object = None, **about: int | tuple[int, ...]) -> Event:
    return Draft(guild_topic(GUILD), name, payload, **about).event(1)  # pyright: ignore[reportArgumentType]


def users(audiences: Audiences, told: Event) -> set[int]:
    found = [one.user_id for one in audiences.of(told)]
    assert len(found) == len(set(found))
    return set(found)


@pytest.fixture
def all_three() -> Audiences:
    audiences = Audiences(state())
    for user_id in (OWNER, SEER, BLIND):
        audiences.add(session(user_id))
    return audiences


def test_a_channel_is_heard_by_those_who_see_it(all_three: Audiences):
    assert users(all_three, event("MESSAGE_CREATE", channel_id=OPEN)) == {OWNER, SEER, BLIND}
    assert users(all_three, event("MESSAGE_CREATE", channel_id=HIDDEN)) == {OWNER, SEER}


def test_an_unknown_channel_is_heard_by_nobody(all_three: Audiences):
    assert users(all_three, event("MESSAGE_CREATE", channel_id=999)) == set()


def test_structure_is_heard_by_all(all_three: Audiences):
    assert users(all_three, event("CHANNEL_UPDATE", {"id": str(HIDDEN)})) == {OWNER, SEER, BLIND}


def test_what_is_required_is_asked_in_the_channel(all_three: Audiences):
    manage = int(Permission.MANAGE_CHANNELS)
    assert users(all_three, event("INVITE_CREATE", channel_id=OPEN, requires=manage)) == {OWNER, SEER}
    assert users(all_three, event("GUILD_BAN_ADD", requires=manage)) == {OWNER, SEER}


def test_receivers_are_the_only_ones(all_three: Audiences):
    assert users(all_three, event("MESSAGE_CREATE", channel_id=HIDDEN, receivers=(BLIND, SEER))) == {SEER}


def test_an_intent_is_needed():
    audiences = Audiences(state())
    audiences.add(session(OWNER, intents.GUILDS))
    audiences.add(session(SEER, 1 << 9))
    assert users(audiences, event("MESSAGE_CREATE", channel_id=OPEN)) == {SEER}
    assert users(audiences, event("CHANNEL_CREATE", {"id": "5", "type": 0})) == {OWNER}
    assert users(audiences, event("VOICE_SERVER_UPDATE")) == {OWNER, SEER}, "in no list: always flows"


def test_own_member_updates_need_no_intent():
    audiences = Audiences(state())
    audiences.add(session(OWNER, intents.GUILDS))
    audiences.add(session(SEER, intents.GUILDS | intents.GUILD_MEMBERS))
    told = event("GUILD_MEMBER_UPDATE", user_id=OWNER)
    assert users(audiences, told) == {OWNER, SEER}
    assert users(audiences, event("GUILD_MEMBER_UPDATE", user_id=SEER)) == {SEER}
    assert users(audiences, event("GUILD_MEMBER_ADD", user_id=OWNER)) == {SEER}


def test_a_changed_role_changes_who_hears(all_three: Audiences):
    told = event("MESSAGE_CREATE", channel_id=HIDDEN)
    assert BLIND not in users(all_three, told)
    changed = event("GUILD_MEMBER_UPDATE", {"user": {"id": str(BLIND)}, "roles": [str(MODS)]}, user_id=BLIND)
    _apply(all_three, changed)
    assert BLIND in users(all_three, told)
    _apply(all_three, event("GUILD_ROLE_DELETE", {"role_id": str(MODS)}))
    assert users(all_three, told) == {OWNER}


def _apply(audiences: Audiences, told: Event) -> None:
    audiences._state.apply(told)
    audiences.follow(told)


TOLD = [
    event("MESSAGE_CREATE", channel_id=OPEN),
    event("MESSAGE_CREATE", channel_id=HIDDEN),
    event("CHANNEL_UPDATE", {"id": str(OPEN)}),
    event("GUILD_MEMBER_UPDATE", user_id=SEER),
    event("INVITE_CREATE", channel_id=OPEN, requires=int(Permission.MANAGE_CHANNELS)),
]


@given(
    st.lists(st.tuples(st.sampled_from((OWNER, SEER, BLIND)), st.integers(0, intents.ALL), st.booleans()), max_size=8)
)
def test_kept_lists_are_what_fresh_ones_would_be(steps: list[tuple[int, int, bool]]):
    audiences, inside = Audiences(state()), list[Session]()
    for user_id, wanted, leaves in steps:
        if leaves and inside:
            audiences.remove(inside.pop())
        else:
            inside.append(session(user_id, wanted))
            audiences.add(inside[-1])
        fresh = Audiences(state())
        for one in inside:
            fresh.add(one)
        for told in TOLD:
            assert set(audiences.of(told)) == set(fresh.of(told)) == {s for s in inside if fresh.receives(s, told)}


def test_some_events_are_for_those_who_do_not_see_another_channel(all_three: Audiences):
    assert users(all_three, event("GUILD_SCHEDULED_EVENT_DELETE", channel_id=OPEN, unless_seeing=HIDDEN)) == {BLIND}
    assert users(all_three, event("GUILD_SCHEDULED_EVENT_DELETE", unless_seeing=HIDDEN)) == {BLIND}
    assert not users(all_three, event("GUILD_SCHEDULED_EVENT_CREATE", channel_id=HIDDEN, unless_seeing=OPEN))


MESSAGE = {
    "id": "5",
    "content": "a secret",
    "embeds": [{}],
    "attachments": [{}],
    "components": [{}],
    "poll": {},
    "referenced_message": {"id": "4", "content": "another", "embeds": [], "author": {"id": "10"}},
    "message_snapshots": [{"message": {"content": "a third", "poll": {}}}],
    "nonce": 12345678901234567890,
}


def test_content_is_blanked_and_keys_stay():
    blank = msgspec.json.decode(without_content(msgspec.json.encode(MESSAGE)))
    assert blank == {
        "id": "5",
        "content": "",
        "embeds": [],
        "attachments": [],
        "components": [],
        "referenced_message": {"id": "4", "content": "", "embeds": [], "author": {"id": "10"}},
        "message_snapshots": [{"message": {"content": ""}}],
        "nonce": 12345678901234567890,
    }


def test_who_may_not_read_content_reads_his_own_and_what_mentions_him():
    audiences = Audiences(state())
    readers = {user_id: session(user_id, intents.ALL & ~CONTENT) for user_id in (OWNER, SEER, BLIND)}
    full = session(OWNER)
    for one in (*readers.values(), full):
        audiences.add(one)
    told = event("MESSAGE_CREATE", MESSAGE, channel_id=OPEN, user_id=OWNER, mentions=(SEER,))
    parcel = Parcel(told)
    assert deliver(parcel, audiences.of(told)) == 4
    secret = {user_id: b"secret" in one._ring[0].tail for user_id, one in readers.items()}
    assert secret == {OWNER: True, SEER: True, BLIND: False}
    referenced = {user_id: b"another" in one._ring[0].tail for user_id, one in readers.items()}
    assert referenced == {OWNER: True, SEER: False, BLIND: False}, "it is judged by its own author and mentions"
    assert full._ring[0] is readers[OWNER]._ring[0], "one form for all that may read it"
