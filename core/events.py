"""What the gateway is told: one Event, its payload encoded to JSON once, where the change was made.

A topic is `guild:<id>`, `user:<id>` or `instance`. Everything that a gateway node needs to choose the receivers
travels beside the payload, so that nobody decodes the payload on the way.
"""

import msgspec

from core.wire import encode

INSTANCE_TOPIC = "instance"


def guild_topic(guild_id: int) -> str:
    return f"guild:{int(guild_id)}"


def user_topic(user_id: int) -> str:
    return f"user:{int(user_id)}"


class Event(msgspec.Struct, array_like=True, frozen=True):
    """One change. Doubles are possible on the bus and are recognised by `id`."""

    id: int
    topic: str
    name: str
    payload: bytes
    channel_id: int = 0  # receivers must have VIEW_CHANNEL here
    requires: int = 0  # permission bits a receiver needs, in that channel or else in the guild
    user_id: int = 0  # whom it is about or from: sees his own member updates and message content
    receivers: tuple[int, ...] = ()  # when not empty, these users alone
    mentions: tuple[int, ...] = ()  # users whom it concerns: they see it, or a message's content, without the intent
    shard_guild_id: int = 0  # of a user's event: the guild whose shard receives it; 0 for shard 0
    application_id: int = 0  # of a user's event: only for the sessions that this application has of his
    unless_seeing: int = 0  # a channel of the guild: who sees it does not receive this

    @property
    def guild_id(self) -> int:
        """The guild of a guild topic, else 0."""
        kind, _, number = self.topic.partition(":")
        return int(number) if kind == "guild" else 0


class Draft(msgspec.Struct, frozen=True):
    """An event as a noun's `events.py` builds it; it gets its id and its bytes when it is emitted."""

    topic: str
    name: str
    payload: object
    channel_id: int = 0
    requires: int = 0
    user_id: int = 0
    receivers: tuple[int, ...] = ()
    mentions: tuple[int, ...] = ()
    shard_guild_id: int = 0
    application_id: int = 0
    unless_seeing: int = 0

    def event(self, event_id: int) -> Event:
        return Event(
            event_id,
            self.topic,
            self.name,
            encode(self.payload),
            self.channel_id,
            self.requires,
            self.user_id,
            self.receivers,
            self.mentions,
            self.shard_guild_id,
            self.application_id,
            self.unless_seeing,
        )


_encoder = msgspec.msgpack.Encoder(enc_hook=int)  # ids and permissions are ints of types of their own
_decoder = msgspec.msgpack.Decoder(Event)


def pack(event: Event) -> bytes:
    """The event as it lies on the bus and in the outbox."""
    return _encoder.encode(event)


def unpack(data: bytes | memoryview) -> Event:
    return _decoder.decode(data)
