"""Interaction tokens: who has one may answer that interaction, for 15 minutes.

A token names its interaction and is signed by the instance, so that a forged one costs no look at the database.
Docs: interactions/receiving-and-responding#interaction-object.
"""

import base64
import binascii
import re
from typing import NamedTuple

from core import tokens

_PREFIX = "interaction"
_SIGNED = re.compile(rf"{_PREFIX}:([0-9]{{1,19}}):([0-9]{{1,19}})")


class Named(NamedTuple):
    application_id: int
    interaction_id: int


def make(application_id: int, interaction_id: int) -> str:
    text = f"{_PREFIX}:{int(application_id)}:{int(interaction_id)}"
    return base64.urlsafe_b64encode(f"{text}:{tokens.sign(text)}".encode()).rstrip(b"=").decode()


def read(token: str) -> Named | None:
    """Which interaction a token is for, or None when we did not make it."""
    if len(token) > 300 or not token.isascii():
        return None
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    signed, _, signature = text.rpartition(":")
    # The same key signs other things, such as webhooks' tokens: what they are must be no interaction's here.
    found = _SIGNED.fullmatch(signed)
    if found is None or not tokens.verify(signed, signature):
        return None
    return Named(int(found[1]), int(found[2]))
