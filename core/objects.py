"""The object store: bytes under a key, in a folder of this machine or in S3. Nothing is ever changed in place.

Keys are made of ids and hashes, never of what a client called its file.
"""

from collections.abc import AsyncIterator

import msgspec
from obstore import store
from obstore.exceptions import BaseError

from core.settings import Settings

_DELETED_AT_ONCE = 500


class Stored(msgspec.Struct, frozen=True):
    """What is known of an object without reading it. `etag` stands in quotes, as in the header."""

    size: int
    etag: str


class Objects:
    def __init__(self, settings: Settings) -> None:
        """The store that the settings name; by default the folder `objects` beside the other data."""
        if settings.objects is None:
            self._store: store.ObjectStore = store.LocalStore(settings.data / "objects", mkdir=True)
        else:
            self._store = store.from_url(settings.objects)

    async def put(self, key: str, content: bytes) -> None:
        """Durable when this returns. What was there under the key is replaced."""
        await self._store.put_async(key, content)

    async def find(self, key: str) -> Stored | None:
        try:
            meta = await self._store.head_async(key)
        except FileNotFoundError:
            return None
        etag = (meta["e_tag"] or str(meta["size"])).strip('"')
        return Stored(meta["size"], f'"{etag}"')

    async def get(self, key: str) -> bytes | None:
        """The whole object, or None. For small ones."""
        try:
            found = await self._store.get_async(key)
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`, piece by piece. Nothing if the object is gone."""
        if start == end:
            return
        try:
            found = await self._store.get_async(key, options={"range": (start, end)})
        except FileNotFoundError:
            return
        async for piece in found.stream(min_chunk_size=64 * 1024):
            yield bytes(piece)

    async def delete(self, key: str) -> None:
        """Does nothing when there is no such object."""
        try:
            await self._store.delete_async(key)
        except FileNotFoundError:
            return

    async def delete_some(self, folder: str) -> bool:
        """Deletes some of the objects in a folder; False when there are none. Raises OSError."""
        try:
            pieces = self._store.list(folder, chunk_size=_DELETED_AT_ONCE)  # pyright: ignore[reportUnknownMemberType] - of pyarrow
            async for found in pieces:
                await self._store.delete_async([meta["path"] for meta in found])
                return True
        except BaseError as problem:
            raise OSError(f"objects cannot be deleted: {problem}") from problem
        return False
