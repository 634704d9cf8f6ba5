"""The AsyncAPI document of the gateway: every dispatch by name, with the type of its payload.

A module of `domain` or `gateway` that builds dispatches has `EVENTS`, a map of their names to payload types:

    EVENTS = {"GUILD_ROLE_CREATE": RoleEvent, "GUILD_ROLE_UPDATE": RoleEvent, "GUILD_ROLE_DELETE": RoleDeleted}

Where two modules build the same dispatch, each names what it sends. What is in no such map does not exist: the
socket of the tests refuses it. Names beginning with `_` are told to gateway nodes alone and stand in no map.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from openapi.schemas import Components, Json

__all__ = ["asyncapi_document", "event_types", "modules"]

_PACKAGES = ("domain", "gateway")


def event_types() -> dict[str, Any]:
    """The payload type of every dispatch: all its types, where several modules build one."""
    found: dict[str, Any] = {}
    for module in modules():
        events: Mapping[str, Any] = getattr(module, "EVENTS", {})
        for name, kind in events.items():
            found[name] = found[name] | kind if name in found else kind
    return found


def asyncapi_document(events: Mapping[str, Any]) -> Json:
    """The document. Raises what `Components.describe` raises."""
    components = Components()
    messages = {name: _message(components, name, events[name]) for name in sorted(events)}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Guildhall gateway",
            "version": "10",
            "description": "The dispatches of the gateway, wire-compatible with Discord's version 10.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "gateway": {
                "address": "/",
                "messages": {name: _reference("components", "messages", name) for name in messages},
            }
        },
        "operations": {
            "dispatch": {
                "action": "send",
                "channel": _reference("channels", "gateway"),
                "messages": [_reference("channels", "gateway", "messages", name) for name in messages],
            }
        },
        "components": {"messages": messages, "schemas": components.schemas()},
    }


def _message(components: Components, name: str, kind: Any) -> Json:
    schema = {
        "type": "object",
        "properties": {
            "op": {"const": 0},
            "s": {"type": "integer", "minimum": 1},
            "t": {"const": name},
            "d": components.describe(kind, "sent"),
        },
        "required": ["op", "s", "t", "d"],
        "additionalProperties": False,
    }
    return {
        "name": name,
        "payload": {"schemaFormat": "application/schema+json;version=draft-2020-12", "schema": schema},
    }


def _reference(*steps: str) -> Json:
    return {"$ref": "#/" + "/".join(steps)}


def modules() -> Iterator[ModuleType]:
    """Every module in which a table of events may stand."""
    for package in map(importlib.import_module, _PACKAGES):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(found.name)
