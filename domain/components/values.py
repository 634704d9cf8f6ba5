"""What a user picked of a component. Pure.

Whether the users, roles and channels that he picked exist, and whether the channels are of the select's
`channel_types`, is for those to say who resolve them.
"""

from collections.abc import Sequence

from core import form_codes
from core.problems import Faults, Path
from domain.components.records import AnySelect, Button, StringSelect

_MOST_DIGITS = 19


def check(component: Button | AnySelect, values: Sequence[str], faults: Faults, path: Path = "data") -> None:
    """Notes why a user cannot have used a message's component so. A button has no values."""
    if reason := _refusal(component, values):
        faults.add(path, form_codes.COMPONENT_VALIDATION_FAILED, reason=reason)


def picked(component: AnySelect, values: Sequence[str], least: int, faults: Faults, path: Path) -> None:
    """The same for a select of a modal, where `least` depends on whether it is required."""
    if reason := _unfit(component, values, least):
        faults.add(path, form_codes.COMPONENT_VALIDATION_FAILED, reason=reason)


def _refusal(component: Button | AnySelect, values: Sequence[str]) -> str:
    if component.disabled:
        return "The component is disabled."
    if isinstance(component, Button):
        return "A button has no values." if values else ""
    return _unfit(component, values, component.min_values)


def _unfit(component: AnySelect, values: Sequence[str], least: int) -> str:
    if not least <= len(values) <= component.max_values:
        return f"Must have between {least} and {component.max_values} values."
    if len(set(values)) < len(values):
        return "A value is there twice."
    if isinstance(component, StringSelect):
        known = {option.value for option in component.options}
        return "" if known.issuperset(values) else "No such option."
    return "" if all(map(_is_id, values)) else "Values must be ids."


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
