"""What a user's other sessions are told of his settings. Docs (user-side): gateway/gateway-events."""

from core.events import Draft, user_topic
from domain.user_settings.guild_records import UserGuildSettings
from domain.user_settings.records import EditUserSettings

EVENTS = {"USER_SETTINGS_UPDATE": EditUserSettings, "USER_GUILD_SETTINGS_UPDATE": UserGuildSettings}


def user_settings_update(user_id: int, changed: EditUserSettings) -> Draft:
    return Draft(user_topic(user_id), "USER_SETTINGS_UPDATE", changed)


def user_guild_settings_update(user_id: int, settings: UserGuildSettings) -> Draft:
    return Draft(user_topic(user_id), "USER_GUILD_SETTINGS_UPDATE", settings)
