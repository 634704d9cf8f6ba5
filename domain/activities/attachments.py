"""Pictures that an activity uploads, to be shown for a while: each is gone when its link is good no longer."""

import asyncio
import io
from typing import Final

import msgspec
from PIL import Image

from core import clock, codes, form_codes, jobs, snowflakes
from core.database import Database
from core.objects import Objects
from core.problems import Problem
from core.settings import Settings
from core.wire import Snowflake
from domain import attachment_links, image_formats
from domain.activities.actions import require_embedded
from domain.applications import queries as applications
from domain.messages.attachments import Upload
from domain.messages.records import Attachment
from domain.messages.text import cleaned
from domain.users.identity import Identity

_FORMATS: Final = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "GIF": ("image/gif", "gif")}


class Expired(msgspec.Struct):
    application_id: Snowflake
    id: Snowflake


DELETE: Final = jobs.Kind("activity attachment", Expired, delays_s=(60, 600, 3600))


async def create(
    database: Database, objects: Objects, settings: Settings, identity: Identity, application_id: int, upload: Upload
) -> Attachment:
    """Keeps a PNG, JPEG or GIF. For the application's bot and developers, and with any token that it has for a user.

    Raises 10002, 20012, 50039, 50035.
    """
    await require_embedded(database, application_id)
    if not identity.is_bearer:
        await applications.get_own(database, identity, application_id)
    elif identity.application_id != application_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    attachment = await asyncio.to_thread(_attachment, upload)
    gone = Expired(Snowflake(application_id), attachment.id)
    lifetime_s = settings.attachment_link_lifetime_s
    async with database.transaction() as tx:  # first the promise to delete it: nothing is kept for ever
        await jobs.enqueue(tx, DELETE, gone, at=jobs.in_seconds(lifetime_s))
    await objects.put(attachment_links.key(application_id, attachment.id, attachment_links.EPHEMERAL), upload.content)
    link = attachment_links.url(
        settings.public_url,
        application_id,
        attachment.id,
        attachment.filename,
        int(clock.now()),
        lifetime_s,
        attachment_links.EPHEMERAL,
    )
    return msgspec.structs.replace(attachment, url=link, proxy_url=link)


async def delete(objects: Objects, gone: Expired) -> None:
    await objects.delete(attachment_links.key(gone.application_id, gone.id, attachment_links.EPHEMERAL))


def _attachment(upload: Upload) -> Attachment:
    try:
        with Image.open(io.BytesIO(upload.content), formats=tuple(_FORMATS)) as image:  # reads the header alone
            kind, ending = _FORMATS[image.format or ""]
            width, height = image.size
    except image_formats.BROKEN as error:
        raise Problem.invalid("file", form_codes.IMAGE_INVALID) from error
    name = attachment_links.safe_filename(cleaned(upload.filename))
    if attachment_links.content_type(name) != kind:
        name = attachment_links.safe_filename(f"{name}.{ending}")
    return Attachment(
        id=snowflakes.make(),
        filename=name,
        size=len(upload.content),
        content_type=kind,
        width=width,
        height=height,
        ephemeral=True,
    )
