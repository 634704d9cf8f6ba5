"""What of ours must fit the published contract, and does."""

from typing import Any

import msgspec
import pytest

from openapi.write import operations
from tests.published import needs_published_contract, published_contract, route

ROLE: dict[str, Any] = {
    "id": "5",
    "name": "mods",
    "description": None,
    "permissions": "0",
    "position": 1,
    "color": 0,
    "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    "hoist": False,
    "managed": False,
    "mentionable": False,
    "icon": None,
    "unicode_emoji": None,
    "flags": 0,
    "ours": True,
}


def check_role(**changed: Any) -> None:
    published_contract().check("get_guild_role", 200, msgspec.json.encode(ROLE | changed))


@needs_published_contract
def test_an_answer_may_have_more_but_not_less() -> None:
    check_role()
    with pytest.raises(AssertionError, match="id: 5 is not"):
        check_role(id=5)
    with pytest.raises(AssertionError, match='"id" is a required property'):
        published_contract().check("get_guild_role", 200, b"{}")
    with pytest.raises(AssertionError, match="not 201"):
        published_contract().check("get_guild_role", 201, b"{}")


@needs_published_contract
def test_every_published_answer_can_be_judged() -> None:
    for name, operation in published_contract().operations.items():
        for status, response in operation["responses"].items():
            if status.isdigit() and status != "429" and "application/json" in response.get("content", {}):
                with pytest.raises(AssertionError, match="not as published"):
                    published_contract().check(name, int(status), b"3.5")


@needs_published_contract
def test_our_operations_have_their_published_names() -> None:
    names = published_contract().names
    renamed = {
        each.id: published
        for each in operations()
        if (published := names.get(route(each.method, each.path), each.id)) != each.id
    }
    assert not renamed, f"ours, and what is published for the route: {renamed}"
