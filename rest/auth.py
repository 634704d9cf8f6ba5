"""Who calls: the Authorization header, against who may."""

from core import codes
from core.problems import Problem
from domain.users.identity import Identities, Identity
from rest.operation import Who


async def authenticate(identities: Identities, header: str | None, who: Who) -> Identity | None:
    """The caller's identity; None where anyone may call, whatever header he sent.

    Raises 401 for a missing or wrong token, 20001 or 20002 when the other kind of account must be used.
    """
    if Who.ANYONE in who:
        return None
    if not header:
        raise Problem(codes.UNAUTHORIZED)
    scheme, _, token = header.partition(" ")
    is_bot = scheme == "Bot"
    identity = await identities.find(token.strip() if is_bot else header)
    if identity is None or identity.bot != is_bot:
        raise Problem(codes.UNAUTHORIZED)
    if identity.bot and Who.BOT not in who:
        raise Problem(codes.BOTS_NOT_ALLOWED)
    if not identity.bot and Who.USER not in who:
        raise Problem(codes.ONLY_BOTS_ALLOWED)
    return identity
