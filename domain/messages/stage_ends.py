"""Telling in the chat of a stage that it ended by itself. Docs: resources/message#message-object-message-types."""

from core.problems import Problem
from domain.guilds.states import GuildStates
from domain.messages import system_posts
from domain.messages.messages import Messages
from domain.messages.records import MessageType
from domain.stage_instances.endings import StageEnded
from domain.webhooks import messages as webhook_messages


async def tell(messages: Messages, guilds: GuildStates, ended: StageEnded) -> None:
    """In the name of who opened it, member still or not. Done again, it tells nothing; nor when the channel is gone."""
    stage = ended.stage
    try:
        here = await webhook_messages.place(guilds, ended.opened_by, stage.guild_id, stage.channel_id)
    except Problem:
        return
    claim = f"stage {int(stage.id)}"
    await system_posts.post(messages, here, MessageType.STAGE_END, content=stage.topic, claim=claim)
