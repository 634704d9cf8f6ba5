"""From the message as it is kept to the message as it is shown, and to its events. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from core import snowflakes
from core.events import Draft, guild_topic, user_topic
from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.channels.access import ChannelAccess
from domain.components import media
from domain.components.records import ChannelSelectDefault, RoleSelectDefault, UserSelectDefault
from domain.messages.authors import Author
from domain.messages.beside import NOTHING, Beside, defaults_of
from domain.messages.links import Links
from domain.messages.records import (
    BasicMessage,
    Flag,
    InteractionMetadata,
    LegacyInteraction,
    MentionedUser,
    Message,
    MessageEvent,
    MessageLobbyMember,
    MessageSnapshot,
    MessageType,
    MinimalMessage,
    Reaction,
    ResolvedObjects,
)
from domain.messages.stored import Parts, StoredMessage, WebhookAuthor
from domain.users.records import User

_NONE_RESOLVED: Final = ResolvedObjects()


def deleted_user(user_id: int) -> User:
    """Stands for an author who is gone."""
    return User(id=Snowflake(user_id), username="deleted-user", discriminator="0", global_name=None, avatar=None)


def webhook_user(author: WebhookAuthor) -> User:
    """A webhook as the author of a message."""
    return User(
        id=author.id, username=author.name, discriminator="0000", global_name=None, avatar=author.avatar, bot=True
    )


def people_of(messages: Iterable[StoredMessage]) -> set[int]:
    """The ids of all accounts that the messages show; a webhook is none."""
    ids: set[int] = set()
    for message in messages:
        ids.update(message.mentions)
        if message.parts.webhook is None:
            ids.add(message.author_id)
        if message.parts.components:
            ids.update(one.id for one in defaults_of(message) if isinstance(one, UserSelectDefault))
    return ids


def snapshot(stored: StoredMessage, people: Mapping[int, Author]) -> MinimalMessage:
    """What a forward keeps: users as they are now, attachments without links, components that nobody can use.

    What is suppressed stays behind: nobody can suppress it in the forward.
    """
    parts = stored.parts
    components = media.disabled(parts.components)
    embeds = [] if stored.flags & Flag.SUPPRESS_EMBEDS else parts.embeds
    return MinimalMessage(
        **_minimal(stored, people), attachments=parts.attachments, embeds=embeds, components=components
    )


def message(
    stored: StoredMessage,
    people: Mapping[int, Author],
    links: Links,
    referenced: StoredMessage | None = None,
    reactions: list[Reaction] | None = None,
    nonce: int | str | UnsetType = UNSET,
    beside: Beside = NOTHING,
) -> Message:
    """The message as it is shown. A reply or the start of a thread whose `referenced` is None lost it."""
    shown = Message(**_basic(stored, people, links, beside))
    shown.nonce = nonce
    shown.reactions = reactions or UNSET
    if stored.type in (MessageType.REPLY, MessageType.THREAD_STARTER_MESSAGE):
        shown.referenced_message = None
        if referenced is not None:
            shown.referenced_message = BasicMessage(**_basic(referenced, people, links, beside))
    return shown


def drafts(name: str, here: ChannelAccess, shown: Message, people: Mapping[int, Author]) -> list[Draft]:
    """MESSAGE_CREATE or MESSAGE_UPDATE: to the guild, or to each recipient of a DM."""
    fields = {field: getattr(shown, field) for field in Message.__struct_fields__}
    fields["mentions"] = [_with_member(user, people) for user in shown.mentions]
    event = MessageEvent(**fields, channel_type=here.type)
    mentioned = tuple(int(user.id) for user in shown.mentions)
    if not here.guild_id:
        return [
            Draft(user_topic(one), name, event, channel_id=0, user_id=shown.author.id, mentions=mentioned)
            for one in here.recipients
        ]
    author = people.get(shown.author.id)
    event.guild_id = Snowflake(here.guild_id)
    if author is not None and author.member is not None and shown.webhook_id is UNSET:
        event.member = author.member
    return [
        Draft(
            guild_topic(here.guild_id),
            name,
            event,
            channel_id=here.channel_id,
            user_id=shown.author.id,
            mentions=mentioned,
        )
    ]


def _with_member(user: User, people: Mapping[int, Author]) -> MentionedUser:
    known = people.get(user.id)
    fields = {field: getattr(user, field) for field in User.__struct_fields__}
    return MentionedUser(**fields, member=(known and known.member) or UNSET)


def _minimal(stored: StoredMessage, people: Mapping[int, Author]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": stored.type,
        "content": stored.content,
        "mentions": [people[one].user for one in stored.mentions if one in people],
        "mention_roles": stored.mention_roles,
        "timestamp": Timestamp(snowflakes.created_ms(stored.id) * 1000),
        "edited_timestamp": stored.edited_at,
        "flags": stored.flags,
    }
    if stored.parts.stickers:
        fields["stickers"] = stored.parts.stickers
        fields["sticker_items"] = [sticker.item() for sticker in stored.parts.stickers]
    return fields


def _basic(stored: StoredMessage, people: Mapping[int, Author], links: Links, beside: Beside) -> dict[str, Any]:
    parts = stored.parts
    attachments = links.signed(stored.channel_id, parts.attachments) if parts.attachments else []
    fields = _minimal(stored, people) | {
        "attachments": attachments,
        "embeds": [] if stored.flags & Flag.SUPPRESS_EMBEDS else links.resolved(parts.embeds, attachments),
        "id": Snowflake(stored.id),
        "channel_id": Snowflake(stored.channel_id),
        "author": _author(stored, people),
        "pinned": stored.pinned,
        "mention_everyone": stored.mention_everyone,
        "tts": stored.tts,
    }
    if parts.components:
        fields["components"], fields["attachments"] = links.shown(parts.components, attachments)
        fields["resolved"] = _resolved(stored, people, beside)
    if parts.reference is not None:
        fields["message_reference"] = parts.reference
    if parts.snapshots:
        fields["message_snapshots"] = [_signed(one, stored.channel_id, links) for one in parts.snapshots]
    if parts.application_id is not None:
        fields["application_id"] = parts.application_id
    if parts.webhook is not None:
        fields["webhook_id"] = parts.webhook.id
    if parts.poll is not None:
        fields["poll"] = parts.poll.shown(beside.counts.get(stored.id, []))
    if parts.mention_channels:
        fields["mention_channels"] = parts.mention_channels
    if parts.interaction is not None:
        fields |= _interaction(stored, parts, parts.interaction)
    if parts.lobby is not None:
        fields["lobby_id"] = parts.lobby.lobby_id
        if parts.lobby.additional_name:
            fields["lobby_member"] = MessageLobbyMember(parts.lobby.additional_name)
    return fields


def _resolved(stored: StoredMessage, people: Mapping[int, Author], beside: Beside) -> ResolvedObjects | UnsetType:
    found = ResolvedObjects(users={}, members={}, roles={}, channels={})
    for default in defaults_of(stored):
        one, key = default.id, str(int(default.id))
        match default:
            case RoleSelectDefault() if one in beside.roles:
                found.roles[key] = beside.roles[one]
            case ChannelSelectDefault() if one in beside.channels:
                found.channels[key] = beside.channels[one]
            case UserSelectDefault() if one in people:
                person = people[one]
                found.users[key] = person.user
                if person.member is not None:
                    found.members[key] = person.member
            case _:
                pass  # it is no more
    return UNSET if found == _NONE_RESOLVED else found


def _author(stored: StoredMessage, people: Mapping[int, Author]) -> User:
    if stored.parts.webhook is not None:
        return webhook_user(stored.parts.webhook)
    author = people.get(stored.author_id)
    return author.user if author is not None else deleted_user(stored.author_id)


def _interaction(stored: StoredMessage, parts: Parts, metadata: InteractionMetadata) -> dict[str, Any]:
    """An answer to an interaction is a message of the application's webhook: webhook_id is the application's."""
    fields: dict[str, Any] = {"interaction_metadata": metadata, "webhook_id": parts.application_id}
    if metadata.name is not UNSET:
        fields["interaction"] = LegacyInteraction(
            metadata.id, metadata.type, metadata.name, metadata.user, metadata.name_localized
        )
    return fields


def _signed(kept: MessageSnapshot, channel_id: int, links: Links) -> MessageSnapshot:
    attachments = links.signed(channel_id, kept.message.attachments)
    embeds = links.resolved(kept.message.embeds, attachments)
    components, attachments = links.shown(kept.message.components, attachments)
    return MessageSnapshot(
        msgspec.structs.replace(kept.message, attachments=attachments, embeds=embeds, components=components)
    )
