"""Ids of activity instances: of which launch, and where. `i-3-gc-1-2`: launched as 3, in channel 2 of guild 1.

Docs: activities/development-guides/multiplayer-experience#using-the-activity-instance-api.
"""

import re

import msgspec

_FORM = re.compile(r"i-([0-9]{1,19})-(?:gc-([0-9]{1,19})|pc)-([0-9]{1,19})")
_LARGEST_ID = 2**63 - 1


class InstanceId(msgspec.Struct, frozen=True):
    launch_id: int
    guild_id: int | None
    channel_id: int

    @property
    def location(self) -> str:
        return f"gc-{self.guild_id}-{self.channel_id}" if self.guild_id else f"pc-{self.channel_id}"

    def __str__(self) -> str:
        return f"i-{self.launch_id}-{self.location}"


def read(text: str) -> InstanceId | None:
    """None for what is no such id."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    launch_id, guild_id, channel_id = (int(part) if part else None for part in found.groups())
    assert launch_id is not None and channel_id is not None
    if max(launch_id, guild_id or 0, channel_id) > _LARGEST_ID:
        return None
    return InstanceId(launch_id, guild_id, channel_id)
