"""The components of a message: who may send which, what may stand beside them, whom they mention.

With IS_COMPONENTS_V2 a message is made of components alone; without, rows of buttons and selects may stand under it.
The flag is never taken away again. Docs: components/reference, resources/message#edit-message.
"""

import enum
from collections.abc import Callable, Sequence
from typing import Final

from core import form_codes
from core.database import Reader
from core.problems import Faults
from domain.channels.access import ChannelAccess
from domain.components import find, kept, media
from domain.components import rules as component_rules
from domain.components.records import TextDisplay
from domain.components.requests import MessageComponentRequest
from domain.emojis import in_components
from domain.messages import mentions
from domain.messages.mentions import Mentions
from domain.messages.records import Flag
from domain.messages.stored import StoredMessage


class Sender(enum.Enum):
    """Who sends a message, as far as components go."""

    PERSON = enum.auto()  # may send none
    WEBHOOK = enum.auto()  # of no application: may send such as nobody can use
    APPLICATION = enum.auto()


_NOT_A_PERSONS: Final = "Only applications and webhooks may send components."


def sender_of(stored: StoredMessage, here: ChannelAccess) -> Sender:
    """Who posted the message, or posts it now by an account that is `here`."""
    if stored.parts.application_id is not None:
        return Sender.APPLICATION
    if stored.parts.webhook is not None:
        return Sender.WEBHOOK
    return Sender.APPLICATION if here.identity.bot else Sender.PERSON


async def complete_emojis(
    reader: Reader,
    stored: StoredMessage,
    here: ChannelAccess,
    sent: Sequence[MessageComponentRequest],
    faults: Faults,
) -> None:
    """Says in the request what its custom emojis are; to be done before they are `put` into the message."""
    await in_components.complete(reader, sent, stored.parts.application_id or here.user_id, faults)


def put(
    stored: StoredMessage,
    sent: Sequence[MessageComponentRequest],
    sender: Sender,
    faults: Faults,
    local: Callable[[str], str] = str,
) -> None:
    """Writes the components into the message, whose flags are as they will be; none empties it of them.

    `local` makes `attachment://name` of a link to one of the message's own files.
    """
    if sent and sender is Sender.PERSON:
        faults.add("components", form_codes.BASE_TYPE_INVALID, reason=_NOT_A_PERSONS)
    is_v2 = bool(stored.flags & Flag.IS_COMPONENTS_V2)
    component_rules.check_message(sent, is_v2, faults, interactive=sender is Sender.APPLICATION)
    stored.parts.components = kept.message(sent, local)


def check(stored: StoredMessage, faults: Faults) -> None:
    """Notes what does not go together in the message as it is now."""
    parts = stored.parts
    if parts.components:
        media.check(parts.components, {one.filename for one in parts.attachments}, faults)
    if not stored.flags & Flag.IS_COMPONENTS_V2:
        return
    for field, used in (
        ("content", stored.content),
        ("embeds", parts.embeds),
        ("poll", parts.poll),
        ("sticker_ids", parts.stickers),
    ):
        if used:
            faults.add(field, form_codes.MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2, field=field)
    if not parts.components and not stored.flags & Flag.LOADING:
        faults.add("components", form_codes.BASE_TYPE_REQUIRED)


def check_flags(before: int, wanted: int, faults: Faults) -> None:
    """An edit that says flags says all of them."""
    if before & Flag.IS_COMPONENTS_V2 and not wanted & Flag.IS_COMPONENTS_V2:
        faults.add("flags", form_codes.MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG)


def mentions_in(stored: StoredMessage) -> Mentions:
    """Whom the message names, in its content or in the texts of its components."""
    if not stored.parts.components:
        return mentions.found_in(stored.content)
    texts = [one.content for one in find.every(stored.parts.components) if isinstance(one, TextDisplay)]
    return mentions.found_in_all([stored.content, *texts])
