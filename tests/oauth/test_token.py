"""Codes for tokens, tokens for tokens, and giving them back."""

import asyncio
import base64
from collections import Counter

import pytest

from tests.oauth.applications import PUBLIC, REDIRECT, Application, pkce
from tests.world import World


async def test_a_code_is_exchanged(world: World):
    user, app = await world.user(), await Application.make(world)
    tokens = await app.exchange(await app.code(user, "identify guilds"))
    assert app.answer.headers["cache-control"] == "no-store"
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 604_800)
    assert set(tokens["scope"].split()) == {"identify", "guilds"}
    bearer = app.holding(tokens)
    assert (await bearer.get("/users/@me"))["id"] == user.id
    assert tokens["refresh_token"] != tokens["access_token"]


async def test_a_client_names_itself_in_the_form(world: World):
    user, app = await world.user(), await Application.make(world)
    code = await app.code(user)
    tokens = await app.exchange(code, basic=False, client_id=app.id, client_secret=app.secret)
    assert (await app.holding(tokens).get("/users/@me"))["id"] == user.id


async def test_who_is_not_the_client(world: World):
    app = await Application.make(world)
    secret = {"grant_type": "client_credentials", "scope": "identify", "basic": False}
    await app.refused("invalid_client", status=401, **secret)
    assert app.answer.headers["www-authenticate"].startswith("Basic ")
    for given in (
        {"client_id": app.id, "client_secret": "wrong"},
        {"client_id": app.id},
        {"client_id": "1", "client_secret": app.secret},
        {"client_id": "9" * 19, "client_secret": app.secret},
        {"client_id": "\u0663", "client_secret": app.secret},
    ):
        await app.refused("invalid_client", status=401, **secret, **given)
    both = {"client_id": app.id, "client_secret": app.secret}
    await app.refused("invalid_request", grant_type="client_credentials", scope="identify", **both)


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic /w==", "Basic OjpA", f"Basic {'A' * 5000}"])
async def test_headers_that_name_nobody(world: World, header: str):
    form = {"grant_type": "client_credentials", "scope": "identify"}
    answer = await world.anyone.request(
        "POST", "/oauth2/token", data=form, headers={"Authorization": header}, expect=401
    )
    assert answer["error"] == "invalid_client"


async def test_only_forms_are_taken(world: World):
    app = await Application.make(world)
    form = {"grant_type": "client_credentials", "scope": "identify"}
    for path in ("/oauth2/token", "/oauth2/token/revoke"):
        answer = await app.request("POST", path, form, auth=(app.id, app.secret), expect=400)
        assert answer["error"] == "invalid_request"
    twice = "grant_type=client_credentials&scope=identify&scope=email"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await app.request(
        "POST", "/oauth2/token", content=twice, headers=headers, auth=(app.id, app.secret), expect=400
    )
    assert answer["error"] == "invalid_request"


async def test_what_is_no_grant(world: World):
    app = await Application.make(world)
    await app.refused("unsupported_grant_type", grant_type="password", username="a", password="b")
    await app.refused("invalid_request")
    await app.refused("invalid_request", grant_type="authorization_code")
    await app.refused("invalid_request", grant_type="refresh_token")
    for code in ("nonsense", "MTIz.a.b", "é", "x" * 5000, "MTIz.a\0"):
        await app.refused("invalid_grant", grant_type="refresh_token", refresh_token=code) if "\0" not in code else None
        answer = await app.exchange(code, expect=400)
        assert answer["error"] in ("invalid_grant", "invalid_request")


async def test_a_second_use_of_a_code_ends_the_grant(world: World):
    user, app = await world.user(), await Application.make(world)
    code = await app.code(user)
    tokens = await app.exchange(code)
    bearer = app.holding(tokens)
    await bearer.get("/users/@me")
    await app.refused("invalid_grant", grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    await bearer.request("GET", "/users/@me", expect=401)
    await app.refused("invalid_grant", grant_type="refresh_token", refresh_token=tokens["refresh_token"])


async def test_of_many_at_once_one_wins(world: World):
    user, app = await world.user(), await Application.make(world)
    url, auth = f"{world.addresses.api}/oauth2/token", (app.id, app.secret)
    for _ in range(4):
        tokens = await app.bearer_tokens(user)
        for form in (
            {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]},
            {"grant_type": "authorization_code", "code": await app.code(await world.user()), "redirect_uri": REDIRECT},
        ):
            answers = await asyncio.gather(*(world.http.post(url, data=form, auth=auth) for _ in range(8)))
            assert Counter(answer.status_code for answer in answers) == {200: 1, 400: 7}
            won = next(answer for answer in answers if answer.status_code == 200).json()
            await app.holding(won).request("GET", "/users/@me", expect=401)


async def test_a_code_is_bound(world: World):
    user, app = await world.user(), await Application.make(world)
    other = await Application.make(world)
    code = await app.code(user)
    assert (await other.exchange(code, expect=400))["error"] == "invalid_grant"
    assert (await app.exchange(code, redirect_uri=f"{REDIRECT}/", expect=400))["error"] == "invalid_grant"
    assert (await app.exchange(code, redirect_uri="", expect=400))["error"] == "invalid_grant"
    assert (await app.exchange(code))["scope"] == "identify"


