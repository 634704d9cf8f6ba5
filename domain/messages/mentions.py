"""Mentions: whom a text names, and whom of them the sender lets it name.

What stands in code is no mention. The text names candidates; `allowed_mentions` chooses among them; whether a role
may be mentioned at all, and whether a user exists, is decided where rows are at hand.
Docs: reference#message-formatting, resources/message#allowed-mentions-object.
"""

import re
from collections.abc import Iterable
from typing import Annotated, Final, Literal

import msgspec

from core import form_codes
from core.problems import Faults
from core.wire import Snowflake

MOST_IDS: Final = 100

_CODE = re.compile(r"```.*?```|(`{1,2})(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_MENTION = re.compile(r"<@(!?|&)([0-9]{1,19})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")

Kind = Literal["users", "roles", "everyone"]


class AllowedMentions(msgspec.Struct):
    """Docs: resources/message#allowed-mentions-object-allowed-mentions-structure."""

    parse: list[Kind | None] | None = None
    users: Annotated[list[Snowflake | None], msgspec.Meta(max_length=MOST_IDS)] | None = None
    roles: Annotated[list[Snowflake | None], msgspec.Meta(max_length=MOST_IDS)] | None = None
    replied_user: bool | None = None


class Mentions(msgspec.Struct):
    """Whom a text names, each once and in the order of the text."""

    users: list[int]
    roles: list[int]
    everyone: bool = False


def found_in(text: str) -> Mentions:
    """Everyone whom the text names."""
    if "@" not in text:
        return Mentions([], [])
    if "`" in text:
        text = _CODE.sub(" ", text)
    users: dict[int, None] = {}
    roles: dict[int, None] = {}
    for mention in _MENTION.finditer(text):
        number = int(mention[2])
        if number < 1 << 63:
            (roles if mention[1] == "&" else users)[number] = None
    return Mentions(list(users), list(roles), _EVERYONE.search(text) is not None)


def found_in_all(texts: Iterable[str]) -> Mentions:
    """Everyone whom one of the texts names."""
    found = [found_in(text) for text in texts]
    users = dict.fromkeys(user for one in found for user in one.users)
    roles = dict.fromkeys(role for one in found for role in one.roles)
    return Mentions(list(users), list(roles), any(one.everyone for one in found))


def check(allowed: AllowedMentions | None, faults: Faults) -> None:
    """`parse` and an id list of the same kind exclude each other, unless the list is empty."""
    for kind in ("users", "roles"):
        ids: list[Snowflake | None] | None = getattr(allowed, kind, None)
        if allowed is not None and ids and kind in (allowed.parse or ()):
            faults.add("allowed_mentions", form_codes.MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE, kind=kind)


def allowed(found: Mentions, chosen: AllowedMentions | None) -> Mentions:
    """Those of the mentions that the sender lets through. Nothing chosen lets all through."""
    if chosen is None:
        return found
    parse = chosen.parse or ()
    return Mentions(
        found.users if "users" in parse else [one for one in found.users if one in (chosen.users or ())],
        found.roles if "roles" in parse else [one for one in found.roles if one in (chosen.roles or ())],
        found.everyone and "everyone" in parse,
    )


def replied_user(chosen: AllowedMentions | None) -> bool:
    """Whether a reply mentions the author of what it replies to."""
    return chosen is None or bool(chosen.replied_user)
