"""The words of the presets: small lists of our own, one keyword a line, as moderators write them."""

from functools import cache
from pathlib import Path
from typing import Final

from domain.auto_moderation.records import Preset

_WORDS: Final = Path(__file__).parent / "words"


@cache
def words(preset: Preset) -> tuple[str, ...]:
    return tuple((_WORDS / f"{preset.name.lower()}.txt").read_text("utf-8").split("\n")[:-1])
