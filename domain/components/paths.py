"""Where each component stands in a request. Pure."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from domain.components.requests import (
    ActionRowRequest,
    ButtonRequest,
    ContainerRequest,
    LabelChildRequest,
    LabelRequest,
    MessageComponentRequest,
    ModalActionRowRequest,
    ModalComponentRequest,
    SectionRequest,
    ThumbnailRequest,
)

Steps: TypeAlias = tuple[str | int, ...]
AnyRequest: TypeAlias = (
    MessageComponentRequest | ModalComponentRequest | ButtonRequest | ThumbnailRequest | LabelChildRequest
)


def every(components: Sequence[AnyRequest], path: Steps) -> Iterator[tuple[Steps, AnyRequest]]:
    """All components with their paths; those that hold others before what they hold."""
    for index, one in enumerate(components):
        at = (*path, index)
        yield at, one
        match one:
            case ActionRowRequest() | ModalActionRowRequest() | ContainerRequest():
                yield from every(one.components, (*at, "components"))
            case SectionRequest():
                yield from every(one.components, (*at, "components"))
                yield (*at, "accessory"), one.accessory
            case LabelRequest():
                yield (*at, "component"), one.component
            case _:
                pass
