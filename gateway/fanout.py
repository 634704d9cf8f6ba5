"""An event on its way to its sessions: the bytes are made once, whoever gets them.

Sessions without the MESSAGE_CONTENT intent get a message with its content blanked, in a second form that is made
when the first of them needs it. Own messages, mentions and DMs are whole for everyone.
Docs: events/gateway#message-content-intent.
"""

from typing import Final

import msgspec
from msgspec import Raw

from core.events import Event
from gateway.audience import Audience
from gateway.compression import SharedPart
from gateway.session import Session

_HAVE_CONTENT: Final = frozenset(("MESSAGE_CREATE", "MESSAGE_UPDATE"))
_BLANKS: Final = {
    "content": Raw(b'""'),
    "embeds": Raw(b"[]"),
    "attachments": Raw(b"[]"),
    "components": Raw(b"[]"),
}

_fields = msgspec.json.Decoder(dict[str, Raw])
_snapshots = msgspec.json.Decoder(list[dict[str, Raw]])
_encode = msgspec.json.Encoder().encode


class Parcel:
    """An event and the forms in which it is sent."""

    __slots__ = ("_without_content", "event", "shared")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.shared = SharedPart(event.name, event.payload)
        self._without_content: SharedPart | None = None

    def form_for(self, session: Session) -> SharedPart:
        event = self.event
        if session.reads_content or event.name not in _HAVE_CONTENT:
            return self.shared
        if session.user_id == event.user_id or session.user_id in event.mentions:
            return self.shared
        if self._without_content is None:
            self._without_content = SharedPart(event.name, without_content(event.payload))
        return self._without_content


def deliver(parcel: Parcel, audience: Audience) -> int:
    """Hand it to every session of the audience; their number."""
    shared = parcel.shared
    for session in audience.full:
        session.dispatch(shared)
    if audience.limited:
        if parcel.event.name in _HAVE_CONTENT:
            for session in audience.limited:
                session.dispatch(parcel.form_for(session))
        else:
            for session in audience.limited:
                session.dispatch(shared)
    return len(audience.full) + len(audience.limited)


def without_content(message: bytes) -> bytes:
    """The message as those see it who may not read content; its keys stay, but for the poll.

    A message that it answers or forwards is blanked with it.
    """
    fields = _fields.decode(message)
    for key, blank in _BLANKS.items():
        if key in fields:
            fields[key] = blank
    fields.pop("poll", None)
    answered = fields.get("referenced_message")
    if answered is not None and bytes(answered) != b"null":
        fields["referenced_message"] = Raw(without_content(bytes(answered)))
    forwarded = fields.get("message_snapshots")
    if forwarded is not None and bytes(forwarded) != b"null":
        snapshots = _snapshots.decode(forwarded)
        for snapshot in snapshots:
            if "message" in snapshot:
                snapshot["message"] = Raw(without_content(bytes(snapshot["message"])))
        fields["message_snapshots"] = Raw(_encode(snapshots))
    return _encode(fields)
