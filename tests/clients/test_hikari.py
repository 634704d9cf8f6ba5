"""hikari, whose reading of entities is strict: what is missing or of another type is an error in its log."""

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncGenerator, Awaitable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import attrs
import hikari
import pytest

from tests import pictures
from tests.clients.eventually import eventually
from tests.clients.quiet import quiet
from tests.world import Bot, World

T = TypeVar("T")
E = TypeVar("E", bound=hikari.Event)

ALL = int(hikari.Permissions.all_permissions())
_PATIENCE_S = 10
# What only one of GUILD_CREATE and REST tells, and what the library does not keep up to date.
_LEFT_OUT = {"app", "shard_id", "is_large", "joined_at", "member_count", "approximate_member_count"}
_LEFT_OUT |= {"approximate_active_member_count", "max_presences", "max_members", "last_message_id"}


@asynccontextmanager
async def running(bot: Bot, expected: str = "", **options: Any) -> AsyncGenerator[hikari.GatewayBot]:
    """The bot, started. Fails if the library complains of anything but the expected."""
    client = hikari.GatewayBot(
        bot.token,
        intents=hikari.Intents.ALL,
        rest_url=bot.world.addresses.api,
        banner=None,
        logs=None,
        suppress_optimization_warning=True,
    )
    with quiet("hikari", expected):
        guilds = asyncio.ensure_future(client.wait_for(hikari.GuildAvailableEvent, _PATIENCE_S))
        await client.start(check_for_updates=False, **options)
        try:
            await guilds
            yield client
        finally:
            await client.close()


async def after(
    client: hikari.GatewayBot, event: type[E], action: Coroutine[Any, Any, T], check: Any = None
) -> tuple[T, E]:
    """What the action gives, and the event that follows from it."""
    waiting = asyncio.create_task(client.wait_for(event, _PATIENCE_S, check))
    await asyncio.sleep(0)  # it listens from its first step on
    try:
        return await action, await waiting
    finally:
        waiting.cancel()


async def assert_cache_is_true(client: hikari.GatewayBot, guild_id: int) -> None:
    """The client knows of the guild what it would know if it asked now."""

    def any_event(limit_s: float) -> Awaitable[Any]:
        return client.wait_for(hikari.ShardPayloadEvent, limit_s)

    await eventually(lambda: _guild_is_true(client, guild_id), any_event)


async def _guild_is_true(client: hikari.GatewayBot, guild_id: int) -> None:
    cached = client.cache.get_guild(guild_id)
    assert cached is not None
    held, fresh = plain(cached), plain(await client.rest.fetch_guild(guild_id))
    assert held == {name: fresh[name] for name in held}
    assert by_id(cached.get_roles()) == by_id(await client.rest.fetch_roles(guild_id))
    assert by_id(cached.get_channels()) == by_id(await client.rest.fetch_guild_channels(guild_id))
    members = await client.rest.fetch_members(guild_id)
    assert by_id(cached.get_members()) == by_id({member.id: member for member in members})


def by_id(things: Mapping[Any, Any] | Sequence[Any]) -> dict[str, Any]:
    listed = things.values() if isinstance(things, Mapping) else things
    return {f"{thing.id} {name}": value for thing in listed for name, value in plain(thing).items()}


