"""The documented flow of a guild's words on commands, box by box."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire import Snowflake
from domain.commands.permissions import Words, may_use
from domain.commands.records import CommandPermission
from domain.permissions.bits import Permission

GUILD, USER, CHANNEL = 1000, 1, 500
A, B = 10, 11  # roles of the user
OTHER = 99
KICK = int(Permission.KICK_MEMBERS)
ADMINISTRATOR = int(Permission.ADMINISTRATOR)


def may(
    on_application: Words | None = None,
    on_command: Words | None = None,
    default: int | None = None,
    held: int = 0,
    channel: int | None = CHANNEL,
) -> bool:
    application, command = on_application or Words(), on_command or Words()
    return may_use(application, command, default, GUILD, USER, [A, B], held, channel)


def test_without_a_word_everyone_may() -> None:
    assert may()


@pytest.mark.parametrize(
    ("default", "held", "allowed"),
    [(None, 0, True), (0, 0, False), (0, KICK, False), (KICK, 0, False), (KICK, KICK, True), (KICK | 4, KICK, False)],
)
def test_default_member_permissions(default: int | None, held: int, allowed: bool) -> None:
    assert may(default=default, held=held) is allowed


def test_administrators_may_always() -> None:
    no = Words({USER: False}, {GUILD: False}, {CHANNEL: False})
    assert may(no, no, 0, ADMINISTRATOR)


@pytest.mark.parametrize(
    ("on_application", "on_command", "allowed"),
    [
        ({}, {CHANNEL: False}, False),
        ({}, {GUILD - 1: False}, False),
        ({CHANNEL: False}, {}, False),
        ({GUILD - 1: False}, {}, False),
        ({}, {GUILD - 1: False, CHANNEL: True}, True),
        ({GUILD - 1: False, CHANNEL: True}, {}, True),
        ({CHANNEL: False}, {CHANNEL: True}, True),
        ({CHANNEL: False}, {GUILD - 1: True}, True),
        ({CHANNEL: True}, {GUILD - 1: False}, False),
        ({OTHER: False}, {OTHER: False}, True),
    ],
)
def test_channels(on_application: dict[int, bool], on_command: dict[int, bool], allowed: bool) -> None:
    assert may(Words(channels=on_application), Words(channels=on_command)) is allowed


@pytest.mark.parametrize(
    ("users", "roles", "allowed"),
    [
        ({USER: True}, {A: False, GUILD: False}, True),
        ({USER: False}, {A: True, GUILD: True}, False),
        ({OTHER: False}, {}, True),
        ({}, {A: True, B: False}, True),
        ({}, {A: False}, False),
        ({}, {A: False, GUILD: True}, False),
        ({}, {A: True, GUILD: False}, True),
        ({}, {GUILD: False}, False),
        ({}, {GUILD: True}, True),
        ({}, {OTHER: False}, True),
    ],
)
def test_users_and_roles(users: dict[int, bool], roles: dict[int, bool], allowed: bool) -> None:
    said = Words(users, roles)
    assert may(on_command=said) is allowed
    assert may(on_application=said) is allowed


def test_the_word_on_a_command_overrides_all_else() -> None:
    assert may(Words({USER: False}), Words({USER: True}), 0)
    assert may(Words({USER: False}), Words(roles={GUILD: True}), 0)
    assert not may(Words({USER: True}), Words(roles={GUILD: False}), None)


def test_the_word_on_an_application_narrows_only() -> None:
    yes = Words({USER: True}, {GUILD: True}, {CHANNEL: True})
    assert not may(yes, default=KICK)
    assert not may(yes, default=0)
    assert may(yes, default=KICK, held=KICK)


def test_a_channel_that_is_allowed_allows_nobody_yet() -> None:
    assert not may(on_command=Words(channels={CHANNEL: True}), default=0)


words = st.builds(
    Words,
    st.dictionaries(st.sampled_from([USER, OTHER]), st.booleans()),
    st.dictionaries(st.sampled_from([A, B, GUILD, OTHER]), st.booleans()),
    st.dictionaries(st.sampled_from([CHANNEL, GUILD - 1, OTHER]), st.booleans()),
)


@given(words, words, st.sampled_from([None, 0, KICK]), st.sampled_from([0, KICK]))
def test_what_may_be_used_here_may_be_used_somewhere(on_app: Words, on_command: Words, default: Any, held: int) -> None:
    if may(on_app, on_command, default, held):
        assert may(on_app, on_command, default, held, channel=None)


def test_words_are_read_by_their_targets() -> None:
    said = Words.of(CommandPermission(Snowflake(kind), kind, kind == 1) for kind in (1, 2, 3))
    assert (said.roles, said.users, said.channels) == ({1: True}, {2: False}, {3: False})
