"""Emojis beside options and channels: unicode ones as they are written, or the guild's own by their ids."""

from collections.abc import Sequence

from emoji import is_emoji

from core import form_codes
from core.database import Reader
from core.problems import Faults, Path
from core.wire import Snowflake
from domain.emojis import queries as emojis
from domain.onboarding.records import ShownEmoji

Wanted = tuple[Path, int | None, str | None]
"""Where it stands in the request, its id, and its name."""


async def known(reader: Reader, guild_id: int, wanted: Sequence[Wanted], faults: Faults) -> list[ShownEmoji]:
    """One for each that is wanted, with its name and movement from here. Notes those that are none."""
    stored = await emojis.by_ids(reader, {emoji_id for _, emoji_id, _ in wanted if emoji_id is not None})
    shown: list[ShownEmoji] = []
    for path, emoji_id, name in wanted:
        custom = stored.get(emoji_id) if emoji_id is not None else None
        if custom is not None and custom.owner_id == guild_id:
            shown.append(ShownEmoji(Snowflake(custom.id), custom.name, custom.animated))
        elif emoji_id is None and (not name or is_emoji(name)):
            shown.append(ShownEmoji(name=name or None))
        else:
            faults.add(path, form_codes.BASE_TYPE_INVALID, reason="There is no such emoji here.")
            shown.append(ShownEmoji())
    return shown
