"""Grants, authorization codes and tokens, as the faces get them from here."""

import msgspec

from core.wire import Snowflake, Timestamp


class Grant(msgspec.Struct, kw_only=True):
    """What a user lets an application do: all the scopes that he has agreed to so far."""

    id: Snowflake
    user_id: Snowflake
    application_id: Snowflake
    scopes: list[str]
    created_at: Timestamp


class CodeRequest(msgspec.Struct, kw_only=True):
    """What a user agreed to, for the application to fetch with a code.

    `redirect_uri` is what the request said, None when it said nothing. `code_challenge` is always by S256.
    `webhook_id` is the webhook that was made, `guild_id` the guild that a bot goes to.
    """

    application_id: int
    user_id: int
    scopes: list[str]
    redirect_uri: str | None = None
    code_challenge: str | None = None
    nonce: str | None = None
    guild_id: int | None = None
    permissions: int = 0
    webhook_id: int | None = None
    integration_type: int | None = None


class Code(msgspec.Struct, kw_only=True):
    """A code that we issued, perhaps long ago."""

    hash: bytes
    request: CodeRequest
    expires_at: Timestamp
    redeemed: bool


class RefreshToken(msgspec.Struct, kw_only=True):
    hash: bytes
    user_id: int
    application_id: int
    scopes: list[str]
    used: bool


class IssuedTokens(msgspec.Struct, kw_only=True):
    """Tokens, told this once: only their hashes are kept."""

    access_token: str
    refresh_token: str | None
    expires_in: int
    scopes: list[str]
