from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock, snowflakes
from core.snowflakes import Maker, NoWorkerNumberError

WHATEVER_A_CLOCK_DOES = st.lists(
    st.one_of(
        st.tuples(st.just("step"), st.floats(-100_000, 100_000)),
        st.tuples(st.just("make"), st.integers(1, 10_000)),
        st.tuples(st.just("after"), st.integers(-(2**40), 2**40)),
    ),
    max_size=20,
)


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    clock.stop()
    yield
    clock.apply(clock.State())
    snowflakes._maker = None


@given(WHATEVER_A_CLOCK_DOES, st.integers(0, 1023))
def test_ids_only_rise_whatever_the_clock_does(story, worker):
    maker, last = Maker(worker), 0
    for what, amount in story:
        if what == "step":
            clock.step(amount)
        elif what == "after":
            floor = max(0, last + amount)
            made = maker.after(floor)
            assert made > max(last, floor)
            last = made
        else:
            for _ in range(amount):
                made = maker.make()
                assert made > last
                assert (made >> 12) & 1023 == worker
                last = made


@given(st.integers(0, 1023), st.integers(0, 1023), st.lists(st.booleans(), max_size=100))
def test_two_workers_never_make_the_same(first, second, turns):
    if first == second:
        return
    makers = (Maker(first), Maker(second))
    made: list[int] = []
    for turn in turns:
        made.append(makers[turn].after(made[-1] if made else 0))
    assert made == sorted(set(made))


def test_the_parts_of_an_id():
    made = Maker(0b10011_00101).make()
    assert made >> 22 == clock.now_ms() - 1_420_070_400_000
    assert (made & 0x3E0000) >> 17 == 0b10011
    assert (made & 0x1F000) >> 12 == 0b00101
    assert made & 0xFFF == 0
    assert snowflakes.created_ms(made) == clock.now_ms()
    assert snowflakes.created_ms(175928847299117063) == 1462015105796  # the documented example


def test_it_borrows_from_the_future_when_a_millisecond_is_full():
    maker = Maker(1)
    made = [maker.make() for _ in range(4097)]
    assert {one >> 22 for one in made[:4096]} == {made[0] >> 22}
    assert made[4096] >> 22 == (made[0] >> 22) + 1
    clock.step(0.002)
    assert snowflakes.created_ms(maker.make()) == clock.now_ms()


def test_search_by_time():
    made = Maker(0).make()
    assert snowflakes.at_ms(clock.now_ms()) <= made < snowflakes.at_ms(clock.now_ms() + 1)
    assert snowflakes.at_ms(0) == 0


def test_a_new_worker_number_goes_on_from_the_last_id():
    snowflakes.use(1023)
    before = snowflakes.after(snowflakes.at_ms(clock.now_ms() + 5000))
    snowflakes.use(0)
    assert snowflakes.make() > before
    assert snowflakes.make() < snowflakes.after(before + (1 << 30))


def test_without_a_worker_number_there_are_no_ids():
    with pytest.raises(NoWorkerNumberError):
        snowflakes.make()
    snowflakes.use(1, until=clock.stopwatch() - 1)
    with pytest.raises(NoWorkerNumberError):
        snowflakes.after(5)
    with pytest.raises(ValueError, match="ten bits"):
        snowflakes.use(1024)
