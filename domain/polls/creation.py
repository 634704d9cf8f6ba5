"""From the poll that a client asks for to the poll that its message keeps. Docs: #poll-create-request-object."""

from typing import Final

from emoji import is_emoji

from core import clock, codes, form_codes
from core.database import Reader
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake, Timestamp
from domain.channels.access import ChannelAccess
from domain.emojis import queries as emojis
from domain.emojis.records import StoredEmoji
from domain.messages.records import Flag
from domain.messages.stored import StoredMessage
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


async def put(reader: Reader, here: ChannelAccess, stored: StoredMessage, asked: CreatePoll, faults: Faults) -> None:
    """Writes the poll into the message; it begins now. Raises 50013, and 520004 for an emoji not to be used here."""
    here.require(Permission.SEND_POLLS)
    if stored.flags & Flag.EPHEMERAL:
        faults.add("poll", form_codes.BASE_TYPE_INVALID, reason="Only one person could vote in an ephemeral poll.")
    question = _text(asked.question, ("poll", "question", "text"), faults)
    answers: list[PollAnswer] = []
    for index, one in enumerate(asked.answers):
        media = _answer(one.poll_media, ("poll", "answers", index, "poll_media", "text"), faults)
        if one.poll_media.emoji is not None:
            media.emoji = await _emoji(reader, here, stored, one.poll_media.emoji)
        answers.append(PollAnswer(index + 1, media))
    hours = int(asked.duration or DEFAULT_HOURS)
    if asked.duration is not None and hours != asked.duration:
        faults.add(("poll", "duration"), form_codes.NUMBER_TYPE_COERCE, value=asked.duration, kind="int")
    expiry = Timestamp(clock.timestamp() + hours * _HOUR_US)
    stored.parts.poll = KeptPoll(PollMedia(question), answers, expiry, bool(asked.allow_multiselect))


def _answer(sent: PollMediaRequest, path: tuple[str | int, ...], faults: Faults) -> PollMedia:
    text = _text(sent, path, faults)
    if len(text) > LONGEST_ANSWER:
        faults.add(path, form_codes.BASE_TYPE_MAX_LENGTH, max=LONGEST_ANSWER)
    return PollMedia(text)


def _text(sent: PollMediaRequest, path: tuple[str | int, ...], faults: Faults) -> str:
    text = (sent.text or "").strip()
    if not text:
        faults.add(path, form_codes.BASE_TYPE_REQUIRED)
    return text


async def _emoji(reader: Reader, here: ChannelAccess, stored: StoredMessage, sent: PollEmojiRequest) -> PollEmoji:
    if sent.id is None:
        if not is_emoji(sent.name or ""):
            raise Problem(codes.CANNOT_USE_POLL_EMOJI)
        return PollEmoji(None, sent.name)
    found = await _find_usable(reader, here, stored, sent.id)
    if found is None:
        raise Problem(codes.CANNOT_USE_POLL_EMOJI)
    return PollEmoji(Snowflake(found.id), found.name, found.animated or UNSET)


async def _find_usable(reader: Reader, here: ChannelAccess, stored: StoredMessage, emoji_id: int) -> StoredEmoji | None:
    """A webhook, which is no member, uses what its guild or its application has."""
    if stored.parts.webhook is not None:
        found = (await emojis.by_ids(reader, [emoji_id])).get(emoji_id)
        owners = (here.guild_id, stored.parts.application_id)
        return found if found is not None and found.owner_id in owners else None
    try:
        return await emojis.get_usable(reader, here, emoji_id)
    except Problem:
        return None
