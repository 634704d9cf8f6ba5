"""Players whom an application's own identity provider vouches for."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from aiohttp import web
from joserfc import jws
from joserfc.jwk import RSAKey

from core import clock
from tests.deliveries.conftest import Here
from tests.oauth.applications import Application


class Provider:
    """An identity provider, as a game studio runs it."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, parameters={"kid": "a key"})
        self.discovery: dict[str, Any] = {}
        self.is_redirecting = False
        self.says = ""

    async def open(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discover)
        app.router.add_get("/keys", self._keys)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.issuer = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    async def _discover(self, _: web.Request) -> web.Response:
        if self.is_redirecting:
            return web.Response(status=302, headers={"location": f"{self.issuer}/elsewhere"})
        if self.says:
            return web.Response(text=self.says)
        found = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
        return web.json_response({**found, "id_token_signing_alg_values_supported": ["RS256"], **self.discovery})

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [self.key.as_dict(private=False)]})

    def token(self, key: RSAKey | None = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        now = int(clock.now())
        given = {"iss": self.issuer, "sub": "player one", "aud": "the game", "iat": now, "exp": now + 60, **claims}
        signed = {"alg": "RS256", "kid": "a key", **(header or {})}
        return jws.serialize_compact(signed, json.dumps(given).encode(), key or self.key)


@pytest.fixture
async def provider() -> AsyncGenerator[Provider]:
    provider = Provider()
    runner = await provider.open()
    yield provider
    await runner.cleanup()


async def an_application(here: Here, provider: Provider) -> tuple[Application, dict[str, Any]]:
    """An application that believes the provider, and what it says of itself when it asks for a token."""
    app = await Application.make(here)
    body = {"issuer": provider.issuer, "client_id": "the game"}
    assert await app.bot.owner.put(f"/applications/{app.id}/identity-provider", body) == body
    return app, {"client_id": app.id, "client_secret": app.secret, "external_auth_type": "OIDC"}


async def test_a_player_is_who_his_provider_says(here: Here, provider: Provider) -> None:
    app, body = await an_application(here, provider)
    ids = set[str]()
    for _ in range(2):
        sent = {**body, "external_auth_token": provider.token(preferred_username="Player One")}
        token = await here.anyone.post("/partner-sdk/token", sent)
        assert token["refresh_token"]
        me = await app.holding(token).get("/users/@me")
        assert me["global_name"] == "Player One"
        ids.add(me["id"])
    sent = {**body, "external_auth_token": provider.token()}
    await here.anyone.post("/partner-sdk/provisional-accounts/unmerge", sent, expect=204)
    token = await here.anyone.post("/partner-sdk/token", sent)
    assert len(ids) == 1 and (await app.holding(token).get("/users/@me"))["id"] not in ids


@pytest.mark.parametrize(
    ("code", "status", "claims"),
    [
        (530001, 400, {"exp": 1}),
        (530002, 400, {"iss": "https://elsewhere.example.test"}),
        (530003, 400, {"aud": ["another game"]}),
        (530004, 400, {"iat": 1}),
        (530004, 400, {"iat": 99_999_999_999}),
        (530001, 400, {"exp": float("nan")}),
        (50025, 403, {"sub": ""}),
        (50025, 403, {"sub": "a\0b"}),
        (50025, 403, {"sub": "\ud800"}),
        (50025, 403, {"sub": "x" * 1025}),
        (50025, 403, {"sub": None}),
        (50025, 403, {"header": {"kid": "another key"}}),
        (50025, 403, {"key": RSAKey.generate_key(2048)}),
    ],
)
async def test_tokens_that_prove_nothing(
    here: Here, provider: Provider, code: int, status: int, claims: dict[str, Any]
) -> None:
    _, body = await an_application(here, provider)
    sent = {**body, "external_auth_token": provider.token(**claims)}
    await here.anyone.refused(code, "POST", "/partner-sdk/token", sent, status=status)


async def test_providers_that_cannot_be_asked(here: Here, provider: Provider) -> None:
    _, body = await an_application(here, provider)
    sent = {**body, "external_auth_token": provider.token()}
    provider.discovery = {"jwks_uri": f"{provider.issuer}/nothing"}
    await here.anyone.refused(530009, "POST", "/partner-sdk/token", sent, status=400)
    provider.discovery = {"issuer": "https://elsewhere.example.test"}
    await here.anyone.refused(530008, "POST", "/partner-sdk/token", sent, status=400)
    provider.discovery = {"id_token_signing_alg_values_supported": ["HS256"]}
    await here.anyone.refused(530008, "POST", "/partner-sdk/token", sent, status=400)
    provider.discovery, provider.is_redirecting = {}, True
    await here.anyone.refused(530008, "POST", "/partner-sdk/token", sent, status=400)
    provider.says = "[" * 100_000
    await here.anyone.refused(530008, "POST", "/partner-sdk/token", sent, status=400)


async def test_claims_too_deep_to_read_prove_nothing(here: Here, provider: Provider) -> None:
    _, body = await an_application(here, provider)
    header = {"alg": "RS256", "kid": "a key"}
    sent = {**body, "external_auth_token": jws.serialize_compact(header, b"[" * 4000, provider.key)}
    await here.anyone.refused(50025, "POST", "/partner-sdk/token", sent, status=403)


async def test_a_provider_is_the_developers_to_name(here: Here, provider: Provider) -> None:
    app, body = await an_application(here, provider)
    path = f"/applications/{app.id}/identity-provider"
    await (await here.user()).refused(20012, "GET", path, status=403)
    for issuer in ("nonsense", f"{provider.issuer}/?a=b", f"{provider.issuer}/#a", "https://a:b@example.test"):
        await app.bot.refused(50035, "PUT", path, {"issuer": issuer, "client_id": "x"}, status=400)
    await app.bot.delete(path)
    await app.bot.refused(530008, "GET", path, status=400)
    sent = {**body, "external_auth_token": provider.token()}
    await here.anyone.refused(530008, "POST", "/partner-sdk/token", sent, status=400)
