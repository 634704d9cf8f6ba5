"""SQL of voice states."""

from collections.abc import Collection

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp
from domain.members.records import Member
from domain.voice_states.records import ChannelInVoice, Held, MemberVoiceState


class Row(msgspec.Struct):
    """A voice state with all that is kept of it; what is of the member (mute, deaf) is not."""

    guild_id: int
    user_id: int
    channel_id: int
    session_id: str
    node: str
    token: str
    self_mute: bool
    self_deaf: bool
    self_video: bool
    suppress: bool
    request_to_speak_timestamp: Timestamp | None

    def shown(self, member: Member, *, left: bool = False) -> MemberVoiceState:
        """As it goes over the wire; `left`: he has just gone."""
        return MemberVoiceState(
            channel_id=None if left else Snowflake(self.channel_id),
            user_id=Snowflake(self.user_id),
            session_id=self.session_id,
            deaf=member.deaf,
            mute=member.mute,
            self_deaf=self.self_deaf,
            self_mute=self.self_mute,
            self_video=self.self_video,
            suppress=self.suppress,
            request_to_speak_timestamp=self.request_to_speak_timestamp,
            guild_id=Snowflake(self.guild_id),
            member=member,
        )


class Room(msgspec.Struct):
    """What of a voice channel decides whether one more may come in."""

    type: int
    user_limit: int
    is_afk: bool
    occupants: int


_COLUMNS = ", ".join(Row.__struct_fields__)
_PLACES = ", ".join(f"${number}" for number in range(1, len(Row.__struct_fields__) + 1))


def _row(row: asyncpg.Record) -> Row:
    fields = dict(row)
    asked = fields.pop("request_to_speak_timestamp")
    return Row(**fields, request_to_speak_timestamp=Timestamp.of(asked) if asked else None)


async def find(reader: Reader, guild_id: int, user_id: int) -> Row | None:
    row = await reader.fetchrow(
        f"SELECT {_COLUMNS} FROM voice_states WHERE guild_id = $1 AND user_id = $2", guild_id, user_id
    )
    return _row(row) if row else None


async def list_of_guild(reader: Reader, guild_id: int) -> list[Row]:
    rows = await reader.fetch(f"SELECT {_COLUMNS} FROM voice_states WHERE guild_id = $1", guild_id)
    return [_row(row) for row in rows]


async def list_of_users(reader: Reader, guild_id: int, user_ids: list[int]) -> list[Row]:
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM voice_states WHERE guild_id = $1 AND user_id = ANY($2::bigint[])", guild_id, user_ids
    )
    return [_row(row) for row in rows]


async def list_of_channel(reader: Reader, guild_id: int, channel_id: int) -> list[Row]:
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM voice_states WHERE guild_id = $1 AND channel_id = $2", guild_id, channel_id
    )
    return [_row(row) for row in rows]


async def is_occupied(reader: Reader, guild_id: int, channel_id: int) -> bool:
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM voice_states WHERE guild_id = $1 AND channel_id = $2)", guild_id, channel_id
    )


async def put(tx: Transaction, state: Row) -> None:
    """Writes the user's state in the guild, over the one that he had there."""
    values = [getattr(state, name) for name in Row.__struct_fields__]
    if state.request_to_speak_timestamp is not None:
        values[-1] = state.request_to_speak_timestamp.datetime()
    await tx.execute(
        f"INSERT INTO voice_states ({_COLUMNS}) VALUES ({_PLACES}) ON CONFLICT (guild_id, user_id)"
        f" DO UPDATE SET ({_COLUMNS}) = ({_PLACES})",
        *values,
    )


async def delete(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute("DELETE FROM voice_states WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)


async def list_nodes(reader: Reader) -> list[str]:
    return [row["node"] for row in await reader.fetch("SELECT DISTINCT node FROM voice_states")]


async def list_held(reader: Reader, nodes: Collection[str]) -> list[Held]:
    rows = await reader.fetch(
        "SELECT guild_id, user_id, session_id, node FROM voice_states WHERE node = ANY($1::text[])", list(nodes)
    )
    return [Held(**dict(row)) for row in rows]


async def find_room(reader: Reader, guild_id: int, channel_id: int) -> Room | None:
    """None when the guild has no such voice channel."""
    row = await reader.fetchrow(
        "SELECT c.type, coalesce(c.user_limit, 0) AS user_limit, g.afk_channel_id IS NOT DISTINCT FROM c.id AS is_afk,"
        " (SELECT count(*) FROM voice_states v WHERE v.guild_id = $1 AND v.channel_id = $2) AS occupants"
        " FROM channels c JOIN guilds g ON g.id = c.guild_id WHERE c.id = $2 AND c.guild_id = $1 AND c.type IN (2, 13)",
        guild_id,
        channel_id,
    )
    return Room(**dict(row)) if row else None


async def set_start_time(tx: Transaction, channel_id: int, since: Timestamp | None) -> None:
    moment = since.datetime() if since is not None else None
    await tx.execute("UPDATE channels SET voice_start_time = $2 WHERE id = $1", channel_id, moment)


async def find_status(reader: Reader, channel_id: int) -> str | None:
    return await reader.fetchval("SELECT voice_status FROM channels WHERE id = $1", channel_id)


async def set_status(tx: Transaction, channel_id: int, status: str | None) -> None:
    await tx.execute("UPDATE channels SET voice_status = $2 WHERE id = $1", channel_id, status)


async def list_channels(reader: Reader, guild_id: int) -> list[ChannelInVoice]:
    """The guild's channels that have a status, or in which somebody is."""
    rows = await reader.fetch(
        "SELECT id, voice_status, voice_start_time FROM channels WHERE guild_id = $1 AND type NOT IN (10, 11, 12)"
        " AND (voice_status IS NOT NULL OR voice_start_time IS NOT NULL) ORDER BY id",
        guild_id,
    )
    return [
        ChannelInVoice(
            Snowflake(row["id"]),
            row["voice_status"],
            Timestamp.of(row["voice_start_time"]) // 1_000_000 if row["voice_start_time"] else None,
        )
        for row in rows
    ]
