"""Signatures by which an endpoint knows that a request is from here.

Ed25519 over the timestamp's digits and the very bytes of the body; the public half is the application's `verify_key`.
Docs: interactions/overview#setting-up-an-endpoint.
"""

import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = "X-Signature-Ed25519"
TIMESTAMP = "X-Signature-Timestamp"

_SIGNATURE_BYTES = 64


def sign(key: Ed25519PrivateKey, timestamp_s: int, body: bytes) -> dict[str, str]:
    """The two headers."""
    timestamp = str(timestamp_s)
    return {SIGNATURE: key.sign(timestamp.encode() + body).hex(), TIMESTAMP: timestamp}


def forge(timestamp_s: int) -> dict[str, str]:
    """Headers that no key has signed: whoever takes them for good does not look."""
    return {SIGNATURE: secrets.token_bytes(_SIGNATURE_BYTES).hex(), TIMESTAMP: str(timestamp_s)}
