"""Who may call each operation, as the docs say it; `test_rights` asks everyone."""

from typing import Literal

import msgspec

from domain.permissions.bits import Permission

Where = Literal["guild", "channel", "application", "own"]


class Right(msgspec.Struct, frozen=True):
    """Where one must be to call it, and what he must be allowed to do there.

    `guild`: a member; `channel`: who sees it; `application`: its owner and its bot; `own`: nobody else has a part in
    it. `needs`: one of these sets of permissions is enough. `owner_only`: the guild's owner. `below`: not against
    those who stand higher.
    """

    where: Where
    needs: tuple[int, ...] = ()
    beside: int = 0  # what it takes besides, and whose lack the docs give another answer to
    owner_only: bool = False
    below: bool = False


def _guild(*needs: int, below: bool = False) -> Right:
    return Right("guild", tuple(int(each) for each in needs), below=below)


def _channel(*needs: int, beside: int = 0) -> Right:
    return Right("channel", tuple(int(each) for each in needs), int(Permission.VIEW_CHANNEL) | int(beside))


_MEMBER = Right("guild")
_VIEWER = _channel(beside=Permission.READ_MESSAGE_HISTORY)
_READER = _channel(Permission.READ_MESSAGE_HISTORY)
_APPLICATION = Right("application")
_OWN = Right("own")


def _each(right: Right, names: str) -> dict[str, Right]:
    return dict.fromkeys(names.split(), right)


