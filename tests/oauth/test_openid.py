"""OpenID Connect: ID tokens that a stranger can verify, and what they are about."""

import asyncio

from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.oauth.applications import REDIRECT, Application
from tests.world import World


async def test_an_id_token_is_verified_with_the_published_key(world: World):
    user, app = await world.user(), await Application.make(world)
    tokens = await app.exchange(await app.code(user, "openid identify", nonce="n-1"))
    found = (await world.http.get(f"{world.addresses.root}/.well-known/openid-configuration")).json()
    keys = KeySet.import_key_set((await world.http.get(found["jwks_uri"])).json())
    token = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    claims = token.claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": found["issuer"]},
        aud={"essential": True, "value": app.id},
        sub={"essential": True, "value": user.id},
        nonce={"essential": True, "value": "n-1"},
        exp={"essential": True},
    ).validate(claims)
    assert claims["at_hash"] == create_half_hash(tokens["access_token"], "RS256").decode()
    assert "id_token" not in await app.exchange(await app.code(user, "identify"))


async def test_every_process_has_the_same_key(world: World):
    found = await asyncio.gather(*(world.anyone.get("/oauth2/keys") for _ in range(20)))
    assert {len(one["keys"]) for one in found} == {1}
    assert len({one["keys"][0]["kid"] for one in found}) == 1
    assert "d" not in found[0]["keys"][0]


async def test_user_info_by_scope(world: World):
    user, app = await world.user(), await Application.make(world)
    assert await (await app.bearer(user, "openid")).get("/oauth2/userinfo") == {"sub": user.id}
    full = await (await app.bearer(user, "openid identify email")).get("/oauth2/userinfo")
    assert (full["preferred_username"], full["email"]) == (user.name, f"{user.name}@example.test")
    assert full["email_verified"] is True
    await (await app.bearer(user, "identify email")).refused(50026, "GET", "/oauth2/userinfo", status=403)
    await user.refused(20002, "GET", "/oauth2/userinfo", status=403)


async def test_what_is_told_is_there(world: World):
    root = world.addresses.root
    found = (await world.http.get(f"{root}/.well-known/oauth-authorization-server")).json()
    assert found["issuer"] == root
    assert found["code_challenge_methods_supported"] == ["S256"]
    for name in ("token_endpoint", "revocation_endpoint"):
        answer = await world.http.post(found[name], data={"redirect_uri": REDIRECT})
        assert answer.json()["error"] in ("invalid_request", "invalid_client"), name
    assert (await world.http.get(found["userinfo_endpoint"])).status_code == 401
