"""The state of a guild follows the very events that the actions emit."""

import msgspec
import pytest

from core.events import Draft, Event
from core.wire import Permissions, Snowflake, Timestamp
from domain.channels import events as channel_events
from domain.channels.records import Channel
from domain.guilds import events as guild_events
from domain.guilds.records import Guild
from domain.guilds.state import GuildState
from domain.members import events as member_events
from domain.members.records import Member
from domain.overwrites.records import Overwrite
from domain.permissions.bits import ALL, Permission
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits, RoleBits
from domain.roles import events as role_events
from domain.roles.records import Role
from domain.roles.rules import new_role
from domain.users.records import User

GUILD, OWNER, ANNA, ROLE, CHANNEL = 10, 1, 2, 20, 30
VIEW = int(Permission.VIEW_CHANNEL)
SEND = int(Permission.SEND_MESSAGES)


@pytest.fixture
def state() -> GuildState:
    return GuildState(
        guild_id=GUILD,
        owner_id=OWNER,
        roles={GUILD: RoleBits(VIEW, 0)},
        channels={CHANNEL: ChannelBits(0, None, {}, {})},
        members={OWNER: MemberBits([], None), ANNA: MemberBits([], None)},
    )


def sent(draft: Draft) -> Event:
    return draft.event(1)


def role(permissions: int, position: int = 1) -> Role:
    return msgspec.structs.replace(new_role(ROLE, permissions), position=position)


def member(user_id: int, roles: list[int], until_us: int | None = None) -> Member:
    return Member(
        avatar=None,
        banner=None,
        communication_disabled_until=None if until_us is None else Timestamp(until_us),
        flags=0,
        joined_at=Timestamp(0),
        nick=None,
        pending=False,
        premium_since=None,
        roles=[Snowflake(role_id) for role_id in roles],
        user=User(id=Snowflake(user_id), username="anna", discriminator="0", global_name=None, avatar=None),
        mute=False,
        deaf=False,
    )


def channel(*overwrites: Overwrite, parent_id: int | None = None) -> Channel:
    return Channel(
        id=Snowflake(CHANNEL),
        type=0,
        guild_id=Snowflake(GUILD),
        parent_id=None if parent_id is None else Snowflake(parent_id),
        permission_overwrites=list(overwrites),
    )


def guild(owner_id: int, nsfw_level: int = 0) -> Guild:
    return Guild(
        id=Snowflake(GUILD),
        name="a guild",
        features=[],
        owner_id=Snowflake(owner_id),
        roles=[],
        nsfw_level=nsfw_level,
        emojis=[],
        stickers=[],
    )


def test_a_role_gives_its_permissions_once_it_is_there(state: GuildState) -> None:
    assert state.apply(sent(member_events.guild_member_update(GUILD, member(ANNA, [ROLE]))))
    anna = state.members[ANNA]
    assert anna is not None
    assert state.permissions(ANNA, anna) == VIEW
    assert state.apply(sent(role_events.guild_role_create(GUILD, role(SEND))))
    assert state.permissions(ANNA, anna) == VIEW | SEND
    assert state.apply(sent(role_events.guild_role_update(GUILD, role(0, position=5))))
    assert state.roles[ROLE] == RoleBits(0, 5)
    assert state.apply(sent(role_events.guild_role_delete(GUILD, ROLE)))
    assert state.permissions(ANNA, anna) == VIEW
    assert ROLE not in state.roles


def test_a_new_owner_may_everything_and_the_old_one_no_longer(state: GuildState) -> None:
    assert state.apply(sent(guild_events.guild_update(guild(ANNA, nsfw_level=3))))
    assert state.permissions(ANNA, MemberBits([], None)) == ALL
    assert state.permissions(OWNER, MemberBits([], None)) == VIEW
    assert state.nsfw_level == 3


def test_members_come_change_and_go(state: GuildState) -> None:
    assert state.apply(sent(member_events.guild_member_add(GUILD, member(3, [ROLE]))))
    assert state.members[3] == MemberBits([ROLE], None)
    assert state.apply(sent(member_events.guild_member_update(GUILD, member(3, [], until_us=5_000_000))))
    assert state.members[3] == MemberBits([], 5_000)
    assert state.apply(sent(member_events.guild_member_remove(GUILD, member(3, []).user)))
    assert state.members[3] is None


def test_what_was_read_late_does_not_undo_an_event(state: GuildState) -> None:
    state.apply(sent(member_events.guild_member_add(GUILD, member(3, [ROLE]))))
    state.remember(3, None)
    assert state.members[3] == MemberBits([ROLE], None)


def test_channels_come_with_their_overwrites_and_go(state: GuildState) -> None:
    hidden = Overwrite(Snowflake(GUILD), 0, Permissions(0), Permissions(VIEW))
    anna_too = Overwrite(Snowflake(ANNA), 1, Permissions(VIEW), Permissions(0))
    assert state.apply(sent(channel_events.channel_update(channel(hidden, anna_too, parent_id=40))))
    assert state.channels[CHANNEL] == ChannelBits(
        0, 40, {GUILD: OverwriteBits(0, VIEW)}, {ANNA: OverwriteBits(VIEW, 0)}
    )
    assert state.permissions(ANNA, MemberBits([], None), CHANNEL) == VIEW
    assert state.permissions(3, MemberBits([], None), CHANNEL) == 0
    assert state.apply(sent(channel_events.channel_delete(channel())))
    assert state.channels == {}


@pytest.mark.parametrize("name", ["MESSAGE_CREATE", "TYPING_START", "GUILD_DELETE"])
def test_other_events_change_nothing(state: GuildState, name: str) -> None:
    before = msgspec.json.encode(state)
    assert not state.apply(Event(1, f"guild:{GUILD}", name, b'{"id":"10"}'))
    assert msgspec.json.encode(state) == before
