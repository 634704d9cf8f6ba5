"""Requests to strangers: what is refused, what is bounded, and that nothing lies between check and use."""

import asyncio
import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from core import clock
from core.outbound import Outbound, OutboundError, check_url

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


@asynccontextmanager
async def server(serve: Serve, **options: object) -> AsyncGenerator[str]:
    """A TCP server on 127.0.0.1 that has read one request's head before `serve`; its address."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(connected, "127.0.0.1", 0, **options)  # pyright: ignore[reportArgumentType]
    yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    listening.close()


def answering(*pieces: bytes) -> Serve:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return serve


class Names(AbstractResolver):
    """A name server that gives one answer after the other."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        given = self.answers.pop(0)
        kind = socket.AF_INET6 if ":" in given else socket.AF_INET
        result: ResolveResult = {
            "hostname": host,
            "host": given,
            "port": port,
            "family": kind,
            "proto": 0,
            "flags": socket.AI_NUMERICHOST,
        }
        return [result]

    async def close(self) -> None:
        pass


@pytest.fixture
async def outbound() -> AsyncGenerator[Outbound]:
    outbound = Outbound("127.0.0.0/8")
    yield outbound
    await outbound.close()


async def failure(outbound: Outbound, url: str, **options: float) -> OutboundError:
    with pytest.raises(OutboundError) as caught:
        await outbound.post(url, b"{}", {}, **options)  # pyright: ignore[reportArgumentType]
    return caught.value


async def test_an_answer_is_given_as_it_came(outbound: Outbound) -> None:
    async with server(answering(b"HTTP/1.1 401 No\r\nX-Up: A\r\nContent-Length: 3\r\n\r\nnay")) as address:
        answered = await outbound.post(f"http://{address}/x", b"{}", {"X-Y": "z"})
    assert (answered.status, answered.body, answered.headers["x-up"]) == (401, b"nay", "A")
    assert answered.duration_ms > 0


async def test_connections_are_kept(outbound: Outbound) -> None:
    peers: set[object] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(2)
        peers.add(writer.get_extra_info("peername"))
        writer.write(OK)

    async with server(serve) as address:
        for _ in range(5):
            await outbound.post(f"http://{address}", b"{}", {})
    assert len(peers) == 1


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3"),
        *("192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1"),
        *("240.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd12::1]", "[ff02::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]"),
        *("[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2001:db8::1]", "[fec0::1]", "[100::1]", "[3fff::1]"),
        *("１２７.0.0.1", "⑫7.0.0.1"),  # noqa: RUF001
    ],
)
async def test_special_addresses_are_refused(host: str) -> None:
    outbound = Outbound()
    assert (await failure(outbound, f"http://{host}:8000/")).step == "address"
    await outbound.close()


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700:4700::1111]", "172.32.0.1", "100.128.0.1"])
def test_public_addresses_are_not(host: str) -> None:
    assert Outbound._may_reach(_allowing_nothing(), ipaddress.ip_address(host.strip("[]")))  # pyright: ignore[reportPrivateUsage]


def _allowing_nothing() -> Outbound:
    outbound = object.__new__(Outbound)
    outbound._allowed = ()  # pyright: ignore[reportPrivateUsage]
    return outbound


@pytest.mark.parametrize(
    "url",
    [
        *("http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1./"),
        *("http://localhost./", "http://0x7f000001/", "http://1.2.3.4.5/", "http://[fe80::1%25eth0]/", "http://%31/"),
        *("http://user@host/", "http://user:pw@host/", "http://@host/", "ftp://host/", "file:///etc/passwd", "host"),
        *("//host/", "http://", "http:///x", "http://h ost/", "http://host\\@other/", "http://host/\r\nX: y", ""),
        *("http://host:25/", "http://host:0/", "http://host:99999/", "http://[::1/", "http://" + "a" * 2050),
        *("javascript:1", "http://host:8 0/"),
    ],
)
def test_urls_that_no_endpoint_has(url: str) -> None:
    with pytest.raises(OutboundError) as caught:
        check_url(url)
    assert caught.value.step == "url"


@pytest.mark.parametrize("url", ["https://a.example/x?y=z", "http://a.example:8080", "https://bücher.example/"])
def test_urls_of_endpoints(url: str) -> None:
    assert check_url(url).host


async def test_a_name_that_leads_inside_is_refused() -> None:
    async with server(answering(OK)) as address:
        port = address.rpartition(":")[2]
        outbound = Outbound(resolver=Names("127.0.0.1", "::1"))
        assert (await failure(outbound, f"http://a.example:{port}/")).step == "address"
        await outbound.close()


async def test_a_name_that_changes_its_address_leads_nowhere() -> None:
    """Rebinding: good at the first look, bad at the second. Nobody is reached at an address that was not checked."""
    reached: list[object] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(2)
        reached.append(writer.get_extra_info("sockname"))
        writer.write(OK.replace(b"200 OK\r\n", b"200 OK\r\nConnection: close\r\n"))

    async with server(serve) as address:
        port = address.rpartition(":")[2]
        outbound = Outbound("127.0.0.1/32", resolver=Names("127.0.0.1", "127.0.0.2", "127.0.0.2"))
        assert (await outbound.post(f"http://a.example:{port}/", b"{}", {})).status == 200
        assert (await failure(outbound, f"http://a.example:{port}/")).step == "address"
        await outbound.close()
    assert len(reached) == 1


