"""Guild templates, and guilds made from them. Docs: resources/guild-template."""

from core import codes, snowflakes
from core.wire import Snowflake
from domain.guilds import creation
from domain.guilds.records import Guild
from domain.templates import actions, queries, snapshots
from domain.templates.records import CreateTemplate, EditTemplate, Template, UseTemplate
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_TEMPLATE = (*_IN_GUILD, codes.UNKNOWN_GUILD_TEMPLATE)


@operation(
    "GET",
    "/guilds/templates/{code}",
    who=Who.ANYONE,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_GUILD_TEMPLATE,),
)
async def get_guild_template(call: Call, code: str) -> Template:
    """Get a template."""
    return await queries.get(call.database, code)


@operation(
    "POST",
    "/guilds/templates/{code}",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_GUILD,
    status=201,
    answer=Guild,
    problems=(codes.UNKNOWN_GUILD_TEMPLATE, codes.MAXIMUM_GUILDS, codes.BOTS_NOT_ALLOWED),
)
async def create_guild_from_template(call: Call, code: str, body: UseTemplate) -> Answer:
    """Make a guild from a template, that the caller owns."""
    creation.require_allowed(call.settings, call.identity)
    template = await queries.find_row(call.database, code)
    guild_id, features = snowflakes.make(), creation.features(call.settings)
    wanted = snapshots.request(template.snapshot, body, features)
    await creation.keep_pictures(call.instance.objects, guild_id, wanted)
    async with call.transaction(lock=guild_id) as tx:
        return Answer(201, await actions.use(tx, code, guild_id, call.user_id, wanted, features))


@operation("GET", "/guilds/{guild_id}/templates", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_templates(call: Call, guild_id: Snowflake) -> list[Template]:
    """List the templates of a guild, of which there is one at most."""
    return await queries.list_of_guild(call.database, await call.in_guild(guild_id))


@operation(
    "POST",
    "/guilds/{guild_id}/templates",
    who=Who.ACCOUNT,
    bucket=buckets.TEMPLATES,
    problems=(*_IN_GUILD, codes.TEMPLATE_ALREADY_EXISTS),
)
async def create_guild_template(call: Call, guild_id: Snowflake, body: CreateTemplate) -> Template:
    """Make a template of a guild."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.create(tx, here, body)


@operation("PUT", "/guilds/{guild_id}/templates/{code}", who=Who.ACCOUNT, bucket=buckets.TEMPLATES, problems=_TEMPLATE)
async def sync_guild_template(call: Call, guild_id: Snowflake, code: str) -> Template:
    """Make a template one of its guild as it is now."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.sync(tx, here, code)


@operation(
    "PATCH", "/guilds/{guild_id}/templates/{code}", who=Who.ACCOUNT, bucket=buckets.TEMPLATES, problems=_TEMPLATE
)
async def update_guild_template(call: Call, guild_id: Snowflake, code: str, body: EditTemplate) -> Template:
    """Change the name or the description of a template."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, code, body)


@operation(
    "DELETE", "/guilds/{guild_id}/templates/{code}", who=Who.ACCOUNT, bucket=buckets.TEMPLATES, problems=_TEMPLATE
)
async def delete_guild_template(call: Call, guild_id: Snowflake, code: str) -> Template:
    """Delete a template."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.delete(tx, here, code)


OPERATIONS = [
    get_guild_template,
    create_guild_from_template,
    list_guild_templates,
    create_guild_template,
    sync_guild_template,
    update_guild_template,
    delete_guild_template,
]
