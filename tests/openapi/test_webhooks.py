"""The section `webhooks` of openapi.json says what endpoints receive."""

import jsonschema_rs
import msgspec
import pytest

from core import clock
from core.wire import Snowflake, encode
from domain.webhook_events.records import WebhookEvent, WebhookEventBody, WebhookType
from openapi.paths import openapi_document
from openapi.write import contract


class Badge(msgspec.Struct):
    id: Snowflake


def judge(name: str) -> jsonschema_rs.Draft202012Validator:
    document = openapi_document([], {"BADGE_CREATE": Badge})
    body = document["webhooks"][name]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(body | {"components": document["components"]}, validate_formats=True)


def test_what_is_sent_is_as_described() -> None:
    event = WebhookEventBody("BADGE_CREATE", clock.timestamp(), Badge(Snowflake(7)))
    sent = msgspec.json.decode(encode(WebhookEvent(1, Snowflake(5), WebhookType.EVENT, event)))
    assert judge("BADGE_CREATE").is_valid(sent)
    assert not judge("BADGE_CREATE").is_valid(sent | {"type": 0})
    assert not judge("PING").is_valid(sent)
    assert judge("PING").is_valid(msgspec.json.decode(encode(WebhookEvent(1, Snowflake(5), WebhookType.PING))))


@pytest.mark.parametrize("name", ["PING", "APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED"])
def test_the_contract_has_it(name: str) -> None:
    assert name in msgspec.json.decode(contract()["openapi.json"])["webhooks"]
