"""OAuth2 clients as they come from their registry: authlib's own, and social-core's provider, pointed here."""

import asyncio
import warnings
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.oauth.applications import REDIRECT, Application
from tests.world import Person, World

with warnings.catch_warnings(record=True):  # of what these libraries import themselves
    warnings.simplefilter("ignore")
    from authlib.integrations.base_client.errors import OAuthError
    from authlib.integrations.httpx_client import AsyncOAuth2Client
    from social_core.backends.discord import DiscordOAuth2
    from social_core.storage import BaseStorage, NonceMixin
    from social_core.strategy import BaseStrategy


async def agree(user: Person, url: str) -> str:
    """The user's browser goes to the client's address, and comes back with this one."""
    return (await user.post(f"/oauth2/authorize?{urlsplit(url).query}", {"authorize": True}))["location"]


async def test_authlib(world: World) -> None:
    user, app = await world.user(), await Application.make(world)
    root = world.addresses.root
    async with AsyncOAuth2Client(
        app.id, app.secret, scope="identify email", redirect_uri=REDIRECT, code_challenge_method="S256", trust_env=False
    ) as client:
        verifier = "v" * 48
        url, state = client.create_authorization_url(f"{root}/oauth2/authorize", code_verifier=verifier)
        back = await agree(user, url)
        token_url = f"{root}/api/oauth2/token"
        tokens = await client.fetch_token(token_url, authorization_response=back, state=state, code_verifier=verifier)
        assert (await client.get(f"{root}/api/users/@me")).json()["id"] == user.id
        refreshed = await client.refresh_token(token_url)
        assert refreshed["access_token"] != tokens["access_token"]
        assert (await client.get(f"{root}/api/users/@me")).json()["email"] == f"{user.name}@example.test"
        await client.revoke_token(f"{root}/api/oauth2/token/revoke", token=refreshed["refresh_token"])
        assert (await client.get(f"{root}/api/users/@me")).status_code == 401
        with pytest.raises(OAuthError, match="invalid_grant"):
            await client.refresh_token(token_url, refresh_token=refreshed["refresh_token"])


async def test_authlib_with_its_own_secret_in_the_form(world: World) -> None:
    app = await Application.make(world)
    async with AsyncOAuth2Client(
        app.id, app.secret, token_endpoint_auth_method="client_secret_post", trust_env=False
    ) as client:
        url = f"{world.addresses.root}/api/v10/oauth2/token"
        await client.fetch_token(url, grant_type="client_credentials", scope="identify")
        assert (await client.get(f"{world.addresses.root}/api/users/@me")).json()["id"] == app.bot.owner.id


class _Nonces(NonceMixin):
    kept: ClassVar[set[tuple[str, Any, str]]] = set()

    @classmethod
    def use(cls, server_url: str, timestamp: Any, salt: str) -> bool:
        cls.kept.add((server_url, timestamp, salt))
        return True

    @classmethod
    def consume(cls, server_url: str, timestamp: int, salt: str) -> bool:
        found = (server_url, timestamp, salt) in cls.kept
        cls.kept.discard((server_url, timestamp, salt))
        return found


class _Storage(BaseStorage):
    nonce = _Nonces


class _Strategy(BaseStrategy[Any]):
    """The web framework that social-core would sit in: settings, a session and a request."""

    def __init__(self, settings: dict[str, Any], data: dict[str, str]) -> None:
        super().__init__(_Storage)
        self._settings, self._session, self._data = settings, dict[str, Any](), data

    def get_setting(self, name: str) -> Any:
        return self._settings[name]

    def request_data(self, merge: bool = True) -> dict[str, str]:
        return self._data

    def build_absolute_uri(self, path: str | None = None) -> str:
        return REDIRECT

    def session_get(self, name: str, default: Any = None) -> Any:
        return self._session.get(name, default)

    def session_set(self, name: str, value: Any) -> None:
        self._session[name] = value

    def session_pop(self, name: str) -> Any:
        return self._session.pop(name, None)

    def session_setdefault(self, name: str, value: Any) -> Any:
        return self._session.setdefault(name, value)


async def test_social_core(world: World) -> None:
    user, app = await world.user(), await Application.make(world)
    root = world.addresses.root

    class Here(DiscordOAuth2[Any]):
        AUTHORIZATION_URL = f"{root}/oauth2/authorize"
        ACCESS_TOKEN_URL = f"{root}/api/oauth2/token"

        def get_json(self, url: str, *args: Any, **more: Any) -> Any:
            return super().get_json(url.replace(f"https://{self.HOSTNAME}", root), *args, **more)

        def authenticate_user(self, response: Any) -> dict[str, Any]:
            return {**response, **self.get_user_details(response)}

    data: dict[str, str] = {}
    settings = {"KEY": app.id, "SECRET": app.secret, "SCOPE": ["email"]}
    backend = Here(_Strategy(settings, data), redirect_uri=REDIRECT)
    back = await agree(user, backend.auth_url())
    data |= {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    backend.data = data
    state = backend.validate_state()
    tokens = await asyncio.to_thread(
        backend.request_access_token,
        backend.access_token_url(),
        data=backend.auth_complete_params(state),
        headers=backend.auth_headers(),
        auth=backend.auth_complete_credentials(),
        method=backend.ACCESS_TOKEN_METHOD,
    )
    found = await asyncio.to_thread(backend.user_data, tokens["access_token"])
    assert found is not None
    assert backend.get_user_details(found) == {"username": user.name, "email": f"{user.name}@example.test"}
