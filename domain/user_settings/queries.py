"""Reading user settings."""

from core.database import Reader
from domain.user_settings import store
from domain.user_settings.records import FriendSourceFlags

get = store.find
list_of_guilds = store.list_of_guilds


async def friend_sources(reader: Reader, user_id: int) -> FriendSourceFlags:
    """Who may send him friend requests. Docs (user-side): resources/user-settings#friend-source-flags-structure."""
    return (await store.find(reader, user_id)).friend_source_flags or FriendSourceFlags()
