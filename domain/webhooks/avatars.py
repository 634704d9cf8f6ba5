"""Pictures that a webhook is told to show for one message, by their address: fetched, checked, and kept like others.

A message shows a picture by its hash, here that of the address. The picture itself comes a moment later, by a job;
until then, or if there is none, clients find nothing at its place in the CDN.
"""

import hashlib
from typing import Final
from urllib.parse import urlsplit

import msgspec

from core import form_codes, jobs
from core.jobs import NotDoneError
from core.objects import Objects
from core.outbound import Outbound, OutboundError
from core.problems import Problem
from domain import images
from domain.messages.messages import Messages

_LARGEST_BYTES: Final = 8 * 1024 * 1024
_PATIENCE_S: Final = 10.0


class Wanted(msgspec.Struct):
    webhook_id: int
    hash: str
    url: str


FETCH: Final = jobs.Kind("webhook avatar", Wanted, delays_s=(5, 60), most_at_once=16)


async def want(messages: Messages, webhook_id: int, url: str) -> str:
    """The hash of the picture, which will be fetched unless it is there. Raises 50035 for what is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise Problem.invalid("avatar_url", form_codes.URL_TYPE_INVALID_URL)
    hash_ = hashlib.sha256(url.encode()).hexdigest()[:32]
    if await messages.objects.find(images.key(images.Kind.AVATAR, webhook_id, hash_)) is None:
        async with messages.database.transaction() as tx:
            wanted = Wanted(webhook_id, hash_, url)
            await jobs.enqueue(tx, FETCH, wanted, key=f"{webhook_id} {hash_}", owner=webhook_id)
    return hash_


async def fetch(outbound: Outbound, objects: Objects, wanted: Wanted) -> None:
    """Raises NotDoneError when it does not come."""
    try:
        answered = await outbound.get(wanted.url, timeout_s=_PATIENCE_S, most_bytes=_LARGEST_BYTES)
    except OutboundError as failure:
        raise NotDoneError(str(failure)) from failure
    if answered.status == 200:
        await images.keep_fetched(objects, images.Kind.AVATAR, wanted.webhook_id, wanted.hash, answered.body)
