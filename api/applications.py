"""Applications: for their bots, and for their owners."""

from core import codes
from core.wire import Snowflake
from domain import profiles
from domain.applications import actions, queries
from domain.applications.records import (
    Application,
    ApplicationSecret,
    BotToken,
    CreateApplication,
    EditApplication,
    EditBot,
    EditOwnApplication,
)
from domain.users.records import CurrentUser
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_OTHERS = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation("GET", "/applications/@me", who=Who.BOT, bucket=buckets.READ)
async def get_my_application(call: Call) -> Application:
    """The calling bot's application."""
    return await queries.get(call.database, call.user_id)


@operation("PATCH", "/applications/@me", who=Who.BOT, bucket=buckets.EDIT_APPLICATION)
async def update_my_application(call: Call, body: EditApplication) -> Application:
    """Change the calling bot's application."""
    here = call.instance
    return await actions.edit(call.database, here.objects, here.deliveries, call.identity, call.user_id, body)


@operation("GET", "/oauth2/applications/@me", who=Who.BOT, bucket=buckets.READ)
async def get_my_oauth2_application(call: Call) -> Application:
    """The calling bot's application, as libraries ask for it at login."""
    return await queries.get(call.database, call.user_id)


@operation("GET", "/applications", who=Who.USER, bucket=buckets.READ)
async def list_my_applications(call: Call) -> list[Application]:
    """The applications that the caller owns."""
    return await queries.of_owner(call.database, call.user_id)


@operation(
    "POST", "/applications", who=Who.USER, bucket=buckets.APPLICATIONS, problems=(codes.APPLICATION_LIMIT_REACHED,)
)
async def create_application(call: Call, body: CreateApplication) -> Application:
    """Create an application."""
    return await actions.create(call.database, call.instance.objects, call.user_id, body)


@operation("GET", "/applications/{application_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=_OTHERS)
async def get_application(call: Call, application_id: Snowflake) -> Application:
    """One of the caller's applications."""
    return await queries.get_own(call.database, call.identity, application_id)


@operation(
    "PATCH", "/applications/{application_id}", who=Who.ACCOUNT, bucket=buckets.EDIT_APPLICATION, problems=_OTHERS
)
async def update_application(call: Call, application_id: Snowflake, body: EditOwnApplication) -> Application:
    """Change one of the caller's applications."""
    here = call.instance
    return await actions.edit(call.database, here.objects, here.deliveries, call.identity, application_id, body)


@operation("POST", "/applications/{application_id}/bot", who=Who.USER, bucket=buckets.APPLICATIONS, problems=_OTHERS)
async def create_application_bot(call: Call, application_id: Snowflake) -> BotToken:
    """The first token of an application's bot; null if it has one, for it is told only once."""
    async with call.transaction(lock=application_id) as tx:
        return BotToken(await actions.first_token(tx, call.identity, application_id))


@operation(
    "PATCH",
    "/applications/{application_id}/bot",
    who=Who.USER,
    bucket=buckets.EDIT_APPLICATION,
    problems=_OTHERS,
)
async def update_application_bot(call: Call, application_id: Snowflake, body: EditBot) -> CurrentUser:
    """Change the bot user of an application."""
    return await profiles.edit_bot(call.database, call.instance.objects, call.identity, application_id, body)


@operation(
    "POST",
    "/applications/{application_id}/bot/reset",
    who=Who.USER,
    bucket=buckets.RESET_BOT,
    problems=_OTHERS,
)
async def reset_application_bot(call: Call, application_id: Snowflake) -> BotToken:
    """Take back every token of a bot, and give a new one."""
    async with call.transaction(lock=application_id) as tx:
        return BotToken(await actions.reset_bot(tx, call.identity, application_id))


@operation("POST", "/applications/{application_id}/reset", who=Who.USER, bucket=buckets.RESET_BOT, problems=_OTHERS)
async def reset_application_secret(call: Call, application_id: Snowflake) -> ApplicationSecret:
    """Give an application a new client secret, in place of the old one."""
    async with call.transaction() as tx:
        return ApplicationSecret(await actions.reset_secret(tx, call.identity, application_id))


OPERATIONS = [
    get_my_application,
    update_my_application,
    get_my_oauth2_application,
    list_my_applications,
    create_application,
    get_application,
    update_application,
    create_application_bot,
    update_application_bot,
    reset_application_bot,
    reset_application_secret,
]
