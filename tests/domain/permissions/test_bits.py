from domain.permissions.bits import ALL, DEFAULT_EVERYONE, Permission, holds

RETIRED = 1 << 47


def test_all_is_every_bit_but_the_retired_one() -> None:
    assert ALL | RETIRED == 2**53 - 1
    assert not ALL & RETIRED


def test_the_newest_bits() -> None:
    assert Permission.PIN_MESSAGES == 1 << 51
    assert Permission.BYPASS_SLOWMODE == 1 << 52


def test_everyone_starts_as_observed() -> None:
    assert DEFAULT_EVERYONE | RETIRED == 2248473465835073


def test_holds_wants_every_bit() -> None:
    both = Permission.SPEAK | Permission.CONNECT
    assert holds(both.value, both)
    assert not holds(Permission.SPEAK.value, both)
    assert holds(0, 0)
