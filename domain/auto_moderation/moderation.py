"""Auto-moderation in one process: the rulebooks of guilds, and what is against them.

A rulebook is good as long as the guild's state (domain/guilds/state.py) has the number that it had when the rules were
read: a state gets a new one when it is loaded, and with every event of a rule. So a guild without rules costs a message
one look-up and a comparison, and a rule counts in every process from when its change was answered.

Bots and webhooks are exempt, and members with MANAGE_GUILD. Docs: resources/auto-moderation.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.auto_moderation import store
from domain.auto_moderation.rulebook import Offence, Rulebook, Said
from domain.auto_moderation.traffic import Traffic
from domain.channels.access import ChannelAccess
from domain.guilds.state import GuildState
from domain.messages.embeds import Embed
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission

_KEPT: Final = 5_000


class Case(msgspec.Struct, kw_only=True):
    """What a member said against the rules of a guild. `message_id` is None for what is not posted."""

    guild_id: int
    user_id: int
    channel_id: int
    text: str
    offences: Sequence[Offence]
    message_id: int | None = None

    @property
    def is_blocked(self) -> bool:
        return any(offence.block is not None for offence in self.offences)


class BlockedError(Problem):
    """A message, or with `is_title` a name, that is not let through. What is to be done about it is not done yet."""

    def __init__(self, case: Case, *, is_title: bool = False) -> None:
        said = next((block.metadata.custom_message for one in case.offences if (block := one.block)), None)
        code = codes.TITLE_BLOCKED_BY_AUTOMOD if is_title else codes.MESSAGE_BLOCKED_BY_AUTOMOD
        super().__init__(code, message=said or None)
        self.case = case


class _Kept(NamedTuple):
    version: int
    book: Rulebook | None


class Moderation:
    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._traffic = Traffic()

    async def look_at(
        self, reader: Reader, here: ChannelAccess, message: StoredMessage, *, is_new: bool = True
    ) -> Case | None:
        """What is against the rules in a message whose mentions are settled. Raises BlockedError."""
        book = await self._book_here(reader, here)
        if book is None:
            return None
        mentions = len(message.mentions) + len(message.mention_roles)
        return self._judged(book, here, _text(message), mentions, is_new=is_new)

    async def look_at_title(self, reader: Reader, here: ChannelAccess, title: str) -> Case | None:
        """The same of the name of a thread, which there is or is to be. Raises BlockedError with 200001."""
        book = await self._book_here(reader, here)
        return self._judged(book, here, title, 0, is_new=False, is_title=True) if book is not None else None

    async def book(self, reader: Reader, state: GuildState) -> Rulebook | None:
        """The enabled rules of a guild. None where there are none."""
        kept = self._kept.get(state.guild_id)
        if kept is None or kept.version != state.rules_version:
            kept = await self._load(reader, state)
        return kept.book

    async def _book_here(self, reader: Reader, here: ChannelAccess) -> Rulebook | None:
        """None also where the caller is exempt."""
        if here.guild is None:
            return None
        book = await self.book(reader, here.guild.state)
        if book is None or here.identity.bot or here.guild.may(Permission.MANAGE_GUILD):
            return None
        return book

    async def _load(self, reader: Reader, state: GuildState) -> _Kept:
        version = state.rules_version  # before the rules: a change that they do not hold makes them old
        rules = [rule for rule in await store.list_of(reader, state.guild_id) if rule.enabled]
        kept = _Kept(version, await asyncio.to_thread(Rulebook, rules) if rules else None)
        if len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[state.guild_id] = kept
        return kept

    def _judged(
        self, book: Rulebook, here: ChannelAccess, text: str, mentions: int, *, is_new: bool, is_title: bool = False
    ) -> Case | None:
        assert here.guild is not None
        roles = {here.guild_id, *here.guild.member.roles}
        said = Said(here.guild_id, here.user_id, _places(here), roles, text, mentions, is_new)
        offences = book.against(said, self._traffic)
        if not offences:
            return None
        case = Case(
            guild_id=here.guild_id, user_id=here.user_id, channel_id=here.channel_id, text=text, offences=offences
        )
        if case.is_blocked:
            raise BlockedError(case, is_title=is_title)
        return case


def _places(here: ChannelAccess) -> set[int]:
    """The channel, the one that it is a thread of, and their category."""
    assert here.guild is not None
    channels = here.guild.state.channels
    places: set[int] = set()
    at: int | None = here.starting_in or here.channel_id
    while at is not None:
        places.add(at)
        channel = channels.get(at)
        at = channel.parent_id if channel is not None else None
    return places


def _text(message: StoredMessage) -> str:
    """All that its author wrote or brings here from elsewhere."""
    parts = message.parts
    texts = [message.content, *(text for embed in parts.embeds for text in _of_embed(embed))]
    for snapshot in parts.snapshots:
        texts.append(snapshot.message.content)
        texts += (text for embed in snapshot.message.embeds for text in _of_embed(embed))
    if parts.poll is not None:
        texts += parts.poll.question.text or "", *(one.poll_media.text or "" for one in parts.poll.answers)
    return "\n".join(filter(None, texts))


def _of_embed(embed: Embed) -> Iterator[str]:
    yield embed.title or ""
    yield embed.description or ""
    for field in embed.fields or ():
        yield from (field.name, field.value)
    if embed.author:
        yield embed.author.name
    if embed.footer:
        yield embed.footer.text
