"""An event on its way to its sessions: the bytes are made once, whoever gets them.

Sessions without the MESSAGE_CONTENT intent get a message with its content blanked, in a form that is made when the
first of them needs it. Own messages, mentions and DMs are whole for everyone. A message that is replied to is judged
by itself: to be mentioned in the answer is no right to read the question.
Docs: events/gateway#message-content-intent.
"""

from typing import Final

import msgspec
from msgspec import Raw

from core.events import Event
from core.wire import UNSET, Snowflake, UnsetType, decode
from gateway.audience import Audience
from gateway.compression import SharedPart
from gateway.session import Session

_HAVE_CONTENT: Final = frozenset(("MESSAGE_CREATE", "MESSAGE_UPDATE", "AUTO_MODERATION_ACTION_EXECUTION"))
_BLANKS: Final = {
    "content": Raw(b'""'),
    "embeds": Raw(b"[]"),
    "attachments": Raw(b"[]"),
    "components": Raw(b"[]"),
    "matched_content": Raw(b'""'),  # of an execution of auto-moderation
}

_fields = msgspec.json.Decoder(dict[str, Raw])
_snapshots = msgspec.json.Decoder(list[dict[str, Raw]])
_encode = msgspec.json.Encoder().encode


class _User(msgspec.Struct):
    id: Snowflake


class _Referenced(msgspec.Struct):
    author: _User
    mentions: list[_User] = []

    def readers(self) -> frozenset[int]:
        return frozenset((self.author.id, *(user.id for user in self.mentions)))


class _Reply(msgspec.Struct):
    referenced_message: _Referenced | None = None


class Parcel:
    """An event and the forms in which it is sent."""

    __slots__ = ("_forms", "_referenced", "event", "shared")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.shared = SharedPart(event.name, event.payload)
        self._referenced: _Referenced | UnsetType | None = UNSET
        self._forms: dict[tuple[bool, bool], SharedPart] = {}

    def form_for(self, session: Session) -> SharedPart:
        event = self.event
        if session.reads_content or event.name not in _HAVE_CONTENT:
            return self.shared
        if self._referenced is UNSET:
            self._referenced = decode(event.payload, _Reply).referenced_message
        reads = session.user_id == event.user_id or session.user_id in event.mentions
        reads_referenced = self._referenced is None or session.user_id in self._referenced.readers()
        if reads and reads_referenced:
            return self.shared
        form = self._forms.get((reads, reads_referenced))
        if form is None:
            payload = without_content(event.payload, but=reads, but_referenced=reads_referenced)
            form = self._forms[reads, reads_referenced] = SharedPart(event.name, payload)
        return form


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


def without_content(message: bytes, *, but: bool = False, but_referenced: bool = False) -> bytes:
    """The message as those see it who may not read content; its keys stay, but for the poll.

    What it forwards is blanked with it, and what it replies to; `but` and `but_referenced` spare one of them.
    """
    fields = _fields.decode(message)
    if not but:
        _blank(fields)
    referenced = fields.get("referenced_message")
    if not but_referenced and referenced is not None and bytes(referenced) != b"null":
        fields["referenced_message"] = Raw(without_content(bytes(referenced)))
    return _encode(fields)


def _blank(fields: dict[str, Raw]) -> None:
    for key, blank in _BLANKS.items():
        if key in fields:
            fields[key] = blank
    fields.pop("poll", None)
    forwarded = fields.get("message_snapshots")
    if forwarded is not None and bytes(forwarded) != b"null":
        snapshots = _snapshots.decode(forwarded)
        for snapshot in snapshots:
            if "message" in snapshot:
                snapshot["message"] = Raw(without_content(bytes(snapshot["message"])))
        fields["message_snapshots"] = Raw(_encode(snapshots))