def plain(value: Any) -> Any:
    """All that an entity of the library holds."""
    if attrs.has(type(value)):
        names = {field.name for field in attrs.fields(type(value))} - _LEFT_OUT
        return {name.lstrip("_"): plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


async def test_hikari_keeps_a_guild(world: World) -> None:
    guild = await world.guild(members=2)
    alice = await world.user()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        rest, here, id_ = client.rest, client.cache.get_guild(int(guild.id)), int(guild.id)
        assert here is not None
        me = client.get_me()
        assert me is not None
        assert str(me.id) == bot.id
        assert [each.id for each in await rest.fetch_my_guilds()] == [id_]
        assert (await rest.fetch_application()).owner.id == int(guild.owner.id)
        category = await rest.create_guild_category(id_, "Works")
        hidden = hikari.PermissionOverwrite(
            id=id_, type=hikari.PermissionOverwriteType.ROLE, deny=hikari.Permissions.VIEW_CHANNEL
        )
        text, _ = await after(
            client,
            hikari.GuildChannelCreateEvent,
            rest.create_guild_text_channel(
                id_, "forge", category=category, topic="hot", permission_overwrites=[hidden], rate_limit_per_user=3
            ),
        )
        voice = await rest.create_guild_voice_channel(id_, "hall", user_limit=3, category=category)
        await rest.reposition_channels(id_, {5: text, 4: voice})
        await rest.edit_channel(text, name="anvil", topic="", nsfw=True)
        await rest.edit_permission_overwrite(text, me, allow=hikari.Permissions.VIEW_CHANNEL)
        await rest.delete_permission_overwrite(text, id_)
        await after(client, hikari.GuildChannelDeleteEvent, rest.delete_channel(voice))
        role, _ = await after(
            client,
            hikari.RoleCreateEvent,
            rest.create_role(id_, name="Smith", color=0x112233, hoist=True, permissions=hikari.Permissions.NONE),
        )
        await after(client, hikari.RoleUpdateEvent, rest.edit_role(id_, role, name="Baker", mentionable=True))
        invite, _ = await after(client, hikari.InviteCreateEvent, rest.create_invite(int(guild.channel), max_age=60))
        assert (await rest.fetch_invite(invite.code, with_counts=True)).approximate_member_count == 4
        assert [each.code for each in await rest.fetch_guild_invites(id_)].count(invite.code) == 1
        _, joined = await after(client, hikari.MemberCreateEvent, alice.post(f"/invites/{invite.code}", {}))
        await after(client, hikari.InviteDeleteEvent, rest.delete_invite(invite))
        member = joined.member
        await after(client, hikari.MemberUpdateEvent, member.add_role(role))
        await after(client, hikari.MemberUpdateEvent, member.edit(nickname="Al"))
        rest_until = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)
        await after(client, hikari.MemberUpdateEvent, member.edit(communication_disabled_until=rest_until))
        assert [each.id for each in await rest.search_members(id_, "Al")] == [member.id]
        await assert_cache_is_true(client, id_)
        await after(client, hikari.MemberDeleteEvent, member.kick(reason="bye"))
        await after(client, hikari.RoleDeleteEvent, rest.delete_role(id_, role))
        await after(client, hikari.GuildUpdateEvent, rest.edit_guild(id_, name="Renamed", icon=pictures.png()))
        await rest.edit_my_user(avatar=pictures.png(color="blue"))
        await assert_cache_is_true(client, id_)
        await after(client, hikari.GuildLeaveEvent, rest.leave_guild(id_))


