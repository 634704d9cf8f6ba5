"""Emojis as they stand in the path of a request. Docs: resources/message#create-reaction."""

import re

from emoji import is_emoji

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.messages.records import ReactionEmoji

_CUSTOM = re.compile(r"(?:a?:)?[^:]{1,32}:([1-9][0-9]{0,18})")


def parse(text: str) -> ReactionEmoji:
    """A unicode emoji exactly as it is written, or a custom one by its id. Raises 10014 for what is none.

    What a custom one is called is not for the caller to say, so it comes without a name.
    """
    custom = _CUSTOM.fullmatch(text)
    if custom and int(custom[1]) < 1 << 63:
        return ReactionEmoji(Snowflake(custom[1]), None)
    if not is_emoji(text):
        raise Problem(codes.UNKNOWN_EMOJI)
    return ReactionEmoji(None, text)
