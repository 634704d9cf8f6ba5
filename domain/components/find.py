"""Looking through components. Pure."""

from collections.abc import Iterator, Sequence

from domain.components.records import (
    ActionRow,
    Button,
    Component,
    Container,
    Interactive,
    Label,
    MediaGallery,
    Section,
    Separator,
    TextDisplay,
    Thumbnail,
)
from domain.components.records import FileComponent as File


def every(components: Sequence[Component]) -> Iterator[Component]:
    """All components, those that hold others before what they hold."""
    for one in components:
        yield one
        match one:
            case ActionRow() | Container():
                yield from every(one.components)
            case Section():
                yield from one.components
                yield one.accessory
            case Label():
                yield one.component
            case _:
                pass


def interactive(components: Sequence[Component]) -> Iterator[Interactive]:
    """Those that a user can use or fill in. Buttons that are links or sell something are not among them."""
    for one in every(components):
        if isinstance(one, Button) and not one.custom_id:
            continue
        if not isinstance(
            one, ActionRow | Container | Section | Label | TextDisplay | Thumbnail | MediaGallery | File | Separator
        ):
            yield one


def by_custom_id(components: Sequence[Component], custom_id: str) -> Interactive | None:
    return next((one for one in interactive(components) if one.custom_id == custom_id), None)
