"""What one process remembers of what was said lately: for spam and mention raids. Heuristics of our own.

A message is spam when
- its author said the same, of at least eight characters, in the guild as often as `_SAME` times within half a minute,
- it names more than `_MOST_LINKS` links or invites,
- or at least half of a text of sixty characters and more is one character, or one line of it stands there ten times.

A mention raid is a guild's members mentioning, in messages that mention two or more, more than `_RAID_MENTIONS` within
ten seconds. Every process counts what comes to it: with several, it takes about as many times more.
"""

import re
from collections import Counter, OrderedDict, deque
from typing import Final

from core import clock

_SAME: Final = 4
_SAME_WITHIN_MS: Final = 30_000
_SHORTEST_SAME: Final = 8
_MOST_LINKS: Final = 5
_LONG: Final = 60
_SAME_LINES: Final = 10
_RAID_MENTIONS: Final = 40
_RAID_WITHIN_MS: Final = 10_000
_KEPT: Final = 10_000

_LINK: Final = re.compile(r"https?://|discord\.gg/", re.IGNORECASE)


class Traffic:
    """Only guilds with a rule that asks for it are remembered."""

    def __init__(self) -> None:
        self._said: OrderedDict[tuple[int, int, int], deque[int]] = OrderedDict()
        self._mentions: OrderedDict[int, deque[tuple[int, int]]] = OrderedDict()

    def is_spam(self, guild_id: int, user_id: int, text: str) -> bool:
        """Counts the text as said."""
        return is_spam_by_itself(text) or self._repeats(guild_id, user_id, text)

    def _repeats(self, guild_id: int, user_id: int, text: str) -> bool:
        text = " ".join(text.lower().split())
        if len(text) < _SHORTEST_SAME:
            return False
        now_ms = clock.now_ms()
        key = (guild_id, user_id, hash(text))
        times = self._said.pop(key, None) or deque(maxlen=_SAME)
        self._said[key] = times
        times.append(now_ms)
        if len(self._said) > _KEPT:
            self._said.popitem(last=False)
        return len(times) == _SAME and now_ms - times[0] <= _SAME_WITHIN_MS

    def is_raid(self, guild_id: int, mentions: int) -> bool:
        """Counts the mentions of a message."""
        if mentions < 2:
            return False
        now_ms = clock.now_ms()
        recent = self._mentions.pop(guild_id, None) or deque()
        self._mentions[guild_id] = recent
        recent.append((now_ms, mentions))
        while now_ms - recent[0][0] > _RAID_WITHIN_MS:
            recent.popleft()
        if len(self._mentions) > _KEPT:
            self._mentions.popitem(last=False)
        return sum(count for _, count in recent) > _RAID_MENTIONS


def is_spam_by_itself(text: str) -> bool:
    """Whatever was said before."""
    if len(_LINK.findall(text)) > _MOST_LINKS:
        return True
    if len(text) < _LONG:
        return False
    lines = Counter(line.strip() for line in text.splitlines() if line.strip())
    if lines and max(lines.values()) >= _SAME_LINES:
        return True
    letters = Counter(letter for letter in text if not letter.isspace())
    return bool(letters) and 2 * max(letters.values()) >= len(text)
