"""What a guild shuts for a while in an emergency: nobody comes in by invite, or no new DMs among its members.

It opens again by itself: until when is all that is kept. The feature INVITES_DISABLED shuts invites for good.
Docs: resources/guild#modify-guild-incident-actions.
"""

from typing import Final

import msgspec

from core import clock, codes, form_codes
from core.database import Reader, Transaction
from core.problems import Faults, Problem
from core.wire import UNSET, Timestamp
from domain.channels.access import GuildAccess
from domain.guilds import actions, queries, store
from domain.guilds.records import IncidentsData, SetIncidentActions
from domain.permissions.bits import Permission

_LONGEST_US: Final = 24 * 3600 * 1_000_000


class Incident(msgspec.Struct, frozen=True):
    """What was shut, what is, and the channel where that is to be said."""

    before: IncidentsData
    after: IncidentsData
    channel_id: int | None

    @property
    def until(self) -> Timestamp | None:
        """The moment from which nothing is shut any more."""
        return max((one for one in msgspec.structs.astuple(self.after) if one is not None), default=None)


async def edit(tx: Transaction, here: GuildAccess, body: SetIncidentActions) -> Incident:
    """What is not given stays as it is. Raises 50035 for more than 24 hours."""
    here.require(Permission.MANAGE_GUILD)
    before = await queries.get(tx, here.guild_id)
    known = before.incidents_data or IncidentsData(None, None)
    after = _changed(known, body)
    if after != known:
        await store.update_incidents(tx, here.guild_id, after)
        shut = after.invites_disabled_until or after.dms_disabled_until
        await actions.save(tx, here, before, msgspec.structs.replace(before, incidents_data=after if shut else None))
    return Incident(known, after, before.safety_alerts_channel_id)


def _changed(known: IncidentsData, body: SetIncidentActions) -> IncidentsData:
    faults = Faults()
    now = clock.timestamp()
    changes: dict[str, Timestamp | None] = {}
    for field in SetIncidentActions.__struct_fields__:
        until: Timestamp | None = getattr(body, field)
        if until is UNSET:
            continue
        if until is not None and until > now + _LONGEST_US:
            faults.add(field, form_codes.BASE_TYPE_INVALID, reason="Must be within the next 24 hours.")
        changes[field] = until if until is not None and until > now else None
    faults.raise_if_any()
    return msgspec.structs.replace(known, **changes)


async def require_invites_open(reader: Reader, guild_id: int) -> None:
    """Raises 40006 while nobody comes in by invite."""
    features, until = await store.find_features(reader, guild_id)
    if "INVITES_DISABLED" in features or (until is not None and Timestamp.of(until) > clock.timestamp()):
        raise Problem(codes.FEATURE_DISABLED)
