"""What a client may send, and when."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import close_codes
from core.close_codes import CloseCode
from gateway.commands import Heartbeat, Identify, RequestGuildMembers, Resume, UpdatePresence
from gateway.limits import COMMANDS, LARGEST_PAYLOAD
from gateway.protocol import Protocol, Stage


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def payload(op: object, d: object = None) -> bytes:
    return msgspec.json.encode({"op": op, "d": d})


def in_session() -> Protocol:
    protocol = Protocol(Clock())
    protocol.entered()
    return protocol


IDENTIFY = {"token": "a.b.c", "properties": {"$os": "linux"}, "intents": 1, "capabilities": 8}

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(
    "token intents shard presence properties compress session_id seq guild_id query limit user_ids nonce status".split()
)


@given(st.binary(max_size=LARGEST_PAYLOAD + 10), st.booleans())
def test_any_bytes_are_answered(data: bytes, entered: bool):
    protocol = in_session() if entered else Protocol(Clock())
    assert protocol.receive(data) is not None


@given(st.integers() | json, json | st.dictionaries(fields, json), st.booleans())
def test_any_json_is_answered(op: object, d: object, entered: bool):
    protocol = in_session() if entered else Protocol(Clock())
    assert protocol.receive(msgspec.json.encode({"op": op, "d": d})) is not None


@pytest.mark.parametrize("data", [b"[" * 4000, b'{"op":2,"d":' + b"[" * 3000, b"\xff\xfe"])
def test_what_is_no_payload_is_refused(data: bytes):
    assert Protocol(Clock()).receive(data) is close_codes.DECODE_ERROR


@pytest.mark.parametrize(
    ("entered", "data", "code"),
    [
        (False, payload(99), 4001),
        (True, payload(0), 4001),
        (True, payload(11), 4001),
        (False, b"", 4002),
        (False, b"null", 4002),
        (False, b'{"d":1}', 4002),
        (False, payload("2", IDENTIFY), 4002),
        (False, payload(2), 4002),
        (False, payload(2, {"intents": 1}), 4002),
        (False, payload(2, IDENTIFY | {"shard": ["0", 1]}), 4002),
        (False, payload(1, "soon"), 4002),
        (True, payload(3, {"status": "happy"}), 4002),
        (True, payload(8, {"guild_id": {}, "query": ""}), 4002),
        (False, payload(3, {"status": "online"}), 4003),
        (False, payload(8, {"guild_id": "1", "query": ""}), 4003),
        (True, payload(2, IDENTIFY), 4005),
        (True, payload(6, {"token": "a", "session_id": "b", "seq": 1}), 4005),
        (False, payload(1, None) + b" " * LARGEST_PAYLOAD, 4002),
    ],
)
def test_faults_close_with_the_documented_code(entered: bool, data: bytes, code: int):
    answer = (in_session() if entered else Protocol(Clock())).receive(data)
    assert isinstance(answer, CloseCode)
    assert answer.number == code


def test_the_largest_payload_is_taken():
    data = payload(1, 7)
    assert Protocol(Clock()).receive(data + b" " * (LARGEST_PAYLOAD - len(data))) == Heartbeat(7)


def test_heartbeats_are_welcome_before_identify():
    protocol = Protocol(Clock())
    assert protocol.receive(payload(1)) == Heartbeat(None)
    assert isinstance(protocol.receive(payload(2, IDENTIFY)), Identify)
    assert protocol.stage is Stage.ENTERING


def test_one_identify_at_a_time():
    protocol = Protocol(Clock())
    protocol.receive(payload(2, IDENTIFY))
    assert protocol.receive(payload(2, IDENTIFY)) is close_codes.ALREADY_AUTHENTICATED


def test_after_an_invalid_session_both_ways_are_open():
    protocol = in_session()
    protocol.left()
    assert isinstance(protocol.receive(payload(6, {"token": "a", "session_id": "b", "seq": 1})), Resume)
    protocol.left()
    assert isinstance(protocol.receive(payload(2, IDENTIFY)), Identify)


def test_what_was_sent_before_the_session_was_known_to_be_invalid_is_no_fault():
    protocol = in_session()
    protocol.left()
    assert protocol.receive(payload(3, {"status": "online"})) is None


def test_a_presence_may_have_a_game():
    command = in_session().receive(payload(3, {"status": "idle", "since": 1.5, "game": {"name": "chess"}, "afk": True}))
    assert isinstance(command, UpdatePresence)
    assert [activity.name for activity in command.all_activities()] == ["chess"]


def test_ids_may_be_numbers():
    command = in_session().receive(payload(8, {"guild_id": 41771983444115456, "user_ids": 5, "limit": 0}))
    assert isinstance(command, RequestGuildMembers)
    assert (command.guild_id, command.user_ids) == (41771983444115456, 5)


def test_too_many_commands_close():
    clock = Clock()
    protocol = Protocol(clock)
    protocol.entered()
    presence = payload(3, {"status": "online"})
    answers = [protocol.receive(presence) for _ in range(COMMANDS)]
    assert all(isinstance(answer, UpdatePresence) for answer in answers)
    assert isinstance(protocol.receive(payload(1)), Heartbeat), "a heartbeat still has room"
    assert protocol.receive(presence) is close_codes.RATE_LIMITED
    clock.now += 60
    assert isinstance(protocol.receive(presence), UpdatePresence)
