"""What changed between two states of a thing: a Change for each field that differs. Pure."""

import msgspec

from core.wire import UNSET
from domain.audit_log.records import Change

_NOTHING = (None, UNSET)


def between(
    before: msgspec.Struct | None, after: msgspec.Struct | None, *, but: frozenset[str] = frozenset()
) -> list[Change]:
    """The fields that differ, in their order, save for `but`. None stands for what is not there: made, or deleted.

    Of something new, what it has; of something deleted, what it had. An empty list, as of overwrites, is nothing.
    """
    known = before if before is not None else after
    assert known is not None
    found: list[Change] = []
    for field in known.__struct_fields__:
        old = _value(before, field)
        new = _value(after, field)
        if field not in but and old != new:
            found.append(Change(field, new, old))
    return found


def _value(thing: msgspec.Struct | None, field: str) -> object:
    value = UNSET if thing is None else getattr(thing, field, UNSET)
    return UNSET if value in _NOTHING or value == [] else value
