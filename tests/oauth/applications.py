"""An application as its developer has it, in tests of OAuth2: it gets codes from users and tokens for them."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.world import Bot, Caller, Person, World

REDIRECT = "https://app.example.test/callback"
PUBLIC = 1 << 8


class Application(Caller):
    """An application with a secret; it calls the token routes."""

    bot: Bot
    secret: str

    @classmethod
    async def make(cls, world: World, bot: Bot | None = None, **fields: Any) -> "Application":
        application = cls(world)
        application.bot = bot or await world.bot()
        owner = application.bot.owner
        await owner.patch(f"/applications/{application.id}", {"redirect_uris": [REDIRECT], **fields})
        application.secret = (await owner.post(f"/applications/{application.id}/reset"))["secret"]
        return application

    @property
    def id(self) -> str:
        return self.bot.id

    async def code(self, user: Person, scope: str = "identify", **query: Any) -> str:
        """What the browser brings back when the user agrees, to a bot for `guild_id` or a webhook for a channel."""
        body = {"authorize": True, "guild_id": query.pop("guild_id", None)}
        body["webhook_channel_id"] = query.pop("webhook_channel_id", None)
        given = {"client_id": self.id, "scope": scope, "response_type": "code", "redirect_uri": REDIRECT, **query}
        given = {name: value for name, value in given.items() if value is not None}
        sent = await user.post(f"/oauth2/authorize?{urlencode(given)}", body)
        return parse_qs(urlsplit(sent["location"]).query)["code"][0]

    async def token(self, *, expect: int | None = None, basic: bool = True, **form: Any) -> Any:
        """An answer of the token route. `basic=False`: it names itself in the form, or not at all."""
        auth = (self.id, self.secret) if basic else None
        return await self.request("POST", "/oauth2/token", data=form, auth=auth, expect=expect)

    async def exchange(self, code: str, *, expect: int | None = None, **more: Any) -> Any:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, **more}
        return await self.token(expect=expect, **form)

    async def bearer(self, user: Person, scope: str = "identify") -> Caller:
        """Who calls for the user."""
        return self.holding(await self.bearer_tokens(user, scope))

    async def bearer_tokens(self, user: Person, scope: str = "identify") -> Any:
        return await self.exchange(await self.code(user, scope))

    def holding(self, tokens: Any) -> Caller:
        return Caller(self.world, f"Bearer {tokens['access_token']}")

    async def refused(self, error: str, *, status: int = 400, **form: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] - refusals are others here
        answer = await self.token(expect=status, **form)
        assert answer["error"] == error, answer
        assert "code" not in answer
        return answer


def pkce() -> tuple[str, dict[str, str]]:
    """A verifier, and what the authorization request says of it."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return verifier, {"code_challenge": challenge, "code_challenge_method": "S256"}
