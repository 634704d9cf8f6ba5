"""A process that posts: `python -m tests.domain.messages.posting <settings as the environment> <channels> <count>`.

Started by test_lane.py, several at once, each with a clock of its own.
"""

import asyncio
import sys

from core import settings
from core.events import Draft, user_topic
from core.limits import Policy
from domain.instance import Instance
from domain.messages.lane import Post
from domain.messages.records import Message
from domain.messages.stored import StoredMessage


def composed(stored: StoredMessage) -> tuple[Message, list[Draft]]:
    message = Message(
        id=stored.id,
        channel_id=stored.channel_id,
        author=None,
        type=0,
        content="",
        mentions=[],
        mention_roles=[],
        attachments=[],
        embeds=[],
        timestamp=0,
        edited_timestamp=None,
        flags=0,
        pinned=False,
        mention_everyone=False,
        tts=False,
    )
    return message, [Draft(user_topic(1), "MESSAGE_CREATE", {"id": str(int(stored.id))})]


async def main(channels: list[int], count: int) -> None:
    async with Instance.open(settings.load(), Policy(())) as instance:
        lane = instance.messages.lane

        async def post(number: int) -> None:
            # Every second one with a nonce that all processes share: one of each goes in.
            claim = f"n{number}" if number % 2 else None
            stored = StoredMessage(channel_id=channels[number % len(channels)], id=0, guild_id=0, author_id=1)
            posted = await lane.put(Post(stored, composed, claim))
            assert posted is not None or claim is not None

        for start in range(0, count, 10):
            await asyncio.gather(*(post(number) for number in range(start, start + 10)))


asyncio.run(main([int(one) for one in sys.argv[1].split(",")], int(sys.argv[2])))
