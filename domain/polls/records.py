"""Polls as they go over the wire, and as they are kept with their message. Docs: resources/poll."""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.users.records import User

MOST_ANSWERS: Final = 10
LONGEST_ANSWER: Final = 55
DEFAULT_HOURS: Final = 24
MOST_HOURS: Final = 32 * 24
DEFAULT_LAYOUT: Final = 1


Hours: TypeAlias = (
    Annotated[int, msgspec.Meta(ge=1, le=MOST_HOURS)] | Annotated[float, msgspec.Meta(ge=1, le=MOST_HOURS)]
)
"""Whole ones, though discord.py sends them as `4.0`."""


class PollEmojiRequest(msgspec.Struct):
    """A custom emoji by its id, or a unicode one as its name."""

    id: Snowflake | None = None
    name: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    animated: bool | None = None


class PollMediaRequest(msgspec.Struct):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=300)] | None = None
    emoji: PollEmojiRequest | None = None


class PollAnswerRequest(msgspec.Struct):
    poll_media: PollMediaRequest


class CreatePoll(msgspec.Struct):
    """`duration` is in hours. Docs: #poll-create-request-object."""

    question: PollMediaRequest
    answers: Annotated[list[PollAnswerRequest], msgspec.Meta(min_length=1, max_length=MOST_ANSWERS)]
    allow_multiselect: bool | None = None
    layout_type: Literal[1] | None = None
    duration: Hours | None = None


class Vote(msgspec.Struct):
    """All answers that the user votes for; none takes the vote back."""

    answer_ids: Annotated[list[int], msgspec.Meta(max_length=MOST_ANSWERS)]


class ListVoters(msgspec.Struct):
    after: Snowflake = Snowflake(0)
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25


class Voters(msgspec.Struct):
    users: list[User]


class PollEmoji(msgspec.Struct):
    id: Snowflake | None
    name: str | None
    animated: bool | UnsetType = UNSET


class PollMedia(msgspec.Struct):
    text: str | UnsetType = UNSET
    emoji: PollEmoji | UnsetType = UNSET


class PollAnswer(msgspec.Struct):
    answer_id: int
    poll_media: PollMedia


class AnswerCount(msgspec.Struct):
    id: int
    count: int
    me_voted: bool


class PollResults(msgspec.Struct):
    """An answer without votes is not among the counts."""

    answer_counts: list[AnswerCount]
    is_finalized: bool


class Poll(msgspec.Struct):
    question: PollMedia
    answers: list[PollAnswer]
    expiry: Timestamp
    allow_multiselect: bool
    layout_type: int
    results: PollResults


class KeptPoll(msgspec.Struct):
    """A poll as its message keeps it: without the votes."""

    question: PollMedia
    answers: list[PollAnswer]
    expiry: Timestamp
    allow_multiselect: bool
    is_finalized: bool = False

    def shown(self, counts: list[AnswerCount]) -> Poll:
        return Poll(
            self.question,
            self.answers,
            self.expiry,
            self.allow_multiselect,
            DEFAULT_LAYOUT,
            PollResults(counts, self.is_finalized),
        )
