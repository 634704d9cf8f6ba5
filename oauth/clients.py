"""Which application calls the token routes, and whether it is the one it says. RFC 6749, section 2.3."""

import msgspec
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError
from authlib.oauth2.rfc6749.util import (
    extract_basic_authorization,  # pyright: ignore[reportUnknownVariableType] - untyped
)

from domain.applications import queries, secrets
from domain.applications.records import Client
from rest.call import Call

_LARGEST_ID = 2**63 - 1


class ClientForm(msgspec.Struct, kw_only=True):
    """How an application names itself, unless its Authorization header does."""

    client_id: str = ""
    client_secret: str = ""


async def authenticate(call: Call, form: ClientForm, *, may_be_public: bool = True) -> Client:
    """The application. Without its secret only a public one is believed, and that only where `may_be_public`.

    Raises InvalidClientError, or InvalidRequestError when it says who it is in two ways.
    """
    named, secret = _basic(call.headers.get("authorization"))
    if named is None:
        named, secret = form.client_id, form.client_secret
    elif form.client_secret or form.client_id not in ("", named):
        raise InvalidRequestError("The client names itself in more than one way.")
    client = await queries.find_client(call.database, _id(named))
    if client is None:
        raise _refused()
    if secret:
        if not secrets.fits(secret, client.secret_hash):
            raise _refused()
    elif not (client.is_public and may_be_public):
        raise _refused()
    return client


def _basic(header: str | None) -> tuple[str | None, str]:
    """The name and secret of a Basic header; no name when there is none."""
    if not header or header[:6].lower() != "basic ":
        return None, ""  # a bot's token is sent to every route by some libraries, and means nothing here
    try:
        named, secret = extract_basic_authorization({"Authorization": header})
    except UnicodeDecodeError:
        named, secret = None, None
    return str(named or ""), str(secret or "")


def _id(text: str) -> int:
    is_id = text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= _LARGEST_ID
    return int(text) if is_id else 0


def _refused() -> InvalidClientError:
    return InvalidClientError("Unknown client, or its secret is wrong.", status_code=401)
