"""The OAuth2 face. So far: adding a bot to a guild."""

from oauth import install
from rest.operation import Operation

OPERATIONS: list[Operation] = [*install.OPERATIONS]
