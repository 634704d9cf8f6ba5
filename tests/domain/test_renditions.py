"""What was rendered is kept, once for all who ask, and within its bound."""

import asyncio
from pathlib import Path

from domain.renditions import Renditions


class Maker:
    """Makes the same bytes each time, and counts."""

    def __init__(self, content: bytes | None = b"made") -> None:
        self.content = content
        self.made = 0
        self.at_once = 0
        self.most_at_once = 0

    async def __call__(self) -> bytes | None:
        self.made += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        return self.content


async def test_a_second_request_does_no_work(tmp_path: Path) -> None:
    make, first = Maker(), Renditions(tmp_path / "r", 1000)
    for renditions in (first, first, Renditions(tmp_path / "r", 1000)):
        assert await renditions.get("../a/name", make) == b"made"
    assert make.made == 1
    assert [path.parent for path in (tmp_path / "r").iterdir()] == [tmp_path / "r"]


async def test_who_asks_at_the_same_time_waits_for_the_one(tmp_path: Path) -> None:
    make, renditions = Maker(), Renditions(tmp_path, 1000)
    assert await asyncio.gather(*(renditions.get("a", make) for _ in range(20))) == [b"made"] * 20
    assert make.made == 1


async def test_few_are_made_at_once(tmp_path: Path) -> None:
    make, renditions = Maker(), Renditions(tmp_path, 1000)
    await asyncio.gather(*(renditions.get(str(number), make) for number in range(50)))
    assert (make.made, make.most_at_once) == (50, 8)


async def test_the_bound_holds_and_the_last_ones_stay(tmp_path: Path) -> None:
    make, renditions = Maker(bytes(100)), Renditions(tmp_path, 2000)
    for number in range(100):
        await renditions.get(str(number), make)
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2000
    await renditions.get("99", make)
    assert make.made == 100


async def test_what_is_too_large_or_nothing_is_not_kept(tmp_path: Path) -> None:
    for make, most in ((Maker(bytes(100)), 1000), (Maker(None), 1000), (Maker(), 0)):
        renditions = Renditions(tmp_path, most)
        assert [await renditions.get("a", make) for _ in range(2)] == [make.content] * 2
        assert make.made == 2 and list(tmp_path.iterdir()) == []


async def test_a_disk_that_takes_nothing_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    renditions = Renditions(tmp_path / "file", 1000)
    assert await renditions.get("a", Maker()) == b"made"
