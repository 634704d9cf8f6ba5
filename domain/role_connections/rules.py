"""What metadata may say."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from core import form_codes
from core.problems import Faults
from core.wire import UNSET, UnsetType
from domain.guilds.records import Locale
from domain.role_connections.records import (
    LONGEST_VALUE,
    MetadataRecord,
    MetadataType,
    NewMetadataRecord,
    Value,
)

_INTEGER = re.compile(r"-?[0-9]{1,19}")
_DATETIMES = (MetadataType.DATETIME_LESS_THAN_OR_EQUAL, MetadataType.DATETIME_GREATER_THAN_OR_EQUAL)
_BOOLEANS = (MetadataType.BOOLEAN_EQUAL, MetadataType.BOOLEAN_NOT_EQUAL)


def records(given: Sequence[NewMetadataRecord], faults: Faults) -> list[MetadataRecord]:
    """The records as they are kept; each has a key of its own."""
    keys: set[str] = set()
    for index, one in enumerate(given):
        if one.key in keys:
            faults.add((index, "key"), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        keys.add(one.key)
    return [
        MetadataRecord(
            type=one.type,
            key=one.key,
            name=one.name,
            description=one.description,
            name_localizations=_localizations(one.name_localizations),
            description_localizations=_localizations(one.description_localizations),
        )
        for one in given
    ]


def values(
    given: Mapping[str, Value] | UnsetType | None, known: Sequence[MetadataRecord], faults: Faults
) -> dict[str, str]:
    """The values as texts; each must fit the record of its key."""
    types = {record.key: record.type for record in known}
    found: dict[str, str] = {}
    for key, value in (given or {}).items():
        text = str(int(value)) if isinstance(value, int) else value  # True and False are 1 and 0
        if key not in types:
            choices = ", ".join(types)
            faults.add(("metadata", key), form_codes.BASE_TYPE_CHOICES, choices=f"({choices})")
        elif len(text) > LONGEST_VALUE:
            faults.add(("metadata", key), form_codes.BASE_TYPE_MAX_LENGTH, max=LONGEST_VALUE)
        elif types[key] in _DATETIMES:
            if not _is_datetime(text):
                faults.add(("metadata", key), form_codes.DATE_TIME_TYPE_PARSE, value=text)
        elif types[key] in _BOOLEANS:
            if text not in ("0", "1"):
                faults.add(("metadata", key), form_codes.BASE_TYPE_CHOICES, choices="('0', '1')")
        elif not _INTEGER.fullmatch(text):
            faults.add(("metadata", key), form_codes.NUMBER_TYPE_COERCE, value=text, kind="int")
        found[key] = text
    return found


def _is_datetime(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _localizations(given: Mapping[Locale, str | None] | UnsetType | None) -> dict[str, str] | UnsetType:
    return {locale: text for locale, text in (given or {}).items() if text} or UNSET
