"""What the gateway is told of integrations."""

import msgspec

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.integrations.records import Integration


class IntegrationEvent(Integration, kw_only=True):
    guild_id: Snowflake


class IntegrationDeleted(msgspec.Struct):
    id: Snowflake
    guild_id: Snowflake
    application_id: Snowflake


class IntegrationsUpdated(msgspec.Struct):
    guild_id: Snowflake


EVENTS = {
    "INTEGRATION_CREATE": IntegrationEvent,
    "INTEGRATION_UPDATE": IntegrationEvent,
    "INTEGRATION_DELETE": IntegrationDeleted,
    "GUILD_INTEGRATIONS_UPDATE": IntegrationsUpdated,
}


def integration_create(guild_id: int, integration: Integration) -> Draft:
    return Draft(guild_topic(guild_id), "INTEGRATION_CREATE", _event(guild_id, integration))


def integration_update(guild_id: int, integration: Integration) -> Draft:
    return Draft(guild_topic(guild_id), "INTEGRATION_UPDATE", _event(guild_id, integration))


def integration_delete(guild_id: int, integration_id: int, application_id: int) -> Draft:
    payload = IntegrationDeleted(Snowflake(integration_id), Snowflake(guild_id), Snowflake(application_id))
    return Draft(guild_topic(guild_id), "INTEGRATION_DELETE", payload)


def guild_integrations_update(guild_id: int) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_INTEGRATIONS_UPDATE", IntegrationsUpdated(Snowflake(guild_id)))


def _event(guild_id: int, integration: Integration) -> IntegrationEvent:
    """Without who added it. Docs: events/gateway-events#integration-create."""
    fields = {field: getattr(integration, field) for field in Integration.__struct_fields__ if field != "user"}
    return IntegrationEvent(**fields, guild_id=Snowflake(guild_id))
