"""Which files are asked for, by group or by extension. Docs: reference#file-type-filtering."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "image": (".png", ".gif", ".jpg", ".jpeg", ".jfif", ".webp", ".avif"),
    "video": (".mp4", ".mov", ".qt", ".webm"),
    "audio": (".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac"),
}
_EXTENSION = re.compile(r"\.[^\s./\\]+(\.[^\s./\\]+)*")


def is_valid(kind: str) -> bool:
    return kind in _GROUPS or _EXTENSION.fullmatch(kind) is not None


def fits(filename: str, kinds: Sequence[str]) -> bool:
    """By the extension alone; the content may be anything."""
    return any(filename.lower().endswith(_GROUPS.get(kind, (kind.lower(),))) for kind in kinds)
