"""Applications: for their bots, and for their owners."""

from core import codes
from core.wire import Snowflake
from domain import application_deletions, profiles
from domain.applications import actions, queries
from domain.applications.records import (
    Application,
    ApplicationSecret,
    BotToken,
    CreateApplication,
    EditApplication,
    EditBot,
    EditOwnApplication,
    ListApplications,
    OwnApplication,
    TransferApplication,
    own,
)
from domain.teams.records import TeamRole
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
async def list_my_applications(call: Call, query: ListApplications) -> list[OwnApplication]:
    """The applications that the caller owns, and perhaps those of his teams."""
    found = await queries.list_of_user(call.database, call.user_id, with_teams=query.with_team_applications)
    return [own(application) for application in found]


@operation(
    "POST",
    "/applications",
    who=Who.USER,
    bucket=buckets.APPLICATIONS,
    problems=(codes.APPLICATION_LIMIT_REACHED, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
)
async def create_application(call: Call, body: CreateApplication) -> OwnApplication:
    """Create an application, for oneself or for a team."""
    return own(await actions.create(call.database, call.instance.objects, call.user_id, body))


@operation("GET", "/applications/{application_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=_OTHERS)
async def get_application(call: Call, application_id: Snowflake) -> OwnApplication:
    """One of the caller's applications, or of his teams."""
    return own(await queries.get_own(call.database, call.identity, application_id, TeamRole.READ_ONLY))


@operation(
    "PATCH", "/applications/{application_id}", who=Who.ACCOUNT, bucket=buckets.EDIT_APPLICATION, problems=_OTHERS
)
async def update_application(call: Call, application_id: Snowflake, body: EditOwnApplication) -> OwnApplication:
    """Change one of the caller's applications, or of his teams."""
    here = call.instance
    return own(await actions.edit(call.database, here.objects, here.deliveries, call.identity, application_id, body))


@operation("POST", "/applications/{application_id}/delete", who=Who.USER, bucket=buckets.APPLICATIONS, problems=_OTHERS)
async def delete_application(call: Call, application_id: Snowflake) -> None:
    """Delete an application for good, and with it all that it has anywhere."""
    async with call.transaction(lock=application_id) as tx:
        await application_deletions.delete(tx, call.identity, application_id)


@operation(
    "POST",
    "/applications/{application_id}/transfer",
    who=Who.USER,
    bucket=buckets.APPLICATIONS,
    problems=(*_OTHERS, codes.APPLICATION_LIMIT_REACHED, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
)
async def transfer_application(call: Call, application_id: Snowflake, body: TransferApplication) -> OwnApplication:
    """Give an application to a team."""
    async with call.transaction(lock=body.team_id) as tx:
        return own(await actions.transfer(tx, call.identity, application_id, body.team_id))


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
    delete_application,
    transfer_application,
    create_application_bot,
    update_application_bot,
    reset_application_bot,
    reset_application_secret,
]
