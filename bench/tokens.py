"""Codes exchanged for tokens, beside pgbench doing the same statements in the same database."""

import asyncio
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import msgspec
import uvloop

from bench import pgbench
from bench.platform import Platform, cpu_s

_REDIRECT = "https://app.example.test/callback"
_ANSWER_WITHIN_S = 60
_AT_ONCE = 16
_ROWS = 20_000
_TABLES = (
    "DROP TABLE IF EXISTS bench_grants, bench_codes, bench_access, bench_refresh;"
    "CREATE TABLE bench_grants (LIKE grants INCLUDING ALL);"
    "CREATE TABLE bench_codes (LIKE authorization_codes INCLUDING ALL);"
    "CREATE TABLE bench_access (LIKE access_tokens INCLUDING ALL);"
    "CREATE TABLE bench_refresh (LIKE refresh_tokens INCLUDING ALL);"
    "INSERT INTO bench_codes (user_id, hash, application_id, request, expires_at)"
    f" SELECT id, '\\x00', 1, '{{}}', now() FROM generate_series(1, {_ROWS}) AS id"
)
_SCRIPT = f"""
\\set user random(1, {_ROWS})
\\set one random(1, 9000000000000000000)
\\set two random(1, 9000000000000000000)
SELECT id, owner_id, secret_hash, redirect_uris, flags, bot_require_code_grant FROM applications WHERE id = 1;
SELECT request, expires_at, redeemed FROM bench_codes WHERE user_id = :user AND hash = '\\x00';
BEGIN;
INSERT INTO bench_grants (user_id, application_id, id, scopes, created_at)
    VALUES (:user, 1, :one, '{{identify}}', now())
    ON CONFLICT (user_id, application_id) DO UPDATE
    SET scopes = ARRAY(SELECT DISTINCT unnest(bench_grants.scopes || excluded.scopes) ORDER BY 1);
WITH expired AS (
    DELETE FROM bench_access WHERE user_id = :user AND application_id = 1 AND expires_at <= now() - interval '1 day'
), access AS (
    INSERT INTO bench_access (user_id, hash, application_id, scopes, expires_at)
    VALUES (:user, decode(md5(:one::text), 'hex'), 1, '{{identify}}', now())
) INSERT INTO bench_refresh (user_id, hash, application_id, scopes, created_at)
    SELECT :user, decode(md5(:two::text), 'hex'), 1, '{{identify}}', now();
UPDATE bench_codes SET redeemed = true WHERE user_id = :user AND hash = '\\x00';
END;
"""


class TokenExchange(msgspec.Struct):
    connections: int
    exchanges: int
    per_s: float
    p50_ms: float
    p99_ms: float
    api_cpu_us: float
    limit_per_s: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.limit_per_s / self.per_s


def measure(platform: Platform, connections: int, exchanges: int, seconds: float) -> TokenExchange:
    """`exchanges` codes, each of another user; `seconds` is how long the limit is measured."""
    requests = uvloop.run(_prepare(platform, exchanges))
    before = sum(cpu_s(pid) for pid in platform.pids_of("api"))
    times: list[float] = []
    took = uvloop.run(_exchange(platform, connections, requests, times))
    used = sum(cpu_s(pid) for pid in platform.pids_of("api")) - before
    return TokenExchange(
        connections=connections,
        exchanges=len(times),
        per_s=len(times) / took,
        p50_ms=median(times) * 1000,
        p99_ms=quantiles(times, n=100)[98] * 1000,
        api_cpu_us=used / len(times) * 1e6,
        limit_per_s=pgbench.per_s(platform, _TABLES, _SCRIPT, clients=connections, seconds=seconds),
    )


async def _prepare(platform: Platform, exchanges: int) -> list[bytes]:
    """An application and users who have agreed: the requests that exchange their codes."""
    async with httpx.AsyncClient(base_url=platform.api, trust_env=False, timeout=30) as http:

        async def call(method: str, path: str, body: Any, token: str = "") -> Any:
            answer = await http.request(method, path, json=body, headers={"Authorization": token} if token else {})
            answer.raise_for_status()
            return answer.json()

        owner = (await call("POST", "/auth/register", {"global_name": "owner"}))["token"]
        application = (await call("POST", "/applications", {"name": "bench"}, owner))["id"]
        await call("PATCH", f"/applications/{application}", {"redirect_uris": [_REDIRECT]}, owner)
        secret = (await call("POST", f"/applications/{application}/reset", {}, owner))["secret"]
        asked = {"client_id": application, "scope": "identify", "response_type": "code", "redirect_uri": _REDIRECT}
        gate = asyncio.Semaphore(_AT_ONCE)

        async def agreed() -> bytes:
            async with gate:
                user = (await call("POST", "/auth/register", {"global_name": "user"}))["token"]
                sent = await call("POST", f"/oauth2/authorize?{urlencode(asked)}", {"authorize": True}, user)
            location: str = sent["location"]
            code = parse_qs(urlsplit(location).query)["code"][0]
            form = {"grant_type": "authorization_code", "code": code, "redirect_uri": _REDIRECT}
            return _request(platform.api, {**form, "client_id": application, "client_secret": secret})

        return await asyncio.gather(*(agreed() for _ in range(exchanges)))


def _request(api: str, form: dict[str, str]) -> bytes:
    url, body = urlsplit(api), urlencode(form).encode()
    return (
        f"POST {url.path}/oauth2/token HTTP/1.1\r\nHost: {url.netloc}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def _exchange(platform: Platform, connections: int, requests: list[bytes], times: list[float]) -> float:
    """Sends each request once; the seconds that it took."""
    waiting = iter(requests)
    async with asyncio.timeout(_ANSWER_WITHIN_S + len(requests) / 10):
        began = time.monotonic()
        await asyncio.gather(*(_connection(platform.api, waiting, times) for _ in range(connections)))
        return time.monotonic() - began


async def _connection(api: str, waiting: Iterator[bytes], times: list[float]) -> None:
    url = urlsplit(api)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    for request in waiting:
        sent = time.monotonic()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
        times.append(time.monotonic() - sent)
        assert b'"refresh_token"' in body, body
    writer.close()
    await writer.wait_closed()
