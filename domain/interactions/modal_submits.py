"""Submitting a modal: once, by whom it was shown to, filled in as it asks.

Docs: interactions/receiving-and-responding#interaction-object-modal-submit-data-structure.
"""

from collections.abc import Iterator, Sequence

from core import codes, form_codes, snowflakes
from core.problems import Faults, Problem
from core.wire import UNSET, UnsetType, decode
from domain.components import find, submissions
from domain.components.records import (
    AnySelect,
    FileUpload,
    Modal,
    SubmittedActionRow,
    SubmittedComponent,
    SubmittedLabel,
    SubmittedValues,
    UploadedFile,
)
from domain.interactions import components_used, resolved, store
from domain.interactions.dispatch import Asked
from domain.interactions.interactions import Interactions
from domain.interactions.places import Place
from domain.interactions.records import ModalData
from domain.interactions.references import Kind, Reference
from domain.interactions.requests import SubmitModal
from domain.interactions.stored import InteractionType, StoredInteraction
from domain.messages import attachments
from domain.messages.attachments import Upload
from domain.messages.records import InteractionMetadata, Message


async def submit(interactions: Interactions, place: Place, body: SubmitModal, uploads: Sequence[Upload]) -> Asked:
    """Raises 10062 when there is no such modal for the user here (any more), 50035 for what does not fit it."""
    origin, modal = await _find(interactions, place, body)
    faults = Faults()
    files = attachments.new_files(uploads, body.data.attachments or (), faults)
    uploaded = {str(file.index): UploadedFile(file.attachment.id, file.attachment.filename) for file in files}
    filled = submissions.check(modal.components, body.data.components, faults, uploaded)
    faults.raise_if_any()
    references = list(_references(modal, filled))
    found = await resolved.resolve(interactions, place, references, files, faults)
    faults.raise_if_any()
    given = {reference.id for reference in references if reference.kind is Kind.FILE}
    metadata = InteractionMetadata(
        id=snowflakes.make(),
        type=InteractionType.MODAL_SUBMIT,
        user=place.caller.user,
        authorizing_integration_owners=origin.metadata.authorizing_integration_owners,
        triggering_interaction_metadata=origin.metadata,
    )
    return Asked(
        type=InteractionType.MODAL_SUBMIT,
        data=ModalData(custom_id=modal.custom_id, components=filled, resolved=found),
        metadata=metadata,
        message=await _message(interactions, place, origin),
        files=[file for file in files if file.attachment.id in given],
        nonce=body.nonce or None,
        submits=origin.id,
    )


async def _find(interactions: Interactions, place: Place, body: SubmitModal) -> tuple[StoredInteraction, Modal]:
    origin = await store.find(interactions.database, place.application_id, body.data.id)
    here = place.here
    if origin is None or (origin.user_id, origin.channel_id) != (here.user_id, here.channel_id):
        raise Problem(codes.UNKNOWN_INTERACTION)
    kept = await store.find_modal(interactions.database, place.application_id, origin.id)
    if kept is None:
        raise Problem(codes.UNKNOWN_INTERACTION)
    modal = decode(kept, Modal)
    if modal.custom_id != body.data.custom_id:
        raise Problem.invalid("data.custom_id", form_codes.COMPONENT_VALIDATION_FAILED, reason="No such modal.")
    return origin, modal


async def _message(interactions: Interactions, place: Place, origin: StoredInteraction) -> Message | UnsetType:
    """That from which the modal came; it may be gone meanwhile."""
    if origin.message_id is None:
        return UNSET
    try:
        return (await components_used.find_message(interactions, place, origin.message_id))[1]
    except Problem:
        return UNSET


def _references(modal: Modal, filled: Sequence[SubmittedComponent]) -> Iterator[Reference]:
    by_custom_id = {one.custom_id: one for one in find.interactive(modal.components)}
    for position, top in enumerate(filled):
        match top:
            case SubmittedLabel():
                inner = [top.component]
            case SubmittedActionRow():
                inner = top.components
            case _:
                inner = []
        for one in inner:
            component = by_custom_id[one.custom_id]
            path = ("data", "components", position)
            if not isinstance(one, SubmittedValues):
                continue
            if isinstance(component, FileUpload):
                yield from (Reference(Kind.FILE, int(value), path) for value in one.values)
            elif isinstance(component, AnySelect):
                yield from components_used.references_of(component, one.values, path)
