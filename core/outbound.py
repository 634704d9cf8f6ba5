"""Requests to addresses that strangers name: an application's endpoints, and nothing of the network that we stand in.

A URL is looked at twice. Before, for what no endpoint needs: other schemes, names and passwords in it, odd spellings
of addresses. Then, where every connection is made, its address: the socket is made for the very address that was
checked, so it does not matter what a name meant a moment before (DNS rebinding), nor how a URL was read.

A redirect is an answer like any other and is not followed. An answer is bounded in size and in time; it is not
decompressed. Proxies of the environment are not used, cookies are not kept, certificates are verified.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final, Literal, TypeAlias

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver
from yarl import URL

from core import clock
from core.lookups import Lookups

__all__ = ["TIMEOUT_S", "Answered", "Outbound", "OutboundError", "Step"]

Step: TypeAlias = Literal["url", "address", "resolve", "connect", "tls", "answer", "size", "timeout"]
"""What failed: the URL itself, the address it leads to, finding that, reaching it, its certificate, reading an answer,
the answer's size, or all of it together took too long."""

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_AddressInfo: TypeAlias = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]

TIMEOUT_S: Final = 3.0
_MOST_BYTES: Final = 1024 * 1024
_LONGEST_URL: Final = 2048
# Servers commonly keep an idle connection for five seconds; what they have closed must not be written to.
_KEEP_ALIVE_S: Final = 4.0
_MOST_CONNECTIONS: Final = 1000
_MOST_TO_ONE_HOST: Final = 100

# IANA's registries of special addresses. IPv6 beyond 2000::/3 is refused altogether, and with it all forms that carry
# an IPv4 address (mapped, NAT64) but 6to4 and Teredo.
_SPECIAL: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
_GLOBAL_IPV6: Final = ipaddress.IPv6Network("2000::/3")

_NOT_PUBLIC: Final = "it leads to an address that is not of the public internet"

_NUMBER: Final = re.compile(r"(0x[0-9a-f]*|[0-9]+)\.?", re.IGNORECASE)
_LOWEST_PORT: Final = 1024  # but for the web's own: the others below belong to other protocols
_WEB_PORTS: Final = (80, 443)


class OutboundError(Exception):
    """No answer came, or none that could be taken. `detail` is meant for the one who named the URL."""

    def __init__(self, step: Step, detail: str) -> None:
        self.step = step
        self.detail = detail
        super().__init__(f"{step}: {detail}")


class Answered(msgspec.Struct, frozen=True):
    """An answer of any status. `headers` have lower-case names."""

    status: int
    headers: dict[str, str]
    body: bytes
    duration_ms: float


