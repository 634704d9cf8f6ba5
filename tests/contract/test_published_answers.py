"""Real answers against the schemas that Discord publishes, operation by operation."""

from typing import Any

from openapi.write import operations
from tests.contract.published import needs_published_contract, published_contract
from tests.contract.scene import ADMINISTRATOR
from tests.interactions.invoking import Session, slash
from tests.world import Bot, Guild, Person, World

_THUMB = "%F0%9F%91%8D"
_EMBED = {
    "title": "t",
    "description": "d",
    "url": "https://example.org",
    "color": 255,
    "fields": [{"name": "n", "value": "v", "inline": True}],
    "footer": {"text": "f"},
    "author": {"name": "a"},
}


class Answers:
    """Calls operations by their names, and holds each answer against what is published for it."""

    def __init__(self) -> None:
        self.operations = {operation.id: operation for operation in operations()}
        self.called: set[str] = set()
        self._faults: list[str] = []

    async def of(self, caller: Person, name: str, body: Any = None, query: str = "", **ids: str) -> Any:
        operation = self.operations[name]
        path = operation.path.format(**ids) + query
        result = await caller.request(operation.method, path, body)
        self.called.add(name)
        try:
            published_contract().check(name, caller.answer.status_code, caller.answer.content)
        except AssertionError as fault:
            self._faults.append(str(fault))
        return result

    def report(self) -> None:
        assert not self._faults, "\n".join(["not as published:", *self._faults])


@needs_published_contract
async def test_answers_are_as_published(world: World) -> None:
    answers = Answers()
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    await _of_users(answers, bot, member.id, guild.id)
    await _of_guilds(answers, bot, member.id, guild.id)
    await _of_channels(answers, bot, member.id, guild.id)
    await _of_messages(answers, bot, guild.channel)
    await _of_threads(answers, bot, member.id, guild)
    await _of_webhooks(answers, bot, guild.id, guild.channel)
    await _of_interactions(answers, bot, guild)
    answers.report()
    assert len(answers.called) >= 60


async def _of_threads(answers: Answers, bot: Person, member: str, guild: Guild) -> None:
    message = await bot.post(f"/channels/{guild.channel}/messages", {"content": "hi"})
    ids = {"channel_id": guild.channel, "message_id": message["id"]}
    thread = await answers.of(bot, "create_thread_from_message", {"name": "x"}, **ids)
    there = {"channel_id": thread["id"]}
    await answers.of(bot, "get_message", **ids)
    await answers.of(bot, "add_thread_member", user_id=member, **there)
    await answers.of(bot, "list_thread_members", query="?with_member=true", **there)
    await answers.of(bot, "get_thread_member", query="?with_member=true", user_id=member, **there)
    await answers.of(bot, "delete_thread_member", user_id=member, **there)
    await answers.of(bot, "leave_thread", **there)
    await answers.of(bot, "join_thread", **there)
    await answers.of(bot, "get_active_guild_threads", guild_id=guild.id)
    await answers.of(bot, "get_channel", **there)
    await answers.of(bot, "update_channel", {"archived": True}, **there)
    private = await answers.of(bot, "create_thread", {"name": "x"}, channel_id=guild.channel)
    await answers.of(bot, "update_channel", {"archived": True}, channel_id=private["id"])
    for name in ("public_archived", "private_archived", "my_private_archived"):
        await answers.of(bot, f"list_{name}_threads", channel_id=guild.channel)
    tags = {"available_tags": [{"name": "x"}], "default_reaction_emoji": {"emoji_name": "x"}}
    forum = await answers.of(bot, "create_guild_channel", {"name": "f", "type": 15, **tags}, guild_id=guild.id)
    body = {"name": "x", "message": {"content": "x"}, "applied_tags": [forum["available_tags"][0]["id"]]}
    await answers.of(bot, "create_thread", body, channel_id=forum["id"])
    await answers.of(bot, "get_channel", channel_id=forum["id"])
    await answers.of(bot, "delete_channel", channel_id=private["id"])


async def _of_users(answers: Answers, bot: Person, member: str, guild: str) -> None:
    await answers.of(bot, "get_my_user")
    await answers.of(bot, "update_my_user", {"username": "another name"})
    await answers.of(bot, "get_user", user_id=member)
    await answers.of(bot, "list_my_guilds", query="?with_counts=true")
    await answers.of(bot, "create_dm", {"recipient_id": member})
    await answers.of(bot, "get_my_application")
    await answers.of(bot, "update_my_application", {"description": "what it does"})
    await answers.of(bot, "get_my_oauth2_application")
    await answers.of(bot, "get_gateway")
    await answers.of(bot, "get_bot_gateway")


