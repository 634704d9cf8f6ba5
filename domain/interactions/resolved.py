"""What the ids that a user gave stand for. The server looks for itself; what a client says of them does not count.

Docs: interactions/receiving-and-responding#interaction-object-resolved-data-structure.
"""

from collections.abc import Iterable, Sequence

from core import form_codes
from core.problems import Faults
from core.wire import UNSET, Permissions, UnsetType
from domain.interactions import channel_store
from domain.interactions.interactions import Interactions
from domain.interactions.places import Place, find_people
from domain.interactions.records import InteractionChannel, Resolved, ResolvedMember
from domain.interactions.references import Kind, Reference
from domain.messages.attachments import File
from domain.messages.authors import Author
from domain.permissions.bits import Permission
from domain.roles import queries as roles
from domain.roles.records import Role

_BESIDE_USER = tuple(field for field in ResolvedMember.__struct_fields__ if field != "permissions")


async def resolve(
    interactions: Interactions, place: Place, references: Sequence[Reference], files: Iterable[File], faults: Faults
) -> Resolved | UnsetType:
    """What there is of them; what is not there, or not for the user to see, is a fault."""
    if not references:
        return UNSET
    resolved = Resolved()
    role_ids = _of(references, Kind.ROLE, Kind.MENTIONABLE)
    found_roles = await _find_roles(interactions, place, role_ids) if role_ids else {}
    user_ids = _of(references, Kind.USER, Kind.MENTIONABLE) - found_roles.keys()
    people = await find_people(interactions, place.here, user_ids)
    channel_ids = _visible(place, _of(references, Kind.CHANNEL))
    channels = await channel_store.find(interactions.database, channel_ids) if channel_ids else {}
    attachments = {int(file.attachment.id): file.attachment for file in files}
    for reference in references:
        key = str(reference.id)
        match reference.kind:
            case Kind.USER | Kind.MENTIONABLE if reference.id in people:
                add_person(resolved, place, people[reference.id])
            case Kind.ROLE | Kind.MENTIONABLE if reference.id in found_roles:
                resolved.roles[key] = found_roles[reference.id]
            case Kind.CHANNEL if reference.id in channels and _has_type(channels[reference.id], reference):
                resolved.channels[key] = with_permissions(place, channels[reference.id])
            case Kind.FILE if reference.id in attachments:
                links = interactions.messages.links
                resolved.attachments[key] = links.signed(place.here.channel_id, [attachments[reference.id]])[0]
            case _:
                reason = f"No such {reference.kind.name.lower()}."
                faults.add(reference.path, form_codes.BASE_TYPE_INVALID, reason=reason)
    return resolved


def add_person(resolved: Resolved, place: Place, person: Author) -> None:
    key = str(int(person.user.id))
    resolved.users[key] = person.user
    guild, member = place.here.guild, person.member
    if guild is not None and member is not None:
        permissions = guild.state.permissions(person.user.id, member.bits, place.here.channel_id)
        fields = {field: getattr(member, field) for field in _BESIDE_USER}
        resolved.members[key] = ResolvedMember(**fields, permissions=Permissions(permissions))


def with_permissions(place: Place, channel: InteractionChannel) -> InteractionChannel:
    """A channel of a guild, with what who invoked it and what the application may do there."""
    guild = place.here.guild
    if guild is not None:
        own = guild.state.permissions(place.here.user_id, guild.member, channel.id)
        channel.permissions = Permissions(own)
        channel.app_permissions = Permissions(place.app_permissions(channel.id))
    return channel


def _of(references: Sequence[Reference], *kinds: Kind) -> set[int]:
    return {reference.id for reference in references if reference.kind in kinds}


def _has_type(channel: InteractionChannel, reference: Reference) -> bool:
    return not reference.types or channel.type in reference.types


def _visible(place: Place, channel_ids: set[int]) -> set[int]:
    """Those of the guild's channels that who invoked it may see."""
    guild = place.here.guild
    if guild is None:
        return channel_ids & {place.here.channel_id}
    state, user_id = guild.state, place.here.user_id
    return {
        one
        for one in channel_ids & state.channels.keys()
        if state.permissions(user_id, guild.member, one) & Permission.VIEW_CHANNEL
    }


async def _find_roles(interactions: Interactions, place: Place, role_ids: set[int]) -> dict[int, Role]:
    guild = place.here.guild
    if guild is None or not role_ids & guild.state.roles.keys():
        return {}
    everything = await roles.list_roles(interactions.database, guild.guild_id)
    return {role.id: role for role in everything if role.id in role_ids}
