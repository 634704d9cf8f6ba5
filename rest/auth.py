"""Who calls: the Authorization header, against who may."""

from core import codes
from core.problems import Problem
from domain.users.identity import Identities, Identity
from rest.operation import Who

_SCHEMES = ("Bot", "Bearer")


async def authenticate(identities: Identities, header: str | None, who: Who, scopes: frozenset[str]) -> Identity | None:
    """The caller's identity; None where anyone may call, whatever header he sent.

    Where that is asked of accounts as well (`ANYONE | ACCOUNT`), it is the identity of one who says who he is.

    Raises 401 for a missing, wrong or expired token, 20001 or 20002 when the other kind of account must be used,
    50026 for a bearer without one of the `scopes`, if there are any, or where bearers may not go at all.
    """
    if Who.ANYONE in who and not (header and Who.ACCOUNT & who):
        return None
    if not header:
        raise Problem(codes.UNAUTHORIZED)
    scheme, _, token = header.partition(" ")
    if scheme not in _SCHEMES:
        scheme, token = "", header
    identity = await identities.find(token.strip())
    if identity is None or scheme != _scheme(identity):
        raise Problem(codes.UNAUTHORIZED)
    if identity.is_bearer:
        if Who.BEARER not in who or (scopes and not scopes & identity.scopes):
            raise Problem(codes.MISSING_OAUTH2_SCOPE)
    elif identity.bot and Who.BOT not in who:
        raise Problem(codes.BOTS_NOT_ALLOWED)
    elif not identity.bot and Who.USER not in who:
        raise Problem(codes.ONLY_BOTS_ALLOWED)
    return identity


def _scheme(identity: Identity) -> str:
    if identity.is_bearer:
        return "Bearer"
    return "Bot" if identity.bot else ""
