"""Which Lottie animations stickers can be."""

import json
from typing import Any

import pytest

from core.problems import Problem
from domain.stickers import lottie

GOOD: dict[str, Any] = {"v": "5.7.0", "fr": 30, "ip": 0, "op": 150, "w": 320, "h": 320, "layers": []}


def test_one_that_stickers_can_be() -> None:
    lottie.check(json.dumps(GOOD | {"assets": [{"id": "a", "layers": []}]}).encode())


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"layers": None}, 170001),
        ({"w": 0}, 170001),
        ({"op": 0}, 170001),
        ({"assets": [{"id": "a", "p": "a.png"}]}, 170002),
        ({"fr": 61}, 170003),
        ({"fr": 60, "op": 1001}, 170004),
        ({"h": 321}, 170005),
        ({"fr": 0}, 170006),
        ({"op": 151}, 170007),
    ],
)
def test_what_they_cannot_be(wrong: dict[str, Any], code: int) -> None:
    with pytest.raises(Problem) as refused:
        lottie.check(json.dumps(GOOD | wrong).encode())
    assert refused.value.code.number == code


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"v": ' + b"[" * 100_000])
def test_what_is_none_at_all(content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        lottie.check(content)
    assert refused.value.code.number == 170001