async def test_names_whose_lookup_hangs_stop_nothing_else(outbound: Outbound, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the lookups of other names, nor the threads that the process has for its own work."""
    asked, answer, real = list[str](), threading.Event(), socket.getaddrinfo

    def look_up(host: str, *rest: Any, **options: Any) -> Any:
        if host == "slow.example":
            asked.append(host)
            answer.wait(30)
            raise socket.gaierror("nobody answers")
        return real(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    try:
        slow = [failure(outbound, "http://slow.example/", timeout_s=0.3) for _ in range(80)]
        assert {one.step for one in await asyncio.gather(*slow)} == {"timeout"}
        async with server(answering(OK)) as address, asyncio.timeout(10):
            assert await asyncio.to_thread(len, "ours") == 4
            port = address.rpartition(":")[2]
            assert (await outbound.post(f"http://localhost:{port}/", b"{}", {})).status == 200
        assert asked == ["slow.example"]
    finally:
        answer.set()


async def test_an_unknown_name(outbound: Outbound) -> None:
    assert (await failure(outbound, "http://nowhere.invalid/")).step == "resolve"


async def test_nobody_listens(outbound: Outbound) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert (await failure(outbound, f"http://127.0.0.1:{bound.getsockname()[1]}")).step == "connect"


async def test_redirects_are_not_followed(outbound: Outbound) -> None:
    async with server(answering(OK)) as inside:
        found = f"HTTP/1.1 307 There\r\nLocation: http://{inside}/\r\nContent-Length: 0\r\n\r\n".encode()
        async with server(answering(found)) as address:
            assert (await outbound.post(f"http://{address}", b"{}", {})).status == 307


@pytest.mark.parametrize("length", [b"Content-Length: 10000000\r\n", b""])
async def test_large_answers_are_refused(outbound: Outbound, length: bytes) -> None:
    pieces = [b"HTTP/1.1 200 OK\r\n" + length + b"\r\n", *[b"x" * 100_000] * 100]
    async with server(answering(*pieces)) as address:
        assert (await failure(outbound, f"http://{address}")).step == "size"


@pytest.mark.parametrize("length", [b"", b"Content-Length: 99999999\r\n"])
async def test_of_a_large_answer_the_beginning(outbound: Outbound, length: bytes) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    async with server(serve) as address:
        answered = await outbound.get(f"http://{address}/", most_bytes=100_000, cut=True)
        with pytest.raises(OutboundError):
            await outbound.get(f"http://{address}/", most_bytes=100_000)
    assert answered.body == b"x" * 100_000


async def test_endless_headers_are_refused(outbound: Outbound) -> None:
    async with server(answering(b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"y" * 60_000] * 20)) as address:
        assert (await failure(outbound, f"http://{address}")).step == "answer"


@pytest.mark.parametrize(
    "begun", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal"]
)
async def test_hanging_endpoints_are_left(outbound: Outbound, begun: bytes) -> None:
    asked = asyncio.Event()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(begun)
        await writer.drain()
        asked.set()
        await asyncio.Event().wait()

    async with server(serve) as address, asyncio.timeout(20):
        failing = asyncio.create_task(failure(outbound, f"http://{address}", timeout_s=1000))
        await asked.wait()
        clock.step(1001)
        assert (await failing).step == "timeout"
        clock.apply(clock.State())


async def test_dripping_endpoints_are_left(outbound: Outbound) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with server(serve) as address, asyncio.timeout(20):
        assert (await failure(outbound, f"http://{address}", timeout_s=0.3)).step == "timeout"


@pytest.mark.parametrize(
    "begun", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal"]
)
async def test_early_close(outbound: Outbound, begun: bytes) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(begun)
        writer.close()

    async with server(serve) as address:
        assert (await failure(outbound, f"http://{address}")).step == "answer"


async def test_what_is_not_http(outbound: Outbound) -> None:
    async with server(answering(b"SSH-2.0-OpenSSH\r\n\r\n")) as address:
        assert (await failure(outbound, f"http://{address}")).step == "answer"


async def test_certificates_are_verified(outbound: Outbound, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path))
    async with server(answering(OK), ssl=context) as address:
        assert (await failure(outbound, f"https://{address}")).step == "tls"


async def test_proxies_of_the_environment_are_ignored(outbound: Outbound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    async with server(answering(OK)) as address:
        assert (await outbound.post(f"http://{address}", b"{}", {})).status == 200


def _self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(key.private_bytes(*form) + certificate.public_bytes(serialization.Encoding.PEM))
    return file


async def test_answers_are_not_decompressed(outbound: Outbound) -> None:
    """A small answer may else become a large one."""
    packed = gzip.compress(b"x" * 10_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    async with server(answering(head + packed)) as address:
        assert (await outbound.post(f"http://{address}", b"{}", {})).body == packed


async def test_answers_with_files_may_be_larger(outbound: Outbound) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 2000000\r\n\r\n"
    async with server(answering(head + b"x" * 2_000_000)) as address:
        answered = await outbound.post(f"http://{address}", b"{}", {}, most_form_bytes=3_000_000)
        assert len(answered.body) == 2_000_000
        assert (await failure(outbound, f"http://{address}")).step == "size"
