"""Writes into docs/oauth2.md which operations each scope opens to a bearer, from the table of operations.

python -m openapi.scopes
"""

import sys
from pathlib import Path

from domain.grants.scopes import SCOPES, Scope
from openapi.write import operations
from rest.operation import Operation, Who

PAGE = Path(__file__).parents[1] / "docs" / "oauth2.md"

_BEGIN = "<!-- what scopes open: written by python -m openapi.scopes -->\n"
_END = "<!-- end of what scopes open -->\n"
_APPROVAL = " (needs an approval)"
# What a scope is good for that no operation says.
_BESIDE = {
    "dm_channels.messages.read": "direct messages, at the gateway, in sessions for the user",
    "email": "`email` and `verified` in `GET /users/@me`",
    "gateway.connect": "sessions for the user at the gateway; `identify` is needed besides",
    "gdm.join": "the token is good in its bot's `POST /users/@me/channels` and"
    " `PUT /channels/{channel_id}/recipients/{user_id}`",
    "guilds.join": "the token is good in its bot's `PUT /guilds/{guild_id}/members/{user_id}`",
    "identify.premium": "`premium_type` in `GET /users/@me`",
    "sdk.social_layer": "all of `sdk.social_layer_presence`, and `dm_channels.read`, `dm_channels.messages.read`,"
    " `dm_channels.messages.write`, `guilds`, `guilds.channels.read`, `lobbies.write`",
    "sdk.social_layer_presence": "`activities.invites.write`, `activities.read`, `activities.write`,"
    " `application_identities.write`, `gateway.connect`, `identify`, `relationships.read`, `relationships.write`",
}


def main(page: Path = PAGE) -> int:
    page.write_text(written(page.read_text()))
    return 0


def written(text: str) -> str:
    """The page with the table as the code has it. Raises ValueError for a page with no place for it."""
    before, _, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"the page has no {_BEGIN}")
    return before + _BEGIN + table() + _END + after


def table() -> str:
    bearers = [one for one in operations() if Who.BEARER in one.who]
    by_any = ", ".join(_named(one) for one in bearers if not one.scopes)
    rows = [f"| {_scope(scope)} | {_opened(scope, bearers)} |" for _, scope in sorted(SCOPES.items())]
    head = f"Any token, whatever its scopes, opens {by_any}.\n\n| scope | opens |\n| --- | --- |\n"
    return head + "\n".join(rows) + "\n"


def _scope(scope: Scope) -> str:
    return f"`{scope.name}`{_APPROVAL if scope.needs_approval else ''}"


def _opened(scope: Scope, bearers: list[Operation]) -> str:
    found = sorted(_named(one) for one in bearers if scope.name in one.scopes)
    if scope.name in _BESIDE:
        found.append(_BESIDE[scope.name])
    if not found:
        found.append("nothing for a bearer: it installs" if scope.installs else "nothing yet")
    return "<br>".join(found)


def _named(operation: Operation) -> str:
    return f"`{operation.method} {operation.path}`"


if __name__ == "__main__":
    sys.exit(main())
