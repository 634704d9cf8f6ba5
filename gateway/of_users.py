"""What READY tells a user of himself, which bots have not: relationships, settings, notes, read states.

Each list is plain, whatever capabilities a client has. Docs (user-side): gateway/gateway-events#ready.
"""

from typing import TYPE_CHECKING, Any

from domain.read_states import queries as read_states
from domain.relationships import queries as relationships
from domain.user_settings import notes
from domain.user_settings import queries as user_settings
from domain.users.identity import Identity

if TYPE_CHECKING:
    from gateway.node import Node


async def fields(node: "Node", identity: Identity) -> dict[str, Any]:
    """The fields of READY. An application that is connected for a user sees friends alone, if he let it see them."""
    database, user_id = node.instance.database, identity.user_id
    if identity.bot:
        return {}
    if identity.is_bearer:
        if "relationships.read" not in identity.scopes:
            return {}
        return {"relationships": await relationships.list_of(database, user_id, friends_alone=True)}
    return {
        "relationships": await relationships.list_of(database, user_id),
        "user_settings": await user_settings.get(database, user_id),
        "user_guild_settings": await user_settings.list_of_guilds(database, user_id),
        "read_state": await read_states.list_of(database, node.instance.access, identity),
        "notes": await notes.list_of(database, user_id),
    }
