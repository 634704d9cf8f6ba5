"""A command in the reader's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire import UNSET, Snowflake
from domain.commands import localization
from domain.commands.records import Command, StringChoice, StringOption, SubCommand, SubCommandGroup


def colour() -> Command:
    choice = StringChoice(name="red", name_localizations={"de": "rot"}, value="r")
    option = StringOption(name="tone", description="d", description_localizations={"de": "Ton"}, choices=[choice])
    nested = SubCommand(name="sub", description="d", name_localizations={"de": "unter"}, options=[option])
    group = SubCommandGroup(name="group", description="d", name_localizations={"de": "gruppe"}, options=[nested])
    one = Snowflake(1)
    return Command(
        id=one,
        application_id=one,
        version=one,
        name="color",
        name_localizations={"en-GB": "colour", "es-ES": "color-es", "de": "farbe"},
        description="A color",
        options=[group],
    )


@pytest.mark.parametrize(
    ("locale", "name"),
    [("de", "farbe"), ("en-GB", "colour"), ("en-US", "colour"), ("es-419", "color-es"), ("fr", UNSET)],
)
def test_names_and_their_fallbacks(locale: str, name: object) -> None:
    shown = localization.localized(colour(), locale)
    assert shown.name_localized == name
    assert (shown.name, shown.name_localizations, shown.description_localized) == ("color", UNSET, UNSET)


def test_every_part_is_localized_and_the_command_itself_is_left_alone() -> None:
    command = colour()
    group = (localization.localized(command, "de").options or [])[0]
    assert isinstance(group, SubCommandGroup) and group.name_localized == "gruppe"
    nested = (group.options or [])[0]
    assert nested.name_localized == "unter"
    option = (nested.options or [])[0]
    assert isinstance(option, StringOption)
    assert (option.description_localized, option.description_localizations) == ("Ton", UNSET)
    assert [choice.name_localized for choice in option.choices or []] == ["rot"]
    assert command == colour()


@pytest.mark.parametrize(
    ("header", "accepted", "locale"),
    [
        ("de", "fr", "de"),
        ("en-gb", None, "en-GB"),
        ("xx", "fr", None),
        (None, "de-AT,de;q=0.9", "de"),
        (None, "xx, fr;q=0.5, zh-TW;q=0.8", "zh-TW"),
        (None, "en", "en-US"),
        (None, "pt-PT", "pt-BR"),
        (None, "fr;q=0", None),
        (None, "fr;q=x, de;q=0.1", "de"),
        (None, "*", None),
        (None, None, None),
    ],
)
def test_what_a_request_asks_for(header: str | None, accepted: str | None, locale: str | None) -> None:
    assert localization.asked_for(header, accepted) == locale


@given(st.none() | st.text(), st.text())
def test_any_header_can_be_read(header: str | None, accepted: str) -> None:
    assert localization.asked_for(header, accepted) in (None, *localization.LOCALES)
