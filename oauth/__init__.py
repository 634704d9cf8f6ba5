"""The OAuth2 face: what a user agrees to, and the tokens that come of it."""

from oauth import install, me, openid, revoke, token
from rest.operation import Operation

OPERATIONS: list[Operation] = [
    *install.OPERATIONS,
    *token.OPERATIONS,
    *revoke.OPERATIONS,
    *me.OPERATIONS,
    *openid.OPERATIONS,
]
HANDLERS = openid.HANDLERS
