"""The object store, in a folder."""

from pathlib import Path

from core.objects import Objects
from core.settings import load


async def read(objects: Objects, key: str, start: int, end: int) -> bytes:
    return b"".join([piece async for piece in objects.read(key, start, end)])


async def test_bytes_come_back(tmp_path: Path):
    objects = Objects(load(data=tmp_path / "with space"))
    content = bytes(range(256)) * 1000
    await objects.put("a/1/2", content)
    found = await objects.find("a/1/2")
    assert found is not None
    assert found.size == len(content)
    assert await objects.get("a/1/2") == content
    assert await read(objects, "a/1/2", 0, len(content)) == content
    assert await read(objects, "a/1/2", 10, 20) == content[10:20]


async def test_what_is_not_there(tmp_path: Path):
    objects = Objects(load(data=tmp_path))
    await objects.put("a", b"")
    assert await objects.get("a") == b""
    await objects.delete("a")
    await objects.delete("a")
    assert await objects.find("a") is None
    assert await objects.get("a") is None
    assert await read(objects, "a", 0, 1) == b""


async def test_another_content_has_another_etag(tmp_path: Path):
    objects = Objects(load(data=tmp_path))
    await objects.put("a", b"one")
    await objects.put("b", b"two")
    one, two = await objects.find("a"), await objects.find("b")
    assert one and two and one.etag != two.etag
    assert one.etag.startswith('"') and one.etag.endswith('"')