async def test_a_code_for_the_first_address(world: World):
    user, app = await world.user(), await Application.make(world)
    for given in ({"redirect_uri": ""}, {"redirect_uri": REDIRECT}):
        assert await app.exchange(await app.code(user, redirect_uri=None), **given)
    code = await app.code(user, redirect_uri=None)
    assert (await app.exchange(code, redirect_uri="https://evil.test", expect=400))["error"] == "invalid_grant"


async def test_a_public_client_proves_itself(world: World):
    user, app = await world.user(), await Application.make(world, flags=PUBLIC)
    verifier, challenge = pkce()
    code = await app.code(user, **challenge)
    mine = {"basic": False, "client_id": app.id}
    assert (await app.exchange(code, **mine, expect=401))["error"] == "invalid_client"
    assert (await app.exchange(code, **mine, code_verifier=pkce()[0], expect=400))["error"] == "invalid_grant"
    assert (await app.exchange(code, **mine, code_verifier="short", expect=400))["error"] == "invalid_request"
    tokens = await app.exchange(code, **mine, code_verifier=verifier)
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], **mine}
    assert (await app.token(**form))["scope"] == "identify"
    await app.refused("invalid_client", status=401, grant_type="client_credentials", scope="identify", **mine)


async def test_a_challenge_cannot_be_left_out(world: World):
    user, app = await world.user(), await Application.make(world, flags=PUBLIC)
    query = f"/oauth2/authorize?client_id={app.id}&scope=identify&response_type=code"
    for more in ("", "&code_challenge=" + "a" * 43, "&code_challenge_method=plain&code_challenge=" + "a" * 43):
        await user.request("POST", query + more, {"authorize": True}, expect=400)
    confidential = await Application.make(world)
    verifier, challenge = pkce()
    code = await confidential.code(user, **challenge)
    assert (await confidential.exchange(code, expect=400))["error"] == "invalid_request"
    assert await confidential.exchange(code, code_verifier=verifier)
    code = await confidential.code(user)
    assert (await confidential.exchange(code, code_verifier=verifier, expect=400))["error"] == "invalid_request"


async def test_refresh_tokens_rotate(world: World):
    user, app = await world.user(), await Application.make(world)
    tokens = await app.exchange(await app.code(user, "identify guilds"))
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    await app.refused("invalid_scope", **form, scope="identify email")
    narrowed = await app.token(**form, scope="identify")
    await app.holding(narrowed).request("GET", "/users/@me/guilds", expect=403)
    second = await app.token(grant_type="refresh_token", refresh_token=narrowed["refresh_token"])
    assert set(second["scope"].split()) == {"identify", "guilds"}
    await app.holding(second).get("/users/@me/guilds")
    await app.refused("invalid_grant", **form)
    for held in (tokens, narrowed, second):
        await app.holding(held).request("GET", "/users/@me", expect=401)


async def test_a_refresh_token_of_another(world: World):
    user, app, other = await world.user(), await Application.make(world), await Application.make(world)
    tokens = await app.exchange(await app.code(user))
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    await other.refused("invalid_grant", **form)
    assert await app.token(**form)


async def test_client_credentials(world: World):
    app = await Application.make(world)
    tokens = await app.token(grant_type="client_credentials", scope="identify applications.commands.update")
    assert "refresh_token" not in tokens
    assert (await app.holding(tokens).get("/users/@me"))["id"] == app.bot.owner.id
    for scope in ("", "nonsense", "identify nonsense", "webhook.incoming", "ä"):
        await app.refused("invalid_scope", grant_type="client_credentials", scope=scope)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
async def test_revoking_ends_the_grant(world: World, kind: str):
    user, app, other = await world.user(), await Application.make(world), await Application.make(world)
    first, second = [await app.exchange(await app.code(user)) for _ in range(2)]
    kept = await other.exchange(await other.code(user))
    for client, status in ((other, 400), (app, 200), (app, 200)):
        form = {"token": first[kind], "token_type_hint": "nonsense"}
        auth = (client.id, client.secret)
        await client.request("POST", "/oauth2/token/revoke", data=form, auth=auth, expect=status)
    for tokens in (first, second):
        await app.holding(tokens).request("GET", "/users/@me", expect=401)
        await app.refused("invalid_grant", grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    await other.holding(kept).get("/users/@me")
    assert await user.get("/users/@me")


async def test_a_new_secret_ends_the_old_one(world: World):
    app = await Application.make(world)
    await app.bot.owner.post(f"/applications/{app.id}/reset")
    await app.refused("invalid_client", status=401, grant_type="client_credentials", scope="identify")
    stranger = await world.user()
    await stranger.refused(20012, "POST", f"/applications/{app.id}/reset", status=403)


async def test_secrets_are_kept_nowhere(world: World):
    """What the API shows of an application does not have it, whoever asks."""
    app = await Application.make(world)
    for caller, path in ((app.bot, "/oauth2/applications/@me"), (app.bot.owner, f"/applications/{app.id}")):
        await caller.get(path)
        assert app.secret not in caller.answer.text
    assert base64.b64encode(app.secret.encode()).decode() not in app.bot.owner.answer.text