async def _of_guilds(answers: Answers, bot: Person, member: str, guild: str) -> None:
    await answers.of(bot, "get_guild", query="?with_counts=true", guild_id=guild)
    await answers.of(bot, "update_guild", {"name": "renamed"}, guild_id=guild)
    await answers.of(bot, "get_guild_preview", guild_id=guild)
    await answers.of(bot, "list_guild_voice_regions", guild_id=guild)
    role = await answers.of(bot, "create_guild_role", {"name": "new", "color": 7}, guild_id=guild)
    await answers.of(bot, "update_guild_role", {"hoist": True}, guild_id=guild, role_id=role["id"])
    await answers.of(bot, "get_guild_role", guild_id=guild, role_id=role["id"])
    await answers.of(bot, "list_guild_roles", guild_id=guild)
    await answers.of(bot, "guild_role_member_counts", guild_id=guild)
    await answers.of(bot, "bulk_update_guild_roles", [{"id": role["id"], "position": 1}], guild_id=guild)
    await answers.of(bot, "add_guild_member_role", guild_id=guild, user_id=member, role_id=role["id"])
    await answers.of(bot, "get_guild_member", guild_id=guild, user_id=member)
    await answers.of(bot, "list_guild_members", query="?limit=10", guild_id=guild)
    await answers.of(bot, "search_guild_members", query="?query=user", guild_id=guild)
    await answers.of(bot, "update_guild_member", {"nick": "nick"}, guild_id=guild, user_id=member)
    await answers.of(bot, "update_my_guild_member", {"nick": "beep"}, guild_id=guild)
    await answers.of(bot, "delete_guild_member_role", guild_id=guild, user_id=member, role_id=role["id"])
    await answers.of(bot, "delete_guild_role", guild_id=guild, role_id=role["id"])


async def _of_channels(answers: Answers, bot: Person, member: str, guild: str) -> None:
    made: dict[int, Any] = {}
    for kind in (0, 2, 4, 5):
        made[kind] = await answers.of(
            bot, "create_guild_channel", {"name": f"new {kind}", "type": kind}, guild_id=guild
        )
        await answers.of(bot, "get_channel", channel_id=made[kind]["id"])
        await answers.of(bot, "update_channel", {"name": f"renamed {kind}"}, channel_id=made[kind]["id"])
    text = made[0]["id"]
    await answers.of(bot, "set_channel_permission_overwrite", {"type": 1}, channel_id=text, overwrite_id=member)
    await answers.of(bot, "list_guild_channels", guild_id=guild)
    await answers.of(bot, "bulk_update_guild_channels", [{"id": text, "position": 3}], guild_id=guild)
    await answers.of(bot, "delete_channel_permission_overwrite", channel_id=text, overwrite_id=member)
    invite = await answers.of(bot, "create_channel_invite", {"max_age": 60}, channel_id=text)
    await answers.of(bot, "list_channel_invites", channel_id=text)
    await answers.of(bot, "list_guild_invites", guild_id=guild)
    await answers.of(bot, "invite_resolve", query="?with_counts=true", code=invite["code"])
    await answers.of(bot, "invite_revoke", code=invite["code"])
    await answers.of(bot, "trigger_typing_indicator", channel_id=text)
    message = await bot.post(f"/channels/{made[5]['id']}/messages", {"content": "news"})
    await answers.of(bot, "crosspost_message", channel_id=made[5]["id"], message_id=message["id"])
    await answers.of(bot, "delete_channel", channel_id=text)


