"""What a webhook's token opens: the webhook itself, and posting by it. An interaction's token opens its follow-ups.

Docs: resources/webhook#execute-webhook, interactions/receiving-and-responding#followup-messages.
"""

from core import codes
from core.problems import Problem
from core.wire import Snowflake, UnsetType
from domain.channels.access import ChannelAccess
from domain.channels.records import FORUM_TYPES
from domain.interactions import followups
from domain.interactions import tokens as interaction_tokens
from domain.messages.records import Message
from domain.webhooks import actions, github, messages, queries, slack, tokens
from domain.webhooks.github_payload import GithubWebhook
from domain.webhooks.records import Webhook
from domain.webhooks.requests import (
    EditMessageQuery,
    EditWebhookByToken,
    EditWebhookMessage,
    ExecuteQuery,
    ExecuteWebhook,
    MessageQuery,
    ServiceQuery,
)
from domain.webhooks.stored import WebhookRow
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Answer, Operation, Who, operation

_TOKEN = (codes.UNKNOWN_WEBHOOK, codes.INVALID_WEBHOOK_TOKEN)
_POSTING = (
    *_TOKEN,
    codes.UNKNOWN_CHANNEL,
    codes.EMPTY_MESSAGE,
    codes.RATE_LIMITED,
    codes.THREAD_LOCKED,
    codes.MAXIMUM_ACTIVE_THREADS,
)
_MESSAGE = (*_TOKEN, codes.UNKNOWN_CHANNEL, codes.UNKNOWN_MESSAGE)
_EDITING = (*_MESSAGE, codes.EMPTY_MESSAGE, codes.MAXIMUM_ATTACHMENTS, codes.THREAD_ARCHIVED, codes.THREAD_LOCKED)


@operation(
    "GET", "/webhooks/{webhook_id}/{webhook_token}", who=Who.ANYONE, bucket=buckets.READ_BY_TOKEN, problems=_TOKEN
)
async def get_webhook_by_token(call: Call, webhook_id: Snowflake, webhook_token: str) -> Webhook:
    """Get a webhook by its token."""
    if interaction_tokens.read(webhook_token) is not None:
        return await queries.of_application(call.database, webhook_id)
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    return await _shown(call, row)


@operation(
    "PATCH",
    "/webhooks/{webhook_id}/{webhook_token}",
    who=Who.ANYONE,
    bucket=buckets.EDIT_WEBHOOK_BY_TOKEN,
    problems=(*_TOKEN, codes.CANNOT_MODIFY_SYSTEM_WEBHOOK),
)
async def update_webhook_by_token(
    call: Call, webhook_id: Snowflake, webhook_token: str, body: EditWebhookByToken
) -> Webhook:
    """Change a webhook by its token."""
    row = await _changeable(call, webhook_id, webhook_token)
    await actions.keep_avatar(call.instance.objects, webhook_id, body)
    async with call.transaction(lock=row.guild_id) as tx:
        row = await actions.edit(tx, webhook_id, body)
    return await _shown(call, row)


@operation(
    "DELETE",
    "/webhooks/{webhook_id}/{webhook_token}",
    who=Who.ANYONE,
    bucket=buckets.EDIT_WEBHOOK_BY_TOKEN,
    problems=(*_TOKEN, codes.CANNOT_MODIFY_SYSTEM_WEBHOOK),
)
async def delete_webhook_by_token(call: Call, webhook_id: Snowflake, webhook_token: str) -> None:
    """Delete a webhook by its token."""
    row = await _changeable(call, webhook_id, webhook_token)
    async with call.transaction(lock=row.guild_id) as tx:
        await actions.delete(tx, webhook_id)


