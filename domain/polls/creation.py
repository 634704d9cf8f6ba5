"""From the poll that a client asks for to the poll that its message keeps. Docs: #poll-create-request-object."""

from typing import Final

from emoji import is_emoji

from core import clock, codes, form_codes
from core.problems import Faults, Problem
from core.wire import UNSET, Timestamp, UnsetType
from domain.channels.access import ChannelAccess
from domain.permissions.bits import Permission
from domain.polls.records import (
    DEFAULT_HOURS,
    LONGEST_ANSWER,
    CreatePoll,
    KeptPoll,
    PollAnswer,
    PollEmoji,
    PollEmojiRequest,
    PollMedia,
    PollMediaRequest,
)

_HOUR_US: Final = 3600 * 1_000_000


def made(here: ChannelAccess, asked: CreatePoll, faults: Faults) -> KeptPoll:
    """The poll, which begins now. Raises 50013, and 520004 for an emoji that is none."""
    here.require(Permission.SEND_POLLS)
    question = _text(asked.question, ("poll", "question", "text"), faults)
    answers = [
        PollAnswer(index + 1, _answer(one.poll_media, ("poll", "answers", index, "poll_media", "text"), faults))
        for index, one in enumerate(asked.answers)
    ]
    expiry = Timestamp(clock.timestamp() + (asked.duration or DEFAULT_HOURS) * _HOUR_US)
    return KeptPoll(PollMedia(question), answers, expiry, bool(asked.allow_multiselect))


def _answer(sent: PollMediaRequest, path: tuple[str | int, ...], faults: Faults) -> PollMedia:
    text = _text(sent, path, faults)
    if len(text) > LONGEST_ANSWER:
        faults.add(path, form_codes.BASE_TYPE_MAX_LENGTH, max=LONGEST_ANSWER)
    return PollMedia(text, _emoji(sent.emoji))


def _text(sent: PollMediaRequest, path: tuple[str | int, ...], faults: Faults) -> str:
    text = (sent.text or "").strip()
    if not text:
        faults.add(path, form_codes.BASE_TYPE_REQUIRED)
    return text


def _emoji(sent: PollEmojiRequest | None) -> PollEmoji | UnsetType:
    if sent is None:
        return UNSET
    if sent.id is not None or not is_emoji(sent.name or ""):
        raise Problem(codes.CANNOT_USE_POLL_EMOJI)
    return PollEmoji(None, sent.name)
