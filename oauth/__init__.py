"""The OAuth2 face: what a user agrees to, where applications are installed, and the tokens that come of it."""

from oauth import authorizations, authorize, consent, install_urls, me, openid, revoke, token
from rest.operation import Operation

OPERATIONS: list[Operation] = [
    *authorize.OPERATIONS,
    *authorizations.OPERATIONS,
    *install_urls.OPERATIONS,
    *token.OPERATIONS,
    *revoke.OPERATIONS,
    *me.OPERATIONS,
    *openid.OPERATIONS,
]
HANDLERS = [*consent.HANDLERS, *openid.HANDLERS]