async def test_hikari_talks(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    channel = int(guild.channel)
    async with running(bot, activity=hikari.Activity(name="with fire"), status=hikari.Status.IDLE) as client:
        rest = client.rest
        embed = hikari.Embed(title="T", description="d", url="https://example.org/", timestamp=dt.datetime.now(dt.UTC))
        embed.add_field("a", "1", inline=True).set_footer("foot").set_image(pictures.png()).set_author(name="Ada")
        sent, heard = await after(
            client,
            hikari.GuildMessageCreateEvent,
            rest.create_message(
                channel, "hello", embed=embed, attachment=hikari.Bytes(b"text", "note.txt"), role_mentions=True
            ),
        )
        assert heard.message.embeds == sent.embeds
        assert next(each.filename for each in sent.attachments) == "note.txt"
        assert await sent.attachments[0].read() == b"text"
        assert heard.message.member is not None
        answer = await sent.respond(f"<@{guild.owner.id}>", reply=True, user_mentions=True, mentions_reply=False)
        assert answer.referenced_message is not None
        assert answer.referenced_message.id == sent.id
        assert answer.user_mentions_ids == [int(guild.owner.id)]
        _, changed = await after(
            client, hikari.GuildMessageUpdateEvent, sent.edit("changed", embed=None, attachments=None)
        )
        assert changed.message.content == "changed"
        assert changed.message.edited_timestamp is not None
        await after(client, hikari.GuildReactionAddEvent, sent.add_reaction("👍"))
        theirs = guild.owner.put(f"/channels/{channel}/messages/{sent.id}/reactions/👍/@me")
        await after(client, hikari.GuildReactionAddEvent, theirs)
        assert len(await rest.fetch_reactions_for_emoji(channel, sent, "👍")) == 2
        assert (await rest.fetch_message(channel, sent.id)).reactions[0].count == 2
        await after(client, hikari.GuildReactionDeleteEvent, sent.remove_reaction("👍"))
        await after(client, hikari.GuildReactionDeleteEmojiEvent, sent.remove_all_reactions("👍"))
        await sent.add_reaction("❤️")
        await after(client, hikari.GuildReactionDeleteAllEvent, sent.remove_all_reactions())
        assert [message.id for message in await rest.fetch_messages(channel)] == [answer.id, sent.id]
        await after(client, hikari.GuildTypingEvent, guild.owner.post(f"/channels/{channel}/typing"))
        await rest.trigger_typing(channel)
        other = await rest.create_message(channel, "other")
        await after(client, hikari.GuildMessageDeleteEvent, answer.delete())
        await after(client, hikari.GuildBulkMessageDeleteEvent, rest.delete_messages(channel, [sent, other]))
        owner = await rest.fetch_user(int(guild.owner.id))
        private = await owner.send("psst")
        answering = guild.owner.post(f"/channels/{private.channel_id}/messages", {"content": "what?"})
        _, message = await after(
            client, hikari.DMMessageCreateEvent, answering, lambda event: event.author_id == owner.id
        )
        await after(client, hikari.DMReactionAddEvent, message.message.add_reaction("👀"))
        await client.update_presence(status=hikari.Status.DO_NOT_DISTURB)


async def test_hikari_resumes(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot, expected="Will retry shortly") as client:
        shard = client.shards[0]
        session = shard._session_id
        again = asyncio.create_task(client.wait_for(hikari.ShardReadyEvent, None))
        resumed = asyncio.create_task(client.wait_for(hikari.ShardResumedEvent, _PATIENCE_S))
        heard = asyncio.create_task(client.wait_for(hikari.GuildMessageCreateEvent, _PATIENCE_S))
        await asyncio.sleep(0)
        shard._ws._ws.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        await client.rest.create_message(int(guild.channel), "missed")
        assert (await heard).content == "missed"
        await resumed
        assert shard._session_id == session
        assert not again.done()
        again.cancel()
        await assert_cache_is_true(client, int(guild.id))


async def test_hikari_without_a_gateway(world: World) -> None:
    guild = await world.guild(members=2)
    bot = await world.bot(guild, permissions=ALL)
    app = hikari.RESTApp(url=world.addresses.api)
    with quiet("hikari"):
        await app.start()
        try:
            async with app.acquire(bot.token, hikari.TokenType.BOT) as rest:
                assert str((await rest.fetch_my_user()).id) == bot.id
                assert (await rest.fetch_gateway_bot_info()).url == world.addresses.gateway
                assert (await rest.fetch_guild_preview(int(guild.id))).approximate_member_count == 4
                assert len(await rest.fetch_members(int(guild.id))) == 4
                assert (await rest.fetch_member(int(guild.id), int(bot.id))).id == int(bot.id)
                counts = await rest.fetch_role_member_counts(int(guild.id))
                assert 1 in counts.values()
                sent = await rest.create_message(int(guild.channel), "hello")
                assert (await rest.fetch_channel(int(guild.channel))).last_message_id == sent.id
                await rest.edit_my_member(int(guild.id), nickname="Robot")
                with pytest.raises(hikari.NotFoundError) as unknown:
                    await rest.fetch_message(int(guild.channel), int(guild.id))
                assert unknown.value.code == 10008
                with pytest.raises(hikari.BadRequestError) as wrong:
                    await rest.create_role(int(guild.id), name="x" * 101)
                assert wrong.value.errors is not None
                assert "name" in wrong.value.errors
        finally:
            await app.close()