@operation(
    "POST",
    "/webhooks/{webhook_id}/{webhook_token}",
    who=Who.ANYONE,
    bucket=buckets.EXECUTE_WEBHOOK,
    status=(200, 204),
    answer=Message,
    problems=(
        *_POSTING,
        codes.WEBHOOK_THREADS_ONLY_IN_FORUMS,
        codes.FORUM_WEBHOOK_NEEDS_THREAD,
        codes.FORUM_WEBHOOK_THREAD_NAME_AND_ID,
        codes.UNKNOWN_TAG,
        codes.MAXIMUM_FOLLOW_UPS,
    ),
)
async def execute_webhook(
    call: Call,
    webhook_id: Snowflake,
    webhook_token: str,
    query: ExecuteQuery,
    body: ExecuteWebhook,
    files: list[Upload],
) -> Answer:
    """Post a message by a webhook, which comes back only with `wait`; or a follow-up, which always does."""
    if (named := interaction_tokens.read(webhook_token)) is not None:
        return Answer(200, await followups.create(call.instance.interactions, named, body, files))
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    here = await _turn(call, row, query.thread_id)
    message = await messages.execute(
        call.instance.messages, here, row, body, files, with_components=query.with_components
    )
    return Answer(200, message) if query.wait else Answer(204)


@operation(
    "POST",
    "/webhooks/{webhook_id}/{webhook_token}/slack",
    who=Who.ANYONE,
    bucket=buckets.EXECUTE_WEBHOOK,
    problems=(*_POSTING, codes.WEBHOOK_SERVICE_IN_FORUM),
)
async def execute_slack_compatible_webhook(
    call: Call,
    webhook_id: Snowflake,
    webhook_token: str,
    query: ServiceQuery,
    body: slack.SlackWebhook,
    files: list[Upload],  # none are Slack's: a form may come as multipart, and that is all
) -> str:
    """Post what an integration for Slack sends."""
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    here = _service(await _turn(call, row, query.thread_id))
    await messages.execute(call.instance.messages, here, row, slack.message(body), [])
    return "ok"


@operation(
    "POST",
    "/webhooks/{webhook_id}/{webhook_token}/github",
    who=Who.ANYONE,
    bucket=buckets.EXECUTE_WEBHOOK,
    problems=(*_POSTING, codes.WEBHOOK_SERVICE_IN_FORUM),
)
async def execute_github_compatible_webhook(
    call: Call, webhook_id: Snowflake, webhook_token: str, query: ServiceQuery, body: GithubWebhook
) -> None:
    """Post what GitHub sends of an event; events that say nothing to people are taken and dropped."""
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    said = github.message(call.headers.get("x-github-event", ""), body)
    if said is not None:
        here = _service(await _turn(call, row, query.thread_id))
        await messages.execute(call.instance.messages, here, row, said, [])


@operation(
    "GET",
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
    who=Who.ANYONE,
    bucket=buckets.READ_BY_TOKEN,
    problems=_MESSAGE,
)
async def get_webhook_message(
    call: Call, webhook_id: Snowflake, webhook_token: str, message_id: Snowflake, query: MessageQuery
) -> Message:
    """Get a message of a webhook."""
    if (named := interaction_tokens.read(webhook_token)) is not None:
        return await followups.get(call.instance.interactions, named, message_id)
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    here = await messages.enter(call.instance.guilds, row, query.thread_id)
    return await messages.get(call.instance.messages, here, message_id)


@operation(
    "PATCH",
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
    who=Who.ANYONE,
    bucket=buckets.EDIT_WEBHOOK_MESSAGE,
    problems=_EDITING,
)
async def update_webhook_message(
    call: Call,
    webhook_id: Snowflake,
    webhook_token: str,
    message_id: Snowflake,
    query: EditMessageQuery,
    body: EditWebhookMessage,
    files: list[Upload],
) -> Message:
    """Change a message of a webhook."""
    if (named := interaction_tokens.read(webhook_token)) is not None:
        return await followups.edit(call.instance.interactions, named, message_id, body, files)
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    here = await messages.enter(call.instance.guilds, row, query.thread_id)
    return await messages.edit(
        call.instance.messages, here, row, message_id, body, files, with_components=query.with_components
    )


