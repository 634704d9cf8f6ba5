"""The sounds that everybody has. Their ids are so small that no snowflake is ever one of them."""

from pathlib import Path
from typing import Final

from core.wire import Snowflake
from domain.soundboard.records import SoundboardSound

_FILES: Final = Path(__file__).with_name("sounds")
_NAMES: Final = {
    "ding": "\N{BELL}",
    "fanfare": "\N{TRUMPET}",
    "drum roll": "\N{DRUM WITH DRUMSTICKS}",
    "sad trombone": "\N{PENSIVE FACE}",
    "boing": "\N{RABBIT FACE}",
    "laser": "\N{ALIEN MONSTER}",
}

SOUNDS: Final = {
    number: SoundboardSound(name=name, sound_id=Snowflake(number), volume=1.0, emoji_id=None, emoji_name=emoji)
    for number, (name, emoji) in enumerate(_NAMES.items(), start=1)
}


def file(sound_id: int) -> bytes | None:
    """An MP3; None when it is no sound that everybody has."""
    sound = SOUNDS.get(sound_id)
    return (_FILES / f"{sound.name.replace(' ', '_')}.mp3").read_bytes() if sound else None