async def _of_messages(answers: Answers, bot: Person, channel: str) -> None:
    first = await answers.of(bot, "create_message", {"content": "first", "nonce": 5}, channel_id=channel)
    rich = {"embeds": [_EMBED], "message_reference": {"message_id": first["id"]}}
    second = await answers.of(bot, "create_message", rich, channel_id=channel)
    here = {"channel_id": channel, "message_id": second["id"]}
    await answers.of(bot, "update_message", {"content": "changed"}, **here)
    await answers.of(bot, "add_my_message_reaction", **here, emoji_name=_THUMB)
    await answers.of(bot, "list_message_reactions_by_emoji", **here, emoji_name=_THUMB)
    await answers.of(bot, "get_message", **here)
    await answers.of(bot, "list_messages", channel_id=channel)
    await answers.of(bot, "delete_my_message_reaction", **here, emoji_name=_THUMB)
    await answers.of(bot, "delete_all_message_reactions", **here)
    third = await bot.post(f"/channels/{channel}/messages", {"content": "third"})
    await answers.of(bot, "delete_message", channel_id=channel, message_id=third["id"])
    await answers.of(bot, "bulk_delete_messages", {"messages": [first["id"], second["id"]]}, channel_id=channel)


async def _of_webhooks(answers: Answers, bot: Person, guild: str, channel: str) -> None:
    made = await answers.of(bot, "create_webhook", {"name": "a webhook"}, channel_id=channel)
    opened = {"webhook_id": made["id"], "webhook_token": made["token"]}
    await answers.of(bot, "list_channel_webhooks", channel_id=channel)
    await answers.of(bot, "get_guild_webhooks", guild_id=guild)
    await answers.of(bot, "get_webhook", webhook_id=made["id"])
    await answers.of(bot, "update_webhook", {"name": "named"}, webhook_id=made["id"])
    await answers.of(bot, "get_webhook_by_token", **opened)
    await answers.of(bot, "update_webhook_by_token", {"name": "named"}, **opened)
    said = await answers.of(bot, "execute_webhook", {"content": "x", "embeds": [_EMBED]}, "?wait=true", **opened)
    await answers.of(bot, "execute_webhook", {"content": "x"}, **opened)
    await answers.of(bot, "execute_slack_compatible_webhook", {"text": "x"}, **opened)
    sender = {"id": 1, "login": "x", "html_url": "https://example.org/x", "avatar_url": "https://example.org/x.png"}
    await answers.of(bot, "execute_github_compatible_webhook", {"sender": sender}, **opened)
    await answers.of(bot, "get_webhook_message", message_id=said["id"], **opened)
    await answers.of(bot, "update_webhook_message", {"content": "y"}, message_id=said["id"], **opened)
    await answers.of(bot, "delete_webhook_message", message_id=said["id"], **opened)
    await answers.of(bot, "delete_webhook_by_token", **opened)
    news = await answers.of(bot, "create_guild_channel", {"name": "news", "type": 5}, guild_id=guild)
    body = {"webhook_channel_id": channel}
    followed = await answers.of(bot, "follow_channel", body, channel_id=news["id"])
    await answers.of(bot, "get_webhook", webhook_id=followed["webhook_id"])
    await answers.of(bot, "delete_webhook", webhook_id=followed["webhook_id"])


async def _of_interactions(answers: Answers, bot: Bot, guild: Guild) -> None:
    session = await Session.open(guild.owner, bot, guild)
    command = await slash(bot, "asked")
    button = {"type": 2, "style": 1, "label": "press", "custom_id": "b"}
    data = {"content": "x", "embeds": [_EMBED], "components": [{"type": 1, "components": [button]}]}
    asked = _opened_by(interaction := await session.invoke(command))
    query = "?with_response=true"
    got = await answers.of(bot, "create_interaction_response", {"type": 4, "data": data}, query, **asked)
    used = await session.use(got["resource"]["message"], "b")
    body = {"type": 7, "data": {"content": "pressed"}}
    await answers.of(bot, "create_interaction_response", body, query, **_opened_by(used))
    hidden = await session.invoke(command)
    await answers.of(
        bot, "create_interaction_response", {"type": 5, "data": {"flags": 64}}, query, **_opened_by(hidden)
    )
    for one in (interaction, hidden):
        opened = {"webhook_id": bot.id, "webhook_token": one["token"]}
        await answers.of(bot, "update_original_webhook_message", {"content": "y"}, **opened)
        await answers.of(bot, "get_original_webhook_message", **opened)
        said = await answers.of(bot, "execute_webhook", {"content": "more"}, **opened)
        await answers.of(bot, "get_webhook_message", message_id=said["id"], **opened)
        await answers.of(bot, "delete_original_webhook_message", **opened)


def _opened_by(interaction: Any) -> dict[str, str]:
    return {"interaction_id": interaction["id"], "interaction_token": interaction["token"]}
