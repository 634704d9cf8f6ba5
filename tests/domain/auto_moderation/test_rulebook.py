from typing import Any

from core.wire import Snowflake
from domain.auto_moderation.records import (
    KeywordRule,
    MentionMetadata,
    MentionSpamRule,
    Preset,
    PresetMetadata,
    PresetRule,
    ProfileRule,
    WordsMetadata,
)
from domain.auto_moderation.rulebook import Rulebook, Said
from domain.auto_moderation.traffic import Traffic

GUILD, USER, CHANNEL, CATEGORY, ROLE = 1, 2, 3, 4, 5


def common(number: int, **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": Snowflake(number), "guild_id": Snowflake(GUILD), "creator_id": Snowflake(USER)}
    fields |= {"name": "a rule", "event_type": 1, "actions": [], "enabled": True}
    return fields | {"exempt_roles": [], "exempt_channels": []} | more


def keywords(number: int, *words: str, **more: Any) -> KeywordRule:
    return KeywordRule(**common(number, **more), trigger_metadata=WordsMetadata(list(words)))


def said(text: str, mentions: int = 0) -> Said:
    return Said(GUILD, USER, {CHANNEL, CATEGORY}, {GUILD, ROLE}, text, mentions, True)


def against(book: Rulebook, text: str, mentions: int = 0) -> list[int]:
    return [int(offence.rule.id) for offence in book.against(said(text, mentions), Traffic())]


def test_all_rules_that_a_message_is_against() -> None:
    limit = MentionSpamRule(**common(7), trigger_metadata=MentionMetadata(3))
    preset = PresetRule(**common(6), trigger_metadata=PresetMetadata([], [Preset.PROFANITY]))
    book = Rulebook([limit, preset, keywords(9, "cat"), keywords(8, "dog")])
    assert against(book, "cat and dog") == [8, 9]
    assert against(book, "a cat", 4) == [7, 9]
    assert against(book, "bullshit", 3) == [6]
    assert against(book, "a bird") == []


def test_exempt_roles_and_places() -> None:
    exempting = [{"exempt_roles": [ROLE]}, {"exempt_channels": [CHANNEL]}, {"exempt_channels": [CATEGORY]}]
    for exempt in [*exempting, {"exempt_roles": [GUILD]}]:
        assert against(Rulebook([keywords(9, "cat", **exempt)]), "a cat") == []
    assert against(Rulebook([keywords(9, "cat", exempt_roles=[99], exempt_channels=[99])]), "a cat") == [9]


def test_names_are_for_rules_of_profiles_alone() -> None:
    profile = ProfileRule(**common(9), trigger_metadata=WordsMetadata(["*cat*"]))
    book = Rulebook([keywords(8, "dog"), profile])
    found = book.against_name("the wildcat", {GUILD})
    assert found is not None
    assert (found.rule, found.keyword, found.content) == (profile, "*cat*", "cat")
    assert book.against_name("the dog", {GUILD}) is None
    assert against(book, "the wildcat") == []


def test_the_words_of_presets_are_words() -> None:
    every = PresetRule(**common(9), trigger_metadata=PresetMetadata([], list(Preset)))
    book = Rulebook([every])
    assert against(book, "porn") == [9]
    assert against(book, "Scunthorpe, a classic assessment of the raccoon's cockpit in Essex") == []
