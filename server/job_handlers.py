"""What is done about each kind of job: the one table."""

from typing import Any

from core import jobs
from domain import application_deletions, notices, system_messages
from domain.activities import attachments as activity_attachments
from domain.applications import endpoint_checks
from domain.audit_log import expiry as audit_log
from domain.auto_moderation import alerts, enforcement
from domain.deliveries import expiry as deliveries_expiry
from domain.emojis import pictures
from domain.ephemeral_messages import expiry as ephemeral_messages
from domain.instance import Instance
from domain.invites import expiry as invites_expiry
from domain.invites import target_users
from domain.join_requests import expiry as join_requests
from domain.link_embeds import unfurling
from domain.link_embeds.pages import Pages
from domain.link_embeds.promises import UNFURL
from domain.lobbies import copies as lobby_copies
from domain.lobbies import idle
from domain.lobbies import messages as lobby_messages
from domain.members import arrivals
from domain.messages import crossposts, game_dms, games, greetings, purges, stage_ends
from domain.polls import deadlines, endings
from domain.scheduled_events import abandoned
from domain.scheduled_events import automation as scheduled_events
from domain.soundboard import files as sound_files
from domain.stage_instances import endings as stage_endings
from domain.stickers import files as sticker_files
from domain.threads import archiving
from domain.webhook_events import actions as webhook_events
from domain.webhooks import avatars
from domain.webhooks import crossposts as copies

__all__ = ["STANDING", "handlers"]

STANDING = (
    (deliveries_expiry.EXPIRE, deliveries_expiry.Expire()),
    (ephemeral_messages.EXPIRE, ephemeral_messages.ExpireEphemeralMessages()),
    (audit_log.EXPIRE, audit_log.ExpireAuditLog()),
    (archiving.ARCHIVE, archiving.Archive()),
    (scheduled_events.MOVE_ON, scheduled_events.MoveOn()),
    (abandoned.END_ABANDONED, abandoned.EndAbandoned()),
    (join_requests.EXPIRE, join_requests.ExpireJoinRequests()),
    (invites_expiry.EXPIRE, invites_expiry.ExpireInvites()),
    (idle.END, idle.EndIdleLobbies()),
)
"""Jobs that there always are, done again and again."""


def handlers(instance: Instance) -> list[jobs.Handler[Any]]:
    database, deliveries = instance.database, instance.deliveries
    access, messages, guilds = instance.access, instance.messages, instance.guilds
    pages = Pages(instance.outbound)
    return [
        jobs.Handler(
            webhook_events.SEND,
            lambda event, attempt: webhook_events.send(database, deliveries, event, attempt),
            webhook_events.give_up,
        ),
        jobs.Handler(
            endpoint_checks.CHECK,
            lambda asked, _: endpoint_checks.repeat(database, deliveries, asked),
            endpoint_checks.remove,
        ),
        jobs.Handler(notices.NOTICE, lambda notice, _: system_messages.deliver(database, access, messages, notice)),
        jobs.Handler(
            crossposts.POST,
            lambda original, attempt: copies.post(database, messages, guilds, original, attempt),
            copies.give_up,
        ),
        jobs.Handler(crossposts.FOLLOW, lambda original, _: copies.follow(database, messages, guilds, original)),
        jobs.Handler(
            target_users.TAKE_IN, lambda wanted, _: target_users.take_in(database, wanted), target_users.give_up
        ),
        jobs.Handler(avatars.FETCH, lambda wanted, _: avatars.fetch(instance.outbound, instance.objects, wanted)),
        jobs.Handler(application_deletions.FINISH, lambda gone, _: application_deletions.finish(database, gone)),
        jobs.Handler(pictures.DELETE, lambda deleted, _: pictures.delete(instance.objects, deleted)),
        jobs.Handler(sticker_files.DELETE, lambda deleted, _: sticker_files.delete(instance.objects, deleted)),
        jobs.Handler(sound_files.DELETE, lambda deleted, _: sound_files.delete(instance.objects, deleted)),
        jobs.Handler(deadlines.END, lambda due, _: endings.end(database, messages, guilds, due)),
        jobs.Handler(deadlines.ANNOUNCE, lambda ended, _: endings.announce(database, messages, guilds, ended)),
        jobs.Handler(enforcement.ALERT, lambda alert, _: alerts.post(database, messages, guilds, alert)),
        jobs.Handler(activity_attachments.DELETE, lambda gone, _: activity_attachments.delete(instance.objects, gone)),
        jobs.Handler(deliveries_expiry.EXPIRE, lambda _, __: deliveries_expiry.expire(database)),
        jobs.Handler(ephemeral_messages.EXPIRE, lambda _, __: ephemeral_messages.expire(database, instance.objects)),
        jobs.Handler(scheduled_events.MOVE_ON, lambda _, __: scheduled_events.move_on(database)),
        jobs.Handler(abandoned.END_ABANDONED, lambda _, __: abandoned.end_abandoned(database)),
        jobs.Handler(stage_endings.TELL, lambda ended, _: stage_ends.tell(messages, guilds, ended)),
        jobs.Handler(archiving.ARCHIVE, lambda _, __: archiving.archive_due(database)),
        jobs.Handler(join_requests.EXPIRE, lambda _, __: join_requests.expire(database)),
        jobs.Handler(invites_expiry.EXPIRE, lambda _, __: invites_expiry.expire(database)),
        jobs.Handler(idle.END, lambda _, __: idle.end_idle(database)),
        jobs.Handler(lobby_messages.FORWARD, lambda said, _: lobby_copies.forward(database, messages, guilds, said)),
        jobs.Handler(purges.PURGE, lambda wanted, _: purges.purge(database, instance.objects, wanted)),
        jobs.Handler(games.TELL_DM, lambda posted, _: game_dms.tell_posted(database, messages.links, posted)),
        jobs.Handler(arrivals.GREET, lambda arrival, _: greetings.greet(messages, guilds, arrival)),
        jobs.Handler(UNFURL, lambda linking, _: unfurling.unfurl(database, messages, guilds, pages, linking)),
        jobs.Handler(games.FOLLOW, lambda changed, _: lobby_copies.follow(database, changed)),
        jobs.Handler(audit_log.EXPIRE, lambda _, __: audit_log.expire(database)),
    ]
