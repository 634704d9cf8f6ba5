"""The section `webhooks` of the OpenAPI document: the webhook events that are sent to applications.

A module of `domain` that tells applications of events over HTTP has `WEBHOOK_EVENTS`, a map of their types to what
`data` is:

    WEBHOOK_EVENTS = {"APPLICATION_DEAUTHORIZED": Deauthorized}
"""

from collections.abc import Mapping
from typing import Any

from domain.webhook_events.records import WebhookEvent, WebhookEventBody, WebhookType
from openapi.events import modules
from openapi.schemas import Components, Json

__all__ = ["webhook_event_types", "webhooks"]

_HEADERS = {
    "X-Signature-Ed25519": "Ed25519 over the timestamp's digits and the body, in hex; the key is `verify_key`.",
    "X-Signature-Timestamp": "When it was signed, in seconds since 1970.",
}


def webhook_event_types() -> dict[str, Any]:
    """The type of `data` of every webhook event."""
    found: dict[str, Any] = {}
    for module in modules():
        found |= getattr(module, "WEBHOOK_EVENTS", {})
    return found


def webhooks(components: Components, events: Mapping[str, Any]) -> Json:
    """What is sent, by type; PING first. Raises what `Components.describe` raises."""
    sent = {"PING": _webhook("PING", _payload(components, WebhookType.PING))}
    for name in sorted(events):
        body = {field: schema for field, (schema, _) in components.fields(WebhookEventBody, "sent").items()}
        body |= {"type": {"const": name}, "data": components.describe(events[name], "sent")}
        sent[name] = _webhook(name, _payload(components, WebhookType.EVENT) | {"event": _closed(body)})
    return sent


def _payload(components: Components, kind: WebhookType) -> Json:
    fields = {field: schema for field, (schema, _) in components.fields(WebhookEvent, "sent").items()}
    del fields["event"]
    return fields | {"version": {"const": 1}, "type": {"const": int(kind)}}


def _webhook(name: str, payload: Json) -> Json:
    parameters = [
        {"name": header, "in": "header", "required": True, "schema": {"type": "string"}, "description": description}
        for header, description in _HEADERS.items()
    ]
    return {
        "post": {
            "operationId": f"webhook_{name.lower()}",
            "parameters": parameters,
            "requestBody": {"required": True, "content": {"application/json": {"schema": _closed(payload)}}},
            "responses": {
                "204": {"description": "Acknowledged, within three seconds."},
                "401": {"description": "The signature is not good."},
            },
        }
    }


def _closed(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
