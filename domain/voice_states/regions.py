"""Where voice channels can be served. Docs: resources/voice#voice-region-object.

That is here, whatever the channel says. Discord's own regions are accepted, as bots have their names written into them,
and stand in the list, as bots look there for what they may set; as deprecated, so that nobody offers them.
"""

from typing import Final

import msgspec


class VoiceRegion(msgspec.Struct):
    id: str
    name: str
    custom: bool = False
    deprecated: bool = False
    optimal: bool = False


_OF_DISCORD: Final = (
    "brazil",
    "hongkong",
    "india",
    "japan",
    "rotterdam",
    "russia",
    "singapore",
    "south-korea",
    "southafrica",
    "sydney",
    "us-central",
    "us-east",
    "us-south",
    "us-west",
)

REGIONS: Final = [
    VoiceRegion("local", "This instance", optimal=True),
    *(VoiceRegion(name, name, deprecated=True) for name in _OF_DISCORD),
]