class Outbound:
    """A process' one client. `allowed` are networks that may be reached though they are special (`10.0.0.0/8, …`)."""

    def __init__(self, allowed: str = "", *, resolver: AbstractResolver | None = None) -> None:
        self._allowed = parse_networks(allowed)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=resolver or Lookups(),
                socket_factory=self._socket,
                limit=_MOST_CONNECTIONS,
                limit_per_host=_MOST_TO_ONE_HOST,
                keepalive_timeout=_KEEP_ALIVE_S,
                use_dns_cache=False,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": "Guildhall", "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        await self._session.close()

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        timeout_s: float = TIMEOUT_S,
        most_bytes: int = _MOST_BYTES,
        most_form_bytes: int | None = None,
    ) -> Answered:
        """The answer, whatever its status. Raises OutboundError.

        `most_form_bytes`: how large an answer of multipart/form-data may be, if not as large as any.
        """
        most_form = most_form_bytes or most_bytes
        return await self._ask("POST", url, body, headers, timeout_s=timeout_s, most=most_bytes, most_form=most_form)

    async def get(
        self, url: str, *, timeout_s: float = TIMEOUT_S, most_bytes: int = _MOST_BYTES, cut: bool = False
    ) -> Answered:
        """The answer, whatever its status; with `cut`, of a larger one the beginning. Raises OutboundError."""
        most = most_bytes
        return await self._ask("GET", url, None, {}, timeout_s=timeout_s, most=most, most_form=most, cut=cut)

    async def _ask(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        timeout_s: float,
        most: int,
        most_form: int,
        cut: bool = False,
    ) -> Answered:
        target = check_url(url)
        started = clock.stopwatch()
        try:
            async with (
                _within(timeout_s),
                self._session.request(method, target, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                is_form = answer.content_type == "multipart/form-data"
                content = await _read(answer, most_form if is_form else most, cut=cut)
                found = {name.lower(): value for name, value in answer.headers.items()}
                return Answered(answer.status, found, content, (clock.stopwatch() - started) * 1000)
        except TimeoutError:
            raise OutboundError("timeout", f"no whole answer within {timeout_s:g} seconds") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _outbound_error(error) from None

    def _socket(self, info: _AddressInfo) -> socket.socket:
        """The socket of one connection, or none: each connection of this client passes here with its address."""
        family, kind, protocol, _, place = info
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not self._may_reach(address):
            raise OSError(_NOT_PUBLIC)
        return socket.socket(family, kind, protocol)

    def _may_reach(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        if any(address in network for network in self._allowed):
            return True
        if address.version == 6 and address not in _GLOBAL_IPV6:
            return False
        return not any(address in network for network in _SPECIAL)


def parse_networks(text: str) -> tuple[_Network, ...]:
    """Networks with commas between them. Raises ValueError."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def check_url(url: str) -> URL:
    """The URL if it can be one of an endpoint, wherever it may lead. Raises OutboundError."""
    if len(url) > _LONGEST_URL or not url.isprintable() or any(sign.isspace() or sign == "\\" for sign in url):
        raise OutboundError("url", "it is too long, or has signs that no URL has")
    try:
        target = URL(url)
        host, port = target.raw_host or "", target.port or 0
    except ValueError:
        raise OutboundError("url", "it is not a URL") from None
    if target.scheme not in ("http", "https"):
        raise OutboundError("url", "its scheme is neither http nor https")
    if "@" in re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]:
        raise OutboundError("url", "it has a user name or a password")
    if not host or host.endswith(".") or "%" in host or _is_odd_address(host):
        raise OutboundError("url", "its host is not a name or an address in the usual form")
    if port < _LOWEST_PORT and port not in _WEB_PORTS:
        raise OutboundError("url", f"port {port} is not one of the web")
    return target


def _is_odd_address(host: str) -> bool:
    """Is it an IPv4 address as only some readers understand it (`0x7f.1`, `2130706433`)?"""
    if ":" in host or not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return False
    try:
        return str(ipaddress.IPv4Address(host)) != host
    except ValueError:
        return True


async def _read(answer: aiohttp.ClientResponse, most_bytes: int, *, cut: bool) -> bytes:
    if (answer.content_length or 0) > most_bytes and not cut:
        raise OutboundError("size", f"the answer is larger than {most_bytes} bytes")
    content = bytearray()
    async for piece in answer.content.iter_any():
        content += piece
        if len(content) > most_bytes:
            if cut:
                answer.close()  # what else there is would come over this connection
                return bytes(content[:most_bytes])
            raise OutboundError("size", f"the answer is larger than {most_bytes} bytes")
    return bytes(content)


@asynccontextmanager
async def _within(seconds: float) -> AsyncGenerator[None]:
    """Raises TimeoutError when the clock has moved on that far."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as limit:
        timer = clock.call_later(seconds, lambda: limit.reschedule(loop.time()))
        try:
            yield
        finally:
            timer.cancel()


def _outbound_error(error: Exception) -> OutboundError:
    if isinstance(error, aiohttp.InvalidURL):
        return OutboundError("url", "it is not a URL")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return OutboundError("resolve", "the host's name has no address")
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return OutboundError("tls", str(error))
    if isinstance(error, aiohttp.ClientConnectorError):
        is_refused = _NOT_PUBLIC in str(error.os_error)  # of a name's addresses perhaps only some
        return OutboundError("address" if is_refused else "connect", str(error.os_error))
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError | ConnectionError):
        return OutboundError("answer", "the connection was closed before a whole answer")
    return OutboundError("answer", f"the answer is not HTTP: {error}")
