from collections.abc import Iterator

import pytest

from core import clock
from domain.auto_moderation.traffic import Traffic, is_spam_by_itself


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    clock.stop()
    yield
    clock.apply(clock.State())


def test_what_is_spam_by_itself() -> None:
    assert is_spam_by_itself("A" * 60)
    assert is_spam_by_itself("buy this\n" * 10)
    assert is_spam_by_itself("discord.gg/x " * 6)
    assert not is_spam_by_itself("A" * 59)
    assert not is_spam_by_itself("https://example.test/ " * 5)
    assert not is_spam_by_itself("A sentence as people write them, of some length, which says something new.")


def test_the_same_again_and_again_is_spam() -> None:
    recent = Traffic()
    said = [recent.is_spam(1, 2, text) for text in ("Buy this", "buy  this", "BUY THIS", "buy this")]
    assert said == [False, False, False, True]
    assert not recent.is_spam(1, 3, "buy this")
    assert not recent.is_spam(4, 2, "buy this")
    clock.step(31)
    assert not recent.is_spam(1, 2, "buy this")


def test_short_texts_may_be_repeated() -> None:
    recent = Traffic()
    assert not any(recent.is_spam(1, 2, "lol") for _ in range(10))


def test_a_raid_is_many_mentions_at_once() -> None:
    recent = Traffic()
    assert [recent.is_raid(1, 20), recent.is_raid(1, 20), recent.is_raid(1, 1), recent.is_raid(1, 2)] == [
        False,
        False,
        False,
        True,
    ]
    assert not recent.is_raid(2, 40)
    clock.step(11)
    assert not recent.is_raid(1, 20)
