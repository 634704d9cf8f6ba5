"""Files of messages: what is known of an upload, where its bytes lie, and which files an edit keeps."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import msgspec

from core import codes, form_codes, snowflakes
from core.objects import Objects
from core.problems import Faults, Problem
from core.wire import UNSET, UnsetType
from domain import attachment_links, image_formats
from domain.messages.records import Attachment
from domain.messages.requests import AttachmentRequest
from domain.messages.stored import StoredMessage
from domain.messages.text import cleaned

MOST_ATTACHMENTS: Final = 10
_SPOILER: Final = "SPOILER_"
_IS_REMIX: Final = 1 << 2
_IS_SPOILER: Final = 1 << 3


class Upload(Protocol):
    """A file of a form. `index` is the number in its field's name."""

    @property
    def index(self) -> int: ...
    @property
    def filename(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class File(msgspec.Struct):
    """A new attachment and its bytes. `index` is the upload's."""

    attachment: Attachment
    content: bytes
    index: int = -1


def new_files(uploads: Sequence[Upload], described: Sequence[AttachmentRequest], faults: Faults) -> list[File]:
    """The uploads as attachments, with what the body says of each by its index."""
    by_index = {one.id: one for one in described}
    known = {upload.index for upload in uploads}
    for position, one in enumerate(described):
        if one.id not in known:
            faults.add(("attachments", position, "id"), form_codes.BASE_TYPE_INVALID, reason=f"No file {one.id}.")
    return [_file(upload, by_index.get(upload.index)) for upload in uploads]  # pyright: ignore[reportArgumentType] - a Snowflake is an int


def kept(
    current: Sequence[Attachment], listed: Sequence[AttachmentRequest], faults: Faults, new: frozenset[int]
) -> list[Attachment]:
    """Those of the current attachments that an edit lists, with their new texts. `new` are the indexes of uploads."""
    by_id = {int(one.id): one for one in current}
    stay: list[Attachment] = []
    for position, one in enumerate(listed):
        attachment = by_id.pop(int(one.id), None)
        if attachment is not None:
            stay.append(_described(attachment, one))
        elif one.id not in new:
            faults.add(("attachments", position, "id"), form_codes.BASE_TYPE_INVALID, reason="Unknown attachment.")
    return stay


def missing(before: Iterable[Attachment], after: Iterable[Attachment]) -> list[Attachment]:
    """Those of the attachments that an edit took away."""
    stay = {one.id for one in after}
    return [one for one in before if one.id not in stay]


async def copies(objects: Objects, channel_id: int, originals: Iterable[Attachment]) -> list[File]:
    """The attachments of another message as new ones. A file that is gone meanwhile is left out."""
    files: list[File] = []
    for one in originals:
        content = await objects.get(attachment_links.key(channel_id, one.id))
        if content is not None:
            files.append(File(msgspec.structs.replace(one, id=snowflakes.make()), content))
    return files


async def put(objects: Objects, channel_id: int, files: Iterable[File]) -> None:
    """Stores the bytes; what was stored is removed again when one of them cannot be."""
    stored: list[Attachment] = []
    try:
        for file in files:
            stored.append(file.attachment)
            await _measure(file)
            await objects.put(attachment_links.key(channel_id, file.attachment.id), file.content)
    except BaseException:
        await remove(objects, channel_id, stored)
        raise


async def delete(objects: Objects, message: StoredMessage) -> None:
    """Removes the files of a message that is gone."""
    await remove(objects, message.channel_id, message.parts.attachments)
    for snapshot in message.parts.snapshots:
        await remove(objects, message.channel_id, snapshot.message.attachments)


async def remove(objects: Objects, channel_id: int, gone: Iterable[Attachment]) -> None:
    for attachment in gone:
        await objects.delete(attachment_links.key(channel_id, attachment.id))


def require_at_most(count: int) -> None:
    """Raises 30015 for more attachments than a message may have."""
    if count > MOST_ATTACHMENTS:
        raise Problem(codes.MAXIMUM_ATTACHMENTS)


def _file(upload: Upload, said: AttachmentRequest | None) -> File:
    name = attachment_links.safe_filename(cleaned((said.filename if said else None) or upload.filename))
    if said is not None and said.is_spoiler and not name.startswith(_SPOILER):
        name = _SPOILER + name
    attachment = Attachment(id=snowflakes.make(), filename=name, size=len(upload.content))
    attachment.content_type = attachment_links.content_type(name) or UNSET
    flags = _IS_SPOILER if name.startswith(_SPOILER) else 0
    if said is not None and said.is_remix:
        flags |= _IS_REMIX
    attachment.flags = flags or UNSET
    if said is not None:
        attachment = _described(attachment, said)
        attachment.duration_secs = UNSET if said.duration_secs is None else said.duration_secs
        attachment.waveform = cleaned(said.waveform) or UNSET
    return File(attachment, upload.content, upload.index)


def _described(attachment: Attachment, said: AttachmentRequest) -> Attachment:
    return msgspec.structs.replace(
        attachment,
        title=_text(said.title, attachment.title),
        description=_text(said.description, attachment.description),
    )


def _text(said: str | UnsetType | None, before: str | UnsetType) -> str | UnsetType:
    return before if said is UNSET else cleaned(said) or UNSET


async def _measure(file: File) -> None:
    """Notes width and height of an image. A file that only says that it is one has none."""
    kind = file.attachment.content_type
    if kind is not UNSET and kind.startswith("image/"):
        size = await image_formats.size_of(file.content)
        if size is not None:
            file.attachment.width, file.attachment.height = size
