"""What can be the issuer of an application's players where no network is opened."""

import pytest

from core.problems import Problem
from domain.provisional_accounts.oidc import check_issuer, is_as_safe


def test_a_public_address_can() -> None:
    check_issuer("https://login.example.com:8443/realm", may_be_private=False)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example.com",
        "https://localhost",
        "https://game.internal",
        "https://10.0.0.1",
        "https://8.8.8.8",
        "https://login.example.com/?",
    ],
)
def test_others_cannot(issuer: str) -> None:
    with pytest.raises(Problem):
        check_issuer(issuer, may_be_private=False)


@pytest.mark.parametrize(
    ("url", "issuer", "is_safe"),
    [
        ("https://keys.example.com", "https://login.example.com", True),
        ("http://login.example.com/keys", "https://login.example.com", False),
        ("http://127.0.0.1/keys", "http://127.0.0.1", True),
    ],
)
def test_keys_come_as_safely_as_the_rest(url: str, issuer: str, *, is_safe: bool) -> None:
    assert is_as_safe(url, issuer) == is_safe
