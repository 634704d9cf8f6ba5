"""Users as they go over the wire. Docs: resources/user#user-object."""

import msgspec

from core.wire import UNSET, Snowflake, UnsetType


class User(msgspec.Struct):
    """What everyone may see of a user."""

    id: Snowflake
    username: str
    discriminator: str
    global_name: str | None
    avatar: str | None
    bot: bool | UnsetType = UNSET
    system: bool | UnsetType = UNSET
    banner: str | None = None
    accent_color: int | None = None
    public_flags: int = 0
    flags: int = 0
    avatar_decoration_data: None = None
    collectibles: None = None
    clan: None = None
    primary_guild: None = None
