"""Emojis as they stand in the path of a request. Docs: resources/message#create-reaction."""

from emoji import is_emoji

from core import codes
from core.problems import Problem
from domain.messages.records import ReactionEmoji


def parse(text: str) -> ReactionEmoji:
    """The emoji, exactly as it is written. Raises 10014 for what is none.

    So it does for `name:id`: there are no custom emojis yet.
    """
    if not is_emoji(text):
        raise Problem(codes.UNKNOWN_EMOJI)
    return ReactionEmoji(None, text)
