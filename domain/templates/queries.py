"""Reading templates."""

from collections.abc import Sequence

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Snowflake, Timestamp
from domain.channels import queries as channels
from domain.channels.access import GuildAccess
from domain.guilds import queries as guilds
from domain.permissions.bits import Permission
from domain.templates import snapshots, store
from domain.templates.records import Template, TemplateSnapshot
from domain.templates.store import TemplateRow
from domain.users import queries as users
from domain.users.records import User


async def find_row(reader: Reader, code: str) -> TemplateRow:
    """Raises 10057."""
    row = await store.find(reader, code)
    if row is None:
        raise Problem(codes.UNKNOWN_GUILD_TEMPLATE)
    return row


async def get(reader: Reader, code: str) -> Template:
    """The template as anyone sees it: whether it is dirty is its guild's business. Raises 10057."""
    row = await find_row(reader, code)
    people = await users.by_ids(reader, {row.creator_id})
    return _template(row, people.get(row.creator_id), is_dirty=None)


async def list_of_guild(reader: Reader, here: GuildAccess) -> list[Template]:
    """The guild's templates, of which there is one at most."""
    here.require(Permission.MANAGE_GUILD)
    return await shown(reader, here.guild_id, await store.of_guild(reader, here.guild_id))


async def shown(reader: Reader, guild_id: int, rows: Sequence[TemplateRow]) -> list[Template]:
    """Templates of one guild as they go over the wire. Whether they are dirty is found by looking at the guild."""
    if not rows:
        return []
    people = await users.by_ids(reader, {row.creator_id for row in rows})
    now = await snapshot(reader, guild_id)
    return [_template(row, people.get(row.creator_id), is_dirty=row.snapshot != now) for row in rows]


def _template(row: TemplateRow, creator: User | None, *, is_dirty: bool | None) -> Template:
    return Template(
        code=row.code,
        name=row.name,
        description=row.description,
        usage_count=row.usage_count,
        creator_id=Snowflake(row.creator_id),
        creator=creator,
        created_at=Timestamp.of(row.created_at),
        updated_at=Timestamp.of(row.updated_at),
        source_guild_id=Snowflake(row.guild_id),
        serialized_source_guild=row.snapshot,
        is_dirty=is_dirty,
    )


async def snapshot(reader: Reader, guild_id: int) -> TemplateSnapshot:
    """What a template would keep of the guild now. Raises 10004."""
    guild = await guilds.get(reader, guild_id)
    return snapshots.take(guild, await channels.list_of_guild(reader, guild_id))
