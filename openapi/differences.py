"""The deviations from the published contract that are meant, each with its reason, from `differences.yaml`.

    - where: "GET /channels/{channel_id} response.foo"
      reason: "..."

`where` is what `python -m openapi.compare --all` prints, or method and path for a whole operation; a `*` in
it stands for anything, so one entry can speak of a field in all operations.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import Struct


class Difference(Struct, frozen=True, forbid_unknown_fields=True):
    where: str
    reason: str


@dataclass
class Differences:
    """Answers why a place may differ, and remembers which entries were needed."""

    entries: list[Difference]
    _used: set[Difference] = field(default_factory=set[Difference])
    _known: dict[str, str | None] = field(default_factory=dict[str, str | None])

    def __post_init__(self) -> None:
        self._patterns = [(re.compile(_pattern(each.where)), each) for each in self.entries]

    def reason(self, where: str) -> str | None:
        """Why this place differs and is meant to. To be asked only of places that differ."""
        if where not in self._known:
            found = [entry for pattern, entry in self._patterns if pattern.fullmatch(where)]
            self._used.update(found)
            self._known[where] = found[0].reason if found else None
        return self._known[where]

    def stale(self) -> list[Difference]:
        """The entries that nothing needed: what they excuse differs no longer."""
        return [each for each in self.entries if each not in self._used]


def read_differences(path: Path) -> Differences:
    """The entries of that file, none if there is no file. Raises msgspec.ValidationError for a wrong one."""
    if not path.exists():
        return Differences([])
    return Differences(msgspec.yaml.decode(path.read_bytes(), type=list[Difference]))


def _pattern(where: str) -> str:
    return ".*".join(re.escape(part) for part in where.split("*"))
