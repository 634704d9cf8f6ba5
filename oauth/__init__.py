"""The OAuth2 face: what a user agrees to, the tokens that come of it, and where applications are installed."""

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
