"""Where voice channels can be served. Docs: resources/voice#voice-region-object."""

import msgspec


class VoiceRegion(msgspec.Struct):
    id: str
    name: str
    custom: bool = False
    deprecated: bool = False
    optimal: bool = False


REGIONS = [VoiceRegion("local", "This instance", optimal=True)]
