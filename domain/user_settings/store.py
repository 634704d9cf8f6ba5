"""SQL of user settings."""

from core.database import Reader, Transaction
from core.wire import decode, encode
from domain.user_settings.guild_records import UserGuildSettings
from domain.user_settings.records import UserSettings


async def find(reader: Reader, user_id: int) -> UserSettings:
    """Those of a new user when he has chosen none. The locale is the user's."""
    row = await reader.fetchrow(
        "SELECT locale, settings FROM users LEFT JOIN user_settings ON user_id = id WHERE id = $1", user_id
    )
    found = decode(row["settings"], UserSettings) if row and row["settings"] else UserSettings()
    if row:
        found.locale = row["locale"]
    return found


async def save(tx: Transaction, user_id: int, settings: UserSettings) -> None:
    await tx.execute(
        "INSERT INTO user_settings (user_id, settings) VALUES ($1, $2)"
        " ON CONFLICT (user_id) DO UPDATE SET settings = $2",
        user_id,
        encode(settings).decode(),
    )


async def find_of_guild(reader: Reader, user_id: int, guild_id: int) -> UserGuildSettings | None:
    text = await reader.fetchval(
        "SELECT settings FROM user_guild_settings WHERE user_id = $1 AND guild_id = $2", user_id, guild_id
    )
    return decode(text, UserGuildSettings) if text else None


async def list_of_guilds(reader: Reader, user_id: int) -> list[UserGuildSettings]:
    """Of the guilds that he is in, and of his private channels."""
    rows = await reader.fetch(
        "SELECT settings FROM user_guild_settings chosen WHERE user_id = $1 AND (guild_id = 0 OR EXISTS"
        " (SELECT FROM memberships mine WHERE mine.user_id = $1 AND mine.guild_id = chosen.guild_id))"
        " ORDER BY guild_id",
        user_id,
    )
    return [decode(row["settings"], UserGuildSettings) for row in rows]


async def save_of_guild(tx: Transaction, user_id: int, settings: UserGuildSettings) -> None:
    await tx.execute(
        "INSERT INTO user_guild_settings (user_id, guild_id, version, settings) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (user_id, guild_id) DO UPDATE SET version = $3, settings = $4",
        user_id,
        settings.guild_id or 0,
        settings.version,
        encode(settings).decode(),
    )