@operation(
    "DELETE",
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
    who=Who.ANYONE,
    bucket=buckets.DELETE_WEBHOOK_MESSAGE,
    problems=_MESSAGE,
)
async def delete_webhook_message(
    call: Call, webhook_id: Snowflake, webhook_token: str, message_id: Snowflake, query: MessageQuery
) -> None:
    """Delete a message of a webhook."""
    if (named := interaction_tokens.read(webhook_token)) is not None:
        await followups.delete(call.instance.interactions, named, message_id)
        return
    row = await queries.get_by_token(call.database, webhook_id, webhook_token)
    here = await messages.enter(call.instance.guilds, row, query.thread_id)
    await messages.delete(call.instance.messages, here, message_id)


@operation(
    "GET",
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
    who=Who.ANYONE,
    bucket=buckets.READ_BY_TOKEN,
    problems=_MESSAGE,
)
async def get_original_webhook_message(
    call: Call, webhook_id: Snowflake, webhook_token: str, query: MessageQuery
) -> Message:
    """Get the first answer to an interaction."""
    named = await _answering(call, webhook_id, webhook_token)
    return await followups.get(call.instance.interactions, named, None)


@operation(
    "PATCH",
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
    who=Who.ANYONE,
    bucket=buckets.EDIT_WEBHOOK_MESSAGE,
    problems=_EDITING,
)
async def update_original_webhook_message(
    call: Call,
    webhook_id: Snowflake,
    webhook_token: str,
    query: EditMessageQuery,
    body: EditWebhookMessage,
    files: list[Upload],
) -> Message:
    """Change the first answer to an interaction."""
    named = await _answering(call, webhook_id, webhook_token)
    return await followups.edit(call.instance.interactions, named, None, body, files)


@operation(
    "DELETE",
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
    who=Who.ANYONE,
    bucket=buckets.DELETE_WEBHOOK_MESSAGE,
    problems=_MESSAGE,
)
async def delete_original_webhook_message(
    call: Call, webhook_id: Snowflake, webhook_token: str, query: MessageQuery
) -> None:
    """Delete the first answer to an interaction."""
    named = await _answering(call, webhook_id, webhook_token)
    return await followups.delete(call.instance.interactions, named, None)


async def _turn(call: Call, row: WebhookRow, thread_id: Snowflake | UnsetType) -> ChannelAccess:
    """The webhook in its channel, where it may post now. Raises 10003; 429 when there is much from webhooks."""
    here = await messages.enter(call.instance.guilds, row, thread_id)
    channel = f"channel:{here.channel_id}"
    wait_s = await call.instance.limits.take_within(buckets.WEBHOOKS_OF_CHANNEL, here.channel_id, channel)
    if wait_s:
        raise Problem(codes.RATE_LIMITED, retry_after_s=wait_s)
    return here


def _service(here: ChannelAccess) -> ChannelAccess:
    """Raises 220004 in a forum: services do not say how a thread shall be called."""
    if here.type in FORUM_TYPES:
        raise Problem(codes.WEBHOOK_SERVICE_IN_FORUM)
    return here


async def _changeable(call: Call, webhook_id: int, token: str) -> WebhookRow:
    """Raises 50073 for the webhook of an application."""
    if interaction_tokens.read(token) is not None:
        raise Problem(codes.CANNOT_MODIFY_SYSTEM_WEBHOOK)
    return await queries.get_by_token(call.database, webhook_id, token)


async def _shown(call: Call, row: WebhookRow) -> Webhook:
    webhook = await queries.show_by_token(call.database, row)
    webhook.url = tokens.url(call.settings.public_url, row.id)
    return webhook


async def _answering(call: Call, webhook_id: int, token: str) -> interaction_tokens.Named:
    """The interaction that the token answers. Raises 10008 for a webhook's token: it has no first answer."""
    named = interaction_tokens.read(token)
    if named is None:
        await queries.get_by_token(call.database, webhook_id, token)
        raise Problem(codes.UNKNOWN_MESSAGE)
    return named


OPERATIONS: list[Operation] = [
    get_webhook_by_token,
    update_webhook_by_token,
    delete_webhook_by_token,
    execute_webhook,
    execute_slack_compatible_webhook,
    execute_github_compatible_webhook,
    get_webhook_message,
    update_webhook_message,
    delete_webhook_message,
    get_original_webhook_message,
    update_original_webhook_message,
    delete_original_webhook_message,
]
