"""The way of new messages into the database: group commit, and ids that only rise within a channel.

The id is made here, as late as can be, above the highest id that this process knows of the channel. Should another
process, perhaps with a faster clock, have posted a higher one meanwhile, the statement refuses the message. Then it
goes into the next batch, which first locks its channels and makes its ids above their last: so nobody overtakes it
again, however busy the channel. All messages of a channel take the same lane, so a process never overtakes itself.

A batch whose outcome is unknown (the connection broke) is run again one by one with the same ids. Those that were
committed are refused as too low, and are then found to be there already.
"""

import enum
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from core import clock, codes, snowflakes
from core.database import Database
from core.events import Draft, Event
from core.lanes import Lanes
from core.problems import Problem
from domain.messages import lane_store, store
from domain.messages.games import Promises
from domain.messages.records import Message
from domain.messages.stored import Answers, StoredMessage

_WIDTH: Final = 2
_KNOWN_CHANNELS: Final = 50_000
_NONCE_KEPT_MS: Final = 5 * 60 * 1000
"""The "past few minutes" in which a nonce is unique."""
_FORGET_EVERY_S: Final = 60.0
_CROWD: Final = 4
_REMEMBERED: Final = 16
"""Batches of which the mean is looked at: after one of many often comes one alone, whoever was answered first."""


class Outcome(enum.Enum):
    POSTED = enum.auto()
    OVERTAKEN = enum.auto()
    DUPLICATE = enum.auto()
    NO_CHANNEL = enum.auto()


class Post(msgspec.Struct):
    """A message on its way. `compose` makes, of the message with its id, the answer and the events."""

    stored: StoredMessage
    compose: Callable[[StoredMessage], tuple[Message, list[Draft]]]
    claim: str | None = None  # a nonce to enforce
    answers: Answers | None = None
    counts: bool = False  # in its thread's number of messages
    promises: Promises | None = None  # beside the end of its poll
    events: Sequence[Event] = ()
    message: Message | None = None
    tried: bool = False  # with this id
    overtaken: bool = False


class MessageLane:
    """Posts the messages of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lanes = [Lanes(self._run, width=1) for _ in range(_WIDTH)]
        self._last: OrderedDict[int, int] = OrderedDict()
        self._forgotten_at = 0.0
        self.news: dict[int, int] = {}
        """Channels with new messages, each with its guild, or itself where there is none, for whoever follows."""
        self._crowd = 0.0

    @property
    def is_crowded(self) -> bool:
        """Whether messages had to wait for each other lately: whatever else there is to do costs them time."""
        return self._crowd >= _CROWD

    async def put(self, post: Post) -> Message | None:
        """The message, once it is committed and its events are on their way.

        None when its nonce was used before, or when the interaction that it answers has its answer.

        Raises 10003 when the channel is gone. Cancelling the caller does not take the message back.
        """
        # By the millisecond in the id: the low bits of ids are hardly ever odd.
        lane = self._lanes[(post.stored.channel_id >> 22) % _WIDTH]
        while (outcome := await lane.put(post)) is Outcome.OVERTAKEN:
            post.overtaken = True
        if outcome is Outcome.NO_CHANNEL:
            raise Problem(codes.UNKNOWN_CHANNEL)
        return post.message if outcome is Outcome.POSTED else None

    async def _run(self, batch: Sequence[Post]) -> list[Outcome]:
        self._crowd += (len(batch) - self._crowd) / _REMEMBERED
        now_ms = clock.now_ms()
        forget = snowflakes.at_ms(now_ms - _NONCE_KEPT_MS)
        if clock.stopwatch() > self._forgotten_at + _FORGET_EVERY_S:
            self._forgotten_at = clock.stopwatch()
            await lane_store.forget_nonces(self._database, forget)
        again = [post for post in batch if post.tried]
        if any(post.overtaken for post in batch):
            async with self._database.transaction() as tx:
                for channel_id, last in await lane_store.lock(tx, batch):
                    self._know(channel_id, last)
                self._compose_all(batch)
                refused = await lane_store.post(tx, batch, forget)
        else:
            self._compose_all(batch)
            refused = await lane_store.post(self._database, batch, forget)
        if refused and again:
            for post in again:
                if post.stored.id in refused and await self._is_there(post.stored):
                    del refused[post.stored.id]
        outcomes = [self._outcome(post, refused.get(post.stored.id)) for post in batch]
        for post in batch:
            self.news[post.stored.channel_id] = post.stored.guild_id or post.stored.channel_id
        self._database.outbox.publish(
            [event for post, one in zip(batch, outcomes, strict=True) if one is Outcome.POSTED for event in post.events]
        )
        return outcomes

    def _compose_all(self, batch: Sequence[Post]) -> None:
        for post in batch:
            if not post.tried:
                self._compose(post)

    def _compose(self, post: Post) -> None:
        channel_id = post.stored.channel_id
        post.stored.id = snowflakes.after(self._last.get(channel_id, 0))
        self._know(channel_id, post.stored.id)
        post.message, drafts = post.compose(post.stored)
        post.events = [draft.event(snowflakes.make()) for draft in drafts]
        post.tried = True

    def _outcome(self, post: Post, refusal: lane_store.Refusal | None) -> Outcome:
        if refusal is None:
            return Outcome.POSTED
        if refusal.is_duplicate:
            return Outcome.DUPLICATE
        if refusal.last_message_id is None:
            return Outcome.NO_CHANNEL
        self._know(post.stored.channel_id, refusal.last_message_id)
        post.tried = False
        return Outcome.OVERTAKEN

    def _know(self, channel_id: int, message_id: int) -> None:
        known = self._last.pop(channel_id, 0)
        self._last[channel_id] = max(known, message_id)
        if len(self._last) > _KNOWN_CHANNELS:
            self._last.popitem(last=False)

    async def _is_there(self, stored: StoredMessage) -> bool:
        return await store.find(self._database, stored.channel_id, stored.id) is not None
