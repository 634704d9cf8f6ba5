"""The OAuth2 face: what applications may do for users, and where they are installed."""

from oauth import authorizations, authorize, consent, install_urls
from rest.operation import Operation

OPERATIONS: list[Operation] = [*authorize.OPERATIONS, *authorizations.OPERATIONS, *install_urls.OPERATIONS]
HANDLERS = consent.HANDLERS