RIGHTS: dict[str, Right] = {
    **_each(_guild(Permission.VIEW_AUDIT_LOG), "list_guild_audit_log_entries"),
    **_each(_guild(Permission.BAN_MEMBERS), "list_guild_bans get_guild_ban unban_user_from_guild"),
    **_each(_guild(Permission.BAN_MEMBERS, below=True), "ban_user_from_guild"),
    **_each(_guild(Permission.BAN_MEMBERS | Permission.MANAGE_GUILD), "bulk_ban_users_from_guild"),
    **_each(_VIEWER, "get_channel get_channel_application_command_index"),
    **_each(
        _channel(Permission.MANAGE_CHANNELS), "update_channel delete_channel list_channel_invites delete_linked_lobby"
    ),
    **_each(_guild(Permission.MANAGE_CHANNELS), "create_guild_channel bulk_update_guild_channels"),
    **_each(_OWN, "add_group_dm_user delete_group_dm_user"),
    **_each(
        _MEMBER,
        """list_guild_channels get_guild_application_command_index list_guild_emojis get_guild_emoji get_guild
        get_guild_preview list_guild_voice_regions leave_guild list_guild_members search_guild_members
        get_guild_member get_my_guild_member list_guild_roles get_guild_role guild_role_member_counts
        list_guild_stickers get_guild_sticker list_guild_soundboard_sounds get_guild_soundboard_sound
        get_active_guild_threads""",
    ),
    **_each(
        _guild(Permission.CREATE_GUILD_EXPRESSIONS),
        "create_guild_emoji create_guild_sticker create_guild_soundboard_sound",
    ),
    **_each(
        _guild(Permission.MANAGE_GUILD_EXPRESSIONS),
        """update_guild_emoji delete_guild_emoji update_guild_sticker delete_guild_sticker
        update_guild_soundboard_sound delete_guild_soundboard_sound""",
    ),
    **_each(_channel(Permission.SPEAK | Permission.USE_SOUNDBOARD), "send_soundboard_sound"),
    **_each(
        _guild(Permission.MANAGE_GUILD),
        """list_auto_moderation_rules get_auto_moderation_rule create_auto_moderation_rule
        update_auto_moderation_rule delete_auto_moderation_rule update_guild list_guild_integrations
        delete_guild_integration get_guild_vanity_url
        list_guild_application_command_permissions get_guild_application_command_permissions""",
    ),
    **_each(
        _guild(Permission.MANAGE_GUILD),
        """list_guild_templates create_guild_template sync_guild_template update_guild_template
        delete_guild_template get_guild_widget_settings update_guild_widget_settings update_guild_incident_actions""",
    ),
    **_each(_MEMBER, "get_guild_new_member_welcome get_guild_member_verification"),
    **_each(
        _guild(Permission.MANAGE_GUILD),
        """get_guild_welcome_screen update_guild_welcome_screen update_guild_new_member_welcome get_guilds_onboarding
        update_guild_member_verification""",
    ),
    **_each(_guild(Permission.MANAGE_GUILD | Permission.MANAGE_ROLES), "put_guilds_onboarding"),
    **_each(
        _guild(Permission.KICK_MEMBERS),
        "get_guild_join_requests action_guild_join_requests action_guild_join_request",
    ),
    **_each(_guild(Permission.MANAGE_GUILD, Permission.VIEW_AUDIT_LOG), "list_guild_invites"),
    **_each(_guild(Permission.MANAGE_GUILD | Permission.CREATE_INSTANT_INVITE), "update_guild_vanity_url"),
    **_each(Right("guild", owner_only=True), "delete_guild"),
    **_each(_channel(Permission.CREATE_INSTANT_INVITE), "create_channel_invite"),
    **_each(_guild(Permission.MANAGE_CHANNELS | Permission.VIEW_CHANNEL, Permission.MANAGE_GUILD), "invite_revoke"),
    **_each(_guild(Permission.CHANGE_NICKNAME, Permission.MANAGE_NICKNAMES), "update_my_guild_member"),
    **_each(_guild(Permission.CREATE_INSTANT_INVITE), "add_guild_member"),
    **_each(_guild(Permission.MANAGE_NICKNAMES, below=True), "update_guild_member"),
    **_each(_guild(Permission.KICK_MEMBERS, below=True), "delete_guild_member"),
    **_each(_guild(Permission.KICK_MEMBERS | Permission.MANAGE_GUILD), "preview_prune_guild prune_guild"),
    **_each(_guild(Permission.MANAGE_ROLES), "create_guild_role bulk_update_guild_roles"),
    **_each(
        _guild(Permission.MANAGE_ROLES, below=True),
        "add_guild_member_role delete_guild_member_role update_guild_role delete_guild_role",
    ),
    **_each(_VIEWER, "list_messages list_message_reactions_by_emoji deprecated_list_pins list_pins get_answer_voters"),
    **_each(_guild(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY), "guild_search"),
    **_each(_READER, "channel_search thread_search"),
    **_each(_READER, "get_message"),
    **_each(_channel(Permission.SEND_MESSAGES), "create_message trigger_typing_indicator"),
    **_each(
        _channel(Permission.MANAGE_MESSAGES, beside=Permission.READ_MESSAGE_HISTORY),
        """bulk_delete_messages delete_message delete_all_message_reactions delete_all_message_reactions_by_emoji
        delete_user_message_reaction""",
    ),
    **_each(_channel(Permission.MANAGE_MESSAGES | Permission.READ_MESSAGE_HISTORY), "list_message_edits"),
    **_each(_channel(Permission.PIN_MESSAGES, beside=Permission.READ_MESSAGE_HISTORY), "create_pin delete_pin"),
    **_each(
        _channel(Permission.PIN_MESSAGES, beside=Permission.READ_MESSAGE_HISTORY),
        "deprecated_create_pin deprecated_delete_pin",
    ),
    **_each(_channel(Permission.READ_MESSAGE_HISTORY), "add_my_message_reaction"),
    **_each(_VIEWER, "delete_my_message_reaction create_poll_vote"),
    **_each(_channel(Permission.MANAGE_ROLES), "set_channel_permission_overwrite delete_channel_permission_overwrite"),
    **_each(_VIEWER, "list_thread_members get_thread_member join_thread leave_thread"),
    **_each(_channel(Permission.SEND_MESSAGES_IN_THREADS), "add_thread_member"),
    **_each(_channel(Permission.MANAGE_THREADS), "delete_thread_member"),
    **_each(
        _channel(Permission.CREATE_PUBLIC_THREADS, beside=Permission.READ_MESSAGE_HISTORY), "create_thread_from_message"
    ),
    **_each(_channel(Permission.READ_MESSAGE_HISTORY), "list_public_archived_threads list_my_private_archived_threads"),
    **_each(_channel(Permission.READ_MESSAGE_HISTORY | Permission.MANAGE_THREADS), "list_private_archived_threads"),
    **_each(
        _channel(Permission.MANAGE_WEBHOOKS),
        "create_webhook list_channel_webhooks get_webhook update_webhook delete_webhook",
    ),
    **_each(_guild(Permission.MANAGE_WEBHOOKS), "get_guild_webhooks"),
    **_each(_MEMBER, "get_self_voice_state get_voice_state update_self_voice_state update_voice_state"),
    **_each(_MEMBER, "update_user_guild_settings ack_guild_feature"),
    **_each(_VIEWER, "ack_message ack_pins"),
    **_each(_VIEWER, "update_voice_channel_status"),
    **_each(
        _MEMBER,
        """list_guild_scheduled_events get_guild_scheduled_event list_guild_scheduled_event_users
        count_guild_scheduled_event_users list_guild_scheduled_event_exception_users create_guild_scheduled_event_user
        delete_guild_scheduled_event_user create_guild_scheduled_event_exception_user
        delete_guild_scheduled_event_exception_user""",
    ),
    **_each(_guild(Permission.CREATE_EVENTS), "create_guild_scheduled_event"),
    **_each(
        _guild(Permission.MANAGE_EVENTS),
        """update_guild_scheduled_event delete_guild_scheduled_event create_guild_scheduled_event_exception
        update_guild_scheduled_event_exception delete_guild_scheduled_event_exception""",
    ),
    **_each(_VIEWER, "get_stage_instance"),
    **_each(
        _channel(
            Permission.MANAGE_CHANNELS | Permission.MUTE_MEMBERS | Permission.MOVE_MEMBERS, beside=Permission.CONNECT
        ),
        "update_stage_instance delete_stage_instance",
    ),
    **_each(
        _APPLICATION,
        """update_application create_application_bot update_application_bot reset_application_bot
        delete_application reset_application_secret applications_get_activity_instance set_application_embedded
        list_application_commands create_application_command bulk_set_application_commands get_application_command
        update_application_command delete_application_command list_guild_application_commands
        create_guild_application_command bulk_set_guild_application_commands get_guild_application_command
        update_guild_application_command delete_guild_application_command list_deliveries get_delivery redeliver
        list_application_emojis create_application_emoji get_application_emoji update_application_emoji
        delete_application_emoji create_entitlement list_skus create_sku update_sku
        get_application_role_connections_metadata update_application_role_connections_metadata
        get_application_install_url list_application_testers add_application_tester remove_application_tester
        get_identity_provider set_identity_provider delete_identity_provider""",
    ),
}

OPEN = frozenset(
    """get_application get_application_command_index get_current_user_application_entitlements leave_activity_instance
    upload_application_attachment get_dm create_dm follow_channel crosspost_message update_message poll_expire
    create_thread get_entitlement delete_entitlement get_entitlements consume_entitlement transfer_application
    set_guild_application_command_permissions create_onboarding_responses update_onboarding_responses
    get_my_join_request submit_my_join_request reset_my_join_request delete_my_join_request
    acknowledge_my_join_request acknowledge_join_request
    get_invite_target_users update_invite_target_users
    get_invite_target_users_job_status delete_read_state""".split()
)
"""Those that everyone may call, and those whose rule is another, which their own tests try."""
