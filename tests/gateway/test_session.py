"""What a session keeps for those who come back."""

from core.wire import encode
from domain.users.identity import Identity
from gateway.compression import SharedPart
from gateway.session import Session


class Recorder:
    """A socket that notes what it is given."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, bytes]] = []

    def send_event(self, sequence: int, shared: SharedPart) -> None:
        self.sent.append((sequence, shared.tail))

    def send(self, payload: bytes) -> None:
        raise AssertionError(payload)


def session(**bounds: int) -> Session:
    return Session(Identity(1, True, b""), 0, **bounds)


def part(number: int) -> SharedPart:
    return SharedPart("E", encode(number))


def test_sequence_numbers_rise_by_one_with_and_without_a_socket():
    one, first, second = session(), Recorder(), Recorder()
    one.connection = first
    one.dispatch(part(1))
    one.connection = None
    one.dispatch(part(2))
    one.connection = second
    one.dispatch(part(3))
    assert [sequence for sequence, _ in first.sent + second.sent] == [1, 3]


def test_what_was_missed_comes_again_in_order():
    one, socket = session(), Recorder()
    for number in range(1, 11):
        one.dispatch(part(number))
    one.connection = socket
    one.replay(7)
    assert socket.sent == [(number, part(number).tail) for number in (8, 9, 10)]
    one.dispatch(part(11))
    assert socket.sent[-1][0] == 11


def test_the_ring_is_bounded_in_number():
    one, socket = session(ring_events=3), Recorder()
    for number in range(1, 6):
        one.dispatch(part(number))
    assert [one.holds_after(sequence) for sequence in range(6)] == [False, False, True, True, True, True]
    one.connection = socket
    one.replay(2)
    assert [sequence for sequence, _ in socket.sent] == [3, 4, 5]


def test_the_ring_is_bounded_in_bytes():
    one = session(ring_bytes=100)
    for _ in range(9):
        one.dispatch(SharedPart("E", b'"' + b"x" * 40 + b'"'))
    assert one.holds_after(8)
    assert not one.holds_after(7)


def test_one_event_over_the_bound_leaves_nothing_to_come_back_for():
    one = session(ring_bytes=10)
    one.dispatch(part(1))
    assert one.holds_after(1)
    assert not one.holds_after(0)
