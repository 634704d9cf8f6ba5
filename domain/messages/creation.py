"""Posting a message: everything is looked at first, then the files are stored, then the lane is taken.

A plain message costs one round trip to the database: who posts, where, and what he looks like are at hand.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from core import clock, codes, form_codes
from core.database import Reader
from core.events import Draft
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake
from domain.auto_moderation import enforcement
from domain.auto_moderation.moderation import BlockedError, Case
from domain.channels import dms
from domain.channels.access import ChannelAccess
from domain.link_embeds import promises as link_embeds
from domain.messages import (
    attachments,
    beside,
    components,
    compose,
    embeds,
    games,
    mentions,
    premium_buttons,
    queries,
    rules,
    store,
    thread_entry,
)
from domain.messages.attachments import File, Upload
from domain.messages.lane import Post
from domain.messages.mentions import AllowedMentions, Mentions
from domain.messages.messages import Messages
from domain.messages.records import (
    FORWARD,
    REPLY,
    Flag,
    InteractionMetadata,
    Message,
    MessageReference,
    MessageSnapshot,
    MessageType,
)
from domain.messages.requests import CreateMessage, ReferenceRequest
from domain.messages.stored import Answers, Parts, StoredMessage, WebhookAuthor
from domain.messages.text import cleaned
from domain.permissions.bits import Permission
from domain.polls import creation as polls
from domain.stickers import queries as stickers
from domain.threads import rules as threads


class Origin(msgspec.Struct, kw_only=True, frozen=True):
    """Where a message comes from that no account posts for itself: a webhook, or an interaction that it answers."""

    webhook: WebhookAuthor | None = None
    application_id: int = 0
    interaction: InteractionMetadata | None = None
    type: int = 0
    flags: int = 0  # beside those that its sender may set

    @property
    def may_be_empty(self) -> bool:
        return bool(self.flags & Flag.LOADING)


class Prepared(msgspec.Struct):
    """A message that only wants its id: everything that can be refused has been looked at."""

    stored: StoredMessage
    files: Sequence[File]
    target: StoredMessage | None
    nonce: int | str | None = None
    claim: str | None = None  # the nonce, if it is to be enforced
    case: Case | None = None  # of auto-moderation, which lets it through


_USERS_ALONE: Final = AllowedMentions(parse=["users"])


async def create(
    messages: Messages,
    here: ChannelAccess,
    body: CreateMessage,
    uploads: Sequence[Upload],
    source: ChannelAccess,
    origin: Origin | None = None,
) -> Message:
    """Posts a message. `source` is where the referenced message is said to be, by default here.

    With `enforce_nonce`, the answer may be the message that the nonce was first used for.
    """
    await dms.require_open(messages.database, here)
    prepared = await prepare(messages, here, body, uploads, source, origin)
    await games.require_authorized(messages.database, here)
    await take_turn(messages, here)
    return await post(messages, here, prepared)


async def prepare(
    messages: Messages,
    here: ChannelAccess,
    body: CreateMessage,
    uploads: Sequence[Upload],
    source: ChannelAccess,
    origin: Origin | None = None,
) -> Prepared:
    """Looks at everything and changes nothing. `here` says who posts, and with what permissions.

    Messages with an origin mention users alone unless they say otherwise. Docs: resources/message
    #allowed-mentions-object.
    """
    rules.require_text_channel(here)
    threads.require_unlocked(here)
    faults = Faults()
    stored, files = _draft(here, body, uploads, faults)
    if origin is not None:
        _mark(stored, origin)
    if body.components:
        await components.complete_emojis(messages.database, stored, here, body.components, faults)
        components.put(stored, body.components, components.sender_of(stored, here), faults)
        await premium_buttons.check(messages.database, stored, body.components, faults)
    if body.poll is not None:
        await polls.put(messages.database, here, stored, body.poll, faults)
    if body.sticker_ids:
        stored.parts.stickers = await stickers.get_sendable(messages.database, here, body.sticker_ids)
    components.check(stored, faults)
    rules.require_permissions(here, body, stored.parts.embeds, bool(files))
    if stored.flags & Flag.IS_VOICE_MESSAGE:
        rules.check_voice_message(here, stored, files)
    target = None
    if body.message_reference is not None:
        asked = body.message_reference
        if asked.type == FORWARD:
            if asked.channel_id is None:
                faults.add(("message_reference", "channel_id"), form_codes.BASE_TYPE_REQUIRED)
                faults.raise_if_any()
            files += await _forward(messages, source, stored, asked.message_id, faults)
        else:
            target = await _reply(messages, here, stored, asked, faults)
    faults.raise_if_any()
    if not (files or rules.says_something(stored)) and not (origin and origin.may_be_empty):
        raise Problem(codes.EMPTY_MESSAGE)
    allowed = body.allowed_mentions or default_mentions(stored.parts)
    replied = target.author_id if target and mentions.replied_user(allowed) else 0
    await settle_mentions(messages.database, messages, here, stored, allowed, replied)
    claim = cleaned(str(body.nonce)) if body.enforce_nonce and body.nonce is not None else None
    case = await _moderated(messages, here, stored)
    return Prepared(stored, files, target, body.nonce, claim, case)


async def _moderated(messages: Messages, here: ChannelAccess, stored: StoredMessage) -> Case | None:
    """What is to be done about the message once it is posted. Raises 200000 when it is not to be posted."""
    try:
        return await messages.moderation.look_at(messages.database, here, stored)
    except BlockedError as blocked:
        await enforcement.act(messages.database, blocked.case)
        raise


def default_mentions(parts: Parts) -> AllowedMentions | None:
    """Whom a message mentions that does not say so itself: users alone, when no account posted it."""
    return None if parts.webhook is None and parts.interaction is None else _USERS_ALONE


def _mark(stored: StoredMessage, origin: Origin) -> None:
    stored.flags |= origin.flags
    stored.type = origin.type or stored.type
    stored.parts.webhook = origin.webhook
    stored.parts.application_id = Snowflake(origin.application_id) if origin.application_id else None
    stored.parts.interaction = origin.interaction


async def settle_mentions(
    reader: Reader,
    messages: Messages,
    here: ChannelAccess,
    stored: StoredMessage,
    chosen: AllowedMentions | None,
    replied: int,
) -> None:
    """Writes into the message whom it mentions, as far as its author may and they exist."""
    found = mentions.allowed(components.mentions_in(stored), chosen)
    ids = [replied, *found.users] if replied and replied not in found.users else found.users
    if ids:
        known = await queries.find_people(reader, messages, here, ids)
        ids = [one for one in ids if one in known]
    stored.mentions = ids
    stored.mention_everyone = found.everyone and here.may(Permission.MENTION_EVERYONE)
    stored.mention_roles = await _roles(reader, here, found) if found.roles else []


async def _roles(reader: Reader, here: ChannelAccess, found: Mentions) -> list[Snowflake]:
    if here.guild is None:
        return []
    there = [role_id for role_id in found.roles if role_id in here.guild.state.roles and role_id != here.guild_id]
    if there and not here.may(Permission.MENTION_EVERYONE):
        mentionable = await store.mentionable_roles(reader, here.guild_id, there)
        there = [role_id for role_id in there if role_id in mentionable]
    return [Snowflake(role_id) for role_id in there]


def _draft(
    here: ChannelAccess, body: CreateMessage, uploads: Sequence[Upload], faults: Faults
) -> tuple[StoredMessage, list[File]]:
    """What the body says by itself; the id comes later."""
    rules.check_supported(body, faults)
    mentions.check(body.allowed_mentions, faults)
    content = cleaned(body.content)
    rules.check_content(content, faults)
    files = attachments.new_files(uploads, body.attachments or (), faults)
    parts = Parts(embeds=embeds.kept(body.embeds, faults), attachments=[file.attachment for file in files])
    stored = StoredMessage(
        channel_id=here.channel_id,
        id=0,
        guild_id=here.guild_id,
        author_id=here.user_id,
        content=content,
        flags=rules.settable(body.flags),
        tts=bool(body.tts),
        parts=parts,
    )
    return stored, files


async def _reply(
    messages: Messages, here: ChannelAccess, stored: StoredMessage, asked: ReferenceRequest, faults: Faults
) -> StoredMessage | None:
    """Makes the message a reply; gives what it replies to. Stays an ordinary message if that may be missing."""
    if not here.may(Permission.READ_MESSAGE_HISTORY):
        raise Problem(codes.CANNOT_REPLY_WITHOUT_READ_HISTORY)
    target = await store.find(messages.database, here.channel_id, asked.message_id)
    if target is None and asked.fail_if_not_exists is False:
        return None
    rules.check_reply(target, here, asked, faults)
    if target is not None:
        stored.type = MessageType.REPLY
        stored.parts.reference = _reference_to(target, REPLY)
    return target


async def _forward(
    messages: Messages, source: ChannelAccess, stored: StoredMessage, message_id: int, faults: Faults
) -> list[File]:
    """Puts a copy of the other message into this one; gives its files, which are copied too."""
    source.require(Permission.READ_MESSAGE_HISTORY)
    target = await store.find(messages.database, source.channel_id, message_id)
    if target is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    rules.check_forward(target, faults)
    if rules.says_something(stored):
        faults.add("message_reference", form_codes.BASE_TYPE_INVALID, reason="A forward has nothing of its own.")
    own = source.guild is None or source.user_id in (target.author_id, *target.mentions)
    if not own and not await queries.may_read_content(messages.database, source):
        raise Problem(codes.CANNOT_FORWARD_UNREADABLE_MESSAGE)
    if target.parts.snapshots:
        snapshot = target.parts.snapshots[0].message
    else:
        people = await queries.find_people(messages.database, messages, source, compose.people_of([target]))
        snapshot = compose.snapshot(target, people)
    files = await attachments.copies(messages.objects, target.channel_id, snapshot.attachments)
    snapshot.attachments = [file.attachment for file in files]
    stored.flags |= Flag.HAS_SNAPSHOT
    stored.parts.reference = _reference_to(target, FORWARD)
    stored.parts.snapshots = [MessageSnapshot(snapshot)]
    return files


def _reference_to(target: StoredMessage, kind: int) -> MessageReference:
    reference = MessageReference(kind, Snowflake(target.channel_id), Snowflake(target.id))
    if target.guild_id:
        reference.guild_id = Snowflake(target.guild_id)
    return reference


async def take_turn(messages: Messages, here: ChannelAccess) -> None:
    """Raises 20016 when the channel has a slowmode and it is not the caller's turn.

    Docs: resources/channel#channel-object (rate_limit_per_user).
    """
    interval_s = here.guild.state.slowmodes.get(here.channel_id, 0) if here.guild else 0
    if not interval_s or here.identity.bot or here.may(Permission.BYPASS_SLOWMODE):
        return
    next_at = await store.take_slowmode_turn(messages.database, here.channel_id, here.user_id, interval_s)
    if next_at is not None:
        raise Problem(codes.SLOWMODE_RATE_LIMITED, retry_after_s=max(0.0, next_at / 1_000_000 - clock.now()))


async def post(
    messages: Messages,
    here: ChannelAccess,
    prepared: Prepared,
    *,
    answers: Answers | None = None,
    also: Sequence[Draft] = (),
) -> Message:
    """Stores the files, takes the lane, and gives the message as its sender sees it.

    A thread is entered by that; a DM comes back into the lists of those who closed it.

    Raises 40060 when the interaction that it `answers` has its answer. `also` are events that go with the message's.
    """
    stored, files, target = prepared.stored, prepared.files, prepared.target
    in_thread = here.thread is not None
    if in_thread:
        await thread_entry.enter(messages.database, here, stored)
    shown = [stored] if target is None else [stored, target]
    people = await queries.find_people(messages.database, messages, here, compose.people_of(shown))
    also_shown = await beside.look_up(messages.database, here, shown)
    nonce = UNSET if prepared.nonce is None else prepared.nonce
    played = await dms.reopen_for_message(messages.database, here.channel_id) if here.guild is None else []
    promises = games.promises(here, played)
    if messages.unfurls:
        promises = link_embeds.with_post(here, stored, promises)

    def composed(with_id: StoredMessage) -> tuple[Message, list[Draft]]:
        message = compose.message(with_id, people, messages.links, target, nonce=nonce, beside=also_shown)
        return message, [*compose.drafts("MESSAGE_CREATE", here, message, people), *also]

    await attachments.put(messages.objects, here.channel_id, files)
    try:
        posted = await messages.lane.put(Post(stored, composed, prepared.claim, answers, in_thread, promises))
    except Problem:
        # After any other failure the message may be there, and needs its files.
        await attachments.delete(messages.objects, stored)
        raise
    if posted is None:
        await attachments.delete(messages.objects, stored)
        if answers is not None:
            raise Problem(codes.INTERACTION_ALREADY_ACKNOWLEDGED)
        assert prepared.claim is not None, "nothing else is ever a duplicate"
        return await _posted_before(messages, here, prepared.claim)
    if prepared.case is not None:
        await enforcement.act(messages.database, prepared.case, posted.id)
    if posted.referenced_message and here.identity.bot:
        # The events were made of the whole message; only the answer to this bot is without what it may not read.
        posted = msgspec.structs.replace(posted, referenced_message=msgspec.structs.replace(posted.referenced_message))
        await queries.conceal(messages.database, here, [posted])
    return posted


async def _posted_before(messages: Messages, here: ChannelAccess, claim: str) -> Message:
    message_id = await store.find_by_nonce(messages.database, here.channel_id, here.user_id, claim)
    first = await store.find(messages.database, here.channel_id, message_id) if message_id else None
    if first is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    return (await queries.show(messages, here, [first]))[0]
