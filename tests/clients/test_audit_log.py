"""The audit log by the libraries' own methods: live, filtered, paged, and with what an entry is about."""

import asyncio

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value
Action = discord.AuditLogAction


async def test_discord_py_reads_the_audit_log(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        alice, channel = here.get_member(int(member.id)), here.get_channel(int(guild.channel))
        assert alice is not None and isinstance(channel, discord.TextChannel)
        making = here.create_role(name="Smith", reason="wörk")
        role, entry = await after(client, "audit_log_entry_create", making)
        assert (entry.action, entry.user, entry.target, entry.reason) == (Action.role_create, here.me, role, "wörk")
        assert entry.after.name == "Smith"
        await channel.edit(name="anvil", slowmode_delay=5, reason="one")
        await channel.set_permissions(alice, add_reactions=False, reason="two")
        await alice.edit(nick="Al", reason="three")
        await alice.add_roles(role, reason="four")
        said = await member.post(f"/channels/{guild.channel}/messages", {"content": "pin me"})
        await channel.get_partial_message(int(said["id"])).pin(reason="five")
        await channel.get_partial_message(int(said["id"])).delete()
        invite = await channel.create_invite(max_uses=2, reason="six")
        await alice.kick(reason="seven")
        newest = [one async for one in here.audit_logs(user=here.me)]
        assert [one.reason for one in newest if one.reason] == [
            "seven",
            "six",
            "five",
            "four",
            "three",
            "two",
            "one",
            "wörk",
        ]
        found = {one.action: one for one in newest}
        assert (found[Action.channel_update].before.name, found[Action.channel_update].after.name) == (
            "general",
            "anvil",
        )
        assert found[Action.channel_update].target == channel
        overwrite = found[Action.overwrite_create]
        assert overwrite.extra == alice and overwrite.after.deny.add_reactions
        assert (found[Action.member_update].before.nick, found[Action.member_update].after.nick) == (None, "Al")
        assert found[Action.member_role_update].after.roles == [role]
        assert (found[Action.message_pin].extra.channel, found[Action.message_pin].target.id) == (channel, alice.id)
        assert (found[Action.message_delete].extra.count, found[Action.message_delete].extra.channel) == (1, channel)
        assert found[Action.invite_create].after.code == invite.code == found[Action.invite_create].target.code
        assert found[Action.kick].target.id == alice.id
        oldest = [one async for one in here.audit_logs(oldest_first=True, user=here.me, limit=2)]
        assert [one.action for one in oldest] == [Action.role_create, Action.channel_update]
        assert [one.id async for one in here.audit_logs(after=newest[1], user=here.me)] == [newest[0].id]
        assert [one.id async for one in here.audit_logs(before=newest[0], limit=1)] == [newest[1].id]
        assert [one.reason async for one in here.audit_logs(action=Action.kick)] == ["seven"]
        assert [one async for one in here.audit_logs(user=discord.Object(1))] == []


async def test_hikari_reads_the_audit_log(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here, channel = client.rest, int(guild.id), int(guild.channel)
        making = rest.create_role(here, name="Smith", reason="wörk")
        role, event = await hikari_bot.after(client, hikari.AuditLogEntryCreateEvent, making)
        entry = event.entry
        assert (entry.action_type, entry.target_id, entry.reason) == (
            hikari.AuditLogEventType.ROLE_CREATE,
            role.id,
            "wörk",
        )
        assert {change.key: change.new_value for change in entry.changes}[hikari.AuditLogChangeKey.NAME] == "Smith"
        deny = hikari.Permissions.SEND_MESSAGES
        await rest.edit_permission_overwrite(
            channel, int(member.id), target_type=hikari.PermissionOverwriteType.MEMBER, deny=deny, reason="two"
        )
        hook, thread = await asyncio.gather(
            rest.create_webhook(channel, "hook", reason="three"),
            rest.create_thread(channel, hikari.ChannelType.GUILD_PUBLIC_THREAD, "a thread", reason="four"),
        )
        await rest.kick_user(here, int(member.id), reason="five")
        (log,) = await rest.fetch_audit_log(here, user=int(bot.id))
        entries = {one.action_type: one for one in log.entries.values()}
        assert hook.id in log.webhooks and thread.id in log.threads and int(member.id) in log.users
        options = entries[hikari.AuditLogEventType.CHANNEL_OVERWRITE_CREATE].options
        assert isinstance(options, hikari.audit_logs.ChannelOverwriteEntryInfo) and options.id == int(member.id)
        assert entries[hikari.AuditLogEventType.MEMBER_KICK].target_id == int(member.id)
        newest = [one async for page in rest.fetch_audit_log(here) for one in page.entries.values()]
        before = [
            one.id async for page in rest.fetch_audit_log(here, before=newest[0].id) for one in page.entries.values()
        ]
        assert before == [one.id for one in newest[1:]]
        kind = hikari.AuditLogEventType.WEBHOOK_CREATE
        only = [one async for page in rest.fetch_audit_log(here, event_type=kind) for one in page.entries.values()]
        assert [(one.target_id, one.reason) for one in only] == [(hook.id, "three")]
