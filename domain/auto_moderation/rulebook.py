"""The rules of one guild, ready to be asked: what of a message or a name is against which of them. Pure."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from domain.auto_moderation import presets, traffic
from domain.auto_moderation.patterns import WordFilter
from domain.auto_moderation.records import (
    AutoModerationRule,
    BlockMessage,
    KeywordRule,
    MentionSpamRule,
    PresetRule,
    ProfileRule,
    SpamRule,
)
from domain.auto_moderation.traffic import Traffic


class Said(NamedTuple):
    """A message, as far as rules look at it."""

    guild_id: int
    user_id: int
    places: Collection[int]  # the channel, and what it is in
    roles: Collection[int]
    text: str
    mentions: int
    is_new: bool  # not edited


class Offence(msgspec.Struct, frozen=True):
    """What is against which rule. `keyword` and `content`: of rules with words."""

    rule: AutoModerationRule
    keyword: str | None = None
    content: str | None = None

    @property
    def block(self) -> BlockMessage | None:
        return next((one for one in self.rule.actions if isinstance(one, BlockMessage)), None)


class Rulebook:
    """Building one takes up to tens of milliseconds; asking it, some microseconds a rule."""

    def __init__(self, rules: Sequence[AutoModerationRule]) -> None:
        self._words: list[tuple[KeywordRule | PresetRule, WordFilter]] = []
        self._profiles: list[tuple[ProfileRule, WordFilter]] = []
        self._others: list[SpamRule | MentionSpamRule] = []
        for rule in rules:
            match rule:
                case KeywordRule():
                    self._words.append((rule, word_filter(rule)))
                case PresetRule():
                    self._words.append((rule, word_filter(rule)))
                case ProfileRule():
                    self._profiles.append((rule, word_filter(rule)))
                case _:
                    self._others.append(rule)

    def against(self, said: Said, recent: Traffic) -> list[Offence]:
        """All that the message is against, by rising ids of the rules."""
        found: list[Offence] = []
        for rule, words in self._words:
            if not _is_exempt(rule, said) and (match := words.search(said.text)) is not None:
                found.append(Offence(rule, match.keyword, match.content))
        found += [
            Offence(rule) for rule in self._others if not _is_exempt(rule, said) and _is_too_much(rule, said, recent)
        ]
        return sorted(found, key=lambda offence: offence.rule.id)

    def against_name(self, name: str, roles: Collection[int]) -> Offence | None:
        """What a member's name is against."""
        for rule, words in self._profiles:
            if set(rule.exempt_roles).isdisjoint(roles) and (match := words.search(name)) is not None:
                return Offence(rule, match.keyword, match.content)
        return None


def word_filter(rule: KeywordRule | PresetRule | ProfileRule) -> WordFilter:
    """Raises PatternError."""
    about = rule.trigger_metadata
    if isinstance(rule, PresetRule):
        words = [word for preset in rule.trigger_metadata.presets for word in presets.words(preset)]
        return WordFilter(words, (), about.allow_list)
    words = rule.trigger_metadata
    return WordFilter(words.keyword_filter, words.regex_patterns, words.allow_list)


def _is_exempt(rule: AutoModerationRule, said: Said) -> bool:
    return not (set(rule.exempt_roles).isdisjoint(said.roles) and set(rule.exempt_channels).isdisjoint(said.places))


def _is_too_much(rule: SpamRule | MentionSpamRule, said: Said, recent: Traffic) -> bool:
    if isinstance(rule, SpamRule):
        if not said.is_new:
            return traffic.is_spam_by_itself(said.text)
        return recent.is_spam(said.guild_id, said.user_id, said.text)
    limits = rule.trigger_metadata
    is_raid = limits.mention_raid_protection_enabled and said.is_new and recent.is_raid(said.guild_id, said.mentions)
    return is_raid or said.mentions > limits.mention_total_limit
