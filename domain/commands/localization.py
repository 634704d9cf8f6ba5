"""Commands in the caller's language: his own name and description beside the default, not all of them.

Docs: interactions/application-commands#localization.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, get_args

from core.wire import UNSET, UnsetType
from domain.commands.records import (
    Command,
    Described,
    IntegerOption,
    Named,
    NumberOption,
    Option,
    StringOption,
    SubCommand,
    SubCommandGroup,
)
from domain.guilds.records import Locale

LOCALES: Final[tuple[str, ...]] = get_args(Locale)

_FALLBACKS: Final = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}
# Of a language that has several, the one that is meant when none is named.
_USUAL: Final = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "sv": "sv-SE", "zh": "zh-CN", "nb": "no", "nn": "no"}

N = TypeVar("N", bound=Named)


def asked_for(locale: str | None, accept_language: str | None) -> str | None:
    """The locale that a request names in `X-Discord-Locale`, else the first known one in `Accept-Language`."""
    if locale:
        return _known(locale)
    ranges: list[tuple[float, str]] = []
    for part in (accept_language or "")[:1000].split(","):
        tag, _, weight = part.partition(";")
        ranges.append((_weight(weight), tag.strip()))
    ranges.sort(key=lambda each: -each[0])  # stable: of equal weight, the first
    return next((known for weight, tag in ranges if weight > 0 and (known := _known(tag))), None)


def localized(named: N, locale: str) -> N:
    """As lists show a command: in one language. What has no translation has none of the fields for it."""
    shown = copy.copy(named)
    shown.name_localized = _translation(named.name_localizations, locale) or UNSET
    shown.name_localizations = UNSET
    if isinstance(shown, Described):
        shown.description_localized = _translation(shown.description_localizations, locale) or UNSET
        shown.description_localizations = UNSET
    _localize_parts(shown, locale)
    return shown


def localized_path(command: Command, names: Sequence[str], locale: str) -> str | None:
    """The command's name with those of the sub-commands, which exist; None when nothing of it is translated."""
    parts: list[Command | Option] = [command]
    for name in names:
        holder = parts[-1]
        assert isinstance(holder, Command | SubCommandGroup)
        parts.append(next(one for one in holder.options or () if one.name == name))
    translated = [_translation(one.name_localizations, locale) for one in parts]
    if not any(translated):
        return None
    return " ".join(one or part.name for one, part in zip(translated, parts, strict=True))


def _localize_parts(shown: Named, locale: str) -> None:
    match shown:
        case Command() if shown.options:
            shown.options = [localized(option, locale) for option in shown.options]
        case SubCommandGroup() if shown.options:
            shown.options = [localized(option, locale) for option in shown.options]
        case SubCommand() if shown.options:
            shown.options = [localized(option, locale) for option in shown.options]
        case StringOption() if shown.choices:
            shown.choices = [localized(choice, locale) for choice in shown.choices]
        case IntegerOption() if shown.choices:
            shown.choices = [localized(choice, locale) for choice in shown.choices]
        case NumberOption() if shown.choices:
            shown.choices = [localized(choice, locale) for choice in shown.choices]
        case _:
            pass


def _translation(localizations: Mapping[str, str] | UnsetType | None, locale: str) -> str | None:
    given = localizations or {}
    return given.get(locale) or given.get(_FALLBACKS.get(locale, ""))


def _known(tag: str) -> str | None:
    for locale in LOCALES:
        if locale.lower() == tag.lower():
            return locale
    language = tag.partition("-")[0].lower()
    return language if language in LOCALES else _USUAL.get(language)


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
