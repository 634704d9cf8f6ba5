"""Looking names up, where whoever owns a name may let its lookup hang.

The system's resolver blocks a thread, for half a minute if nobody answers, and nothing can stop it. So it has threads
of its own: the loop's are for work of ours. However many wait for a name, one thread looks it up, so that the names of
one stranger do not take all threads. What is found is not kept, and who connects looks at the address himself.
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

_MOST_AT_ONCE: Final = 64

_Name = tuple[str, int, int]  # the port, the family
_Found = list[ResolveResult]


class Lookups(AbstractResolver):
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="lookups")
        self._under_way: dict[_Name, asyncio.Future[_Found]] = {}

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> _Found:
        """Raises OSError."""
        name = (host, port, int(family))
        found = self._under_way.get(name)
        if found is None:
            loop = asyncio.get_running_loop()
            found = self._under_way[name] = loop.run_in_executor(self._threads, _look_up, *name)
            found.add_done_callback(lambda ended: self._ended(name, ended))
        return await asyncio.shield(found)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self, name: _Name, ended: asyncio.Future[_Found]) -> None:
        del self._under_way[name]
        if not ended.cancelled():
            ended.exception()  # perhaps nobody waits for it any more


def _look_up(host: str, port: int, family: int) -> _Found:
    """Without addresses of one link alone, which are no endpoint's."""
    infos = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [
        {
            "hostname": host,
            "host": str(place[0]),
            "port": int(place[1]),
            "family": kind,
            "proto": protocol,
            "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        }
        for kind, _, protocol, _, place in infos
        if "%" not in str(place[0]) and (len(place) < 4 or not place[3])
    ]
