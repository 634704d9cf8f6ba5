"""What the jobs do: end a poll whose time is up, and post what came of it.

Both may be done again. A poll ends once, as its row says. The message with the results has the poll as its nonce, so
it comes once though the job may die between its posting and its end.
Docs: resources/message#message-reference-content-attribution-poll-result-messages, #embed-fields-by-embed-type.
"""

from typing import Final

from core.database import Database
from core.wire import Snowflake
from domain.guilds.states import GuildStates
from domain.messages import creation, store
from domain.messages.creation import Prepared
from domain.messages.embeds import Embed, EmbedField
from domain.messages.messages import Messages
from domain.messages.records import REPLY, MessageReference, MessageType
from domain.messages.stored import Parts, StoredMessage
from domain.polls import actions
from domain.polls import store as votes
from domain.polls.deadlines import PollMessage
from domain.polls.records import AnswerCount, KeptPoll
from domain.webhooks import messages as webhook_messages

_RESULT: Final = "poll_result"


async def end(database: Database, messages: Messages, guilds: GuildStates, due: PollMessage) -> None:
    """Does nothing when the poll has ended already, or is gone."""
    async with database.transaction(lock=due.message_id) as tx:
        stored = await store.find_locked(tx, due.channel_id, due.message_id)
        if stored is None or stored.parts.poll is None or stored.parts.poll.is_finalized:
            return
        here = await webhook_messages.author_there(tx, guilds, stored)
        if here is not None:
            await actions.end(tx, messages, here, stored, stored.parts.poll)


async def announce(database: Database, messages: Messages, guilds: GuildStates, ended: PollMessage) -> None:
    """Posts the results in the name of who asked, unless the poll is gone."""
    stored = await store.find(database, ended.channel_id, ended.message_id)
    if stored is None or stored.parts.poll is None:
        return
    here = await webhook_messages.author_there(database, guilds, stored)
    if here is None:
        return
    counts = (await votes.count(database, stored.channel_id, [stored.id], 0)).get(stored.id, [])
    prepared = Prepared(_result(stored, stored.parts.poll, counts), [], None, claim=f"poll {int(stored.id)}")
    await creation.post(messages, here, prepared)


def _result(stored: StoredMessage, poll: KeptPoll, counts: list[AnswerCount]) -> StoredMessage:
    reference = MessageReference(REPLY, Snowflake(stored.channel_id), Snowflake(stored.id))
    if stored.guild_id:
        reference.guild_id = Snowflake(stored.guild_id)
    fields = [EmbedField(name, value, inline=False) for name, value in _told(poll, counts).items()]
    parts = Parts(embeds=[Embed(_RESULT, fields=fields)], reference=reference)
    parts.webhook, parts.application_id = stored.parts.webhook, stored.parts.application_id
    return StoredMessage(
        channel_id=stored.channel_id,
        id=0,
        guild_id=stored.guild_id,
        author_id=stored.author_id,
        type=MessageType.POLL_RESULT,
        mentions=[] if parts.webhook is not None else [stored.author_id],
        parts=parts,
    )


def _told(poll: KeptPoll, counts: list[AnswerCount]) -> dict[str, str]:
    """What the embed says, by name. Without one answer that has the most votes, none has won."""
    most = max((one.count for one in counts), default=0)
    told = {
        "poll_question_text": poll.question.text or "",
        "victor_answer_votes": str(most),
        "total_votes": str(sum(one.count for one in counts)),
    }
    leading = [one.id for one in counts if one.count == most]
    if len(leading) != 1:
        return told
    victor = next(one for one in poll.answers if one.answer_id == leading[0])
    told |= {"victor_answer_id": str(victor.answer_id), "victor_answer_text": victor.poll_media.text or ""}
    if emoji := victor.poll_media.emoji:
        if emoji.id is not None:
            told["victor_answer_emoji_id"] = str(int(emoji.id))
            told["victor_answer_emoji_animated"] = "true" if emoji.animated else "false"
        told["victor_answer_emoji_name"] = emoji.name or ""
    return told
