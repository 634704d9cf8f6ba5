"""Proof Key for Code Exchange: whoever fetches the tokens is who asked for the code. RFC 7636; S256 alone."""

import hmac
from typing import cast

from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc7636.challenge import (
    CODE_VERIFIER_PATTERN,
    create_s256_code_challenge,  # pyright: ignore[reportUnknownVariableType] - untyped
)


def check_verifier(verifier: str, challenge: str | None) -> None:
    """Raises InvalidRequestError or InvalidGrantError unless the verifier is that of the challenge."""
    if challenge is None:
        if verifier:  # RFC 9700, 4.8.2: else a challenge could be stripped from the request
            raise InvalidRequestError("There was no code_challenge for this code_verifier.")
        return
    if not CODE_VERIFIER_PATTERN.fullmatch(verifier):
        raise InvalidRequestError("A well formed code_verifier is needed.")
    derived = cast("str", create_s256_code_challenge(verifier))
    if not hmac.compare_digest(derived, challenge):
        raise InvalidGrantError("The code_verifier is not that of the code_challenge.")
