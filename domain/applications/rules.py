"""What an application's fields may hold."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from core import form_codes
from core.problems import Faults
from core.wire import UNSET, UnsetType
from domain.applications.flags import SWITCHABLE
from domain.applications.records import EditApplication, EditOwnApplication

_WEB = ("http", "https")
_URLS = (
    *("custom_install_url", "role_connections_verification_url"),
    *("interactions_endpoint_url", "event_webhooks_url"),
)
_PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII without space and backslash


def check(faults: Faults, body: EditApplication) -> None:
    """What the types do not say."""
    for name in _URLS:
        _check_url(faults, name, getattr(body, name))
    _check_set(faults, "tags", body.tags or ())
    _check_set(faults, "event_webhooks_types", body.event_webhooks_types or ())
    _check_user_install(faults, body)
    if isinstance(body, EditOwnApplication):
        for name in ("terms_of_service_url", "privacy_policy_url"):
            _check_url(faults, name, getattr(body, name))
        check_redirects(faults, body.redirect_uris or ())


def check_redirects(faults: Faults, uris: Sequence[str]) -> None:
    """Any scheme will do, for applications on a desk or a phone have their own.

    It stands in a header as it is, and readers of URLs part ways over a backslash.
    """
    for index, uri in enumerate(uris):
        try:
            parts = urlsplit(uri) if _PLAIN.fullmatch(uri) else None
        except ValueError:
            parts = None
        if parts is None or not parts.scheme or not (parts.netloc or parts.path) or parts.fragment:
            faults.add(("redirect_uris", index), form_codes.URL_TYPE_INVALID_URL)


def _check_user_install(faults: Faults, body: EditApplication) -> None:
    """A link by these settings could only be refused: a user has no members."""
    configuration = (body.integration_types_config or {}).get("1")
    params = configuration.oauth2_install_params if configuration else UNSET
    if params and "bot" in (params.scopes or ()):
        path = ("integration_types_config", "1", "oauth2_install_params", "scopes")
        faults.add(path, form_codes.BASE_TYPE_INVALID, reason="A bot is added to a guild, not a user.")


def changed_flags(before: int, asked: int) -> int:
    """The flags after a change: the limited intents and PUBLIC_OAUTH2_CLIENT can be switched, the others stay."""
    return before & ~int(SWITCHABLE) | asked & int(SWITCHABLE)


def _check_set(faults: Faults, name: str, values: Sequence[str]) -> None:
    for index, value in enumerate(values):
        if value in values[:index]:
            faults.add((name, index), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)


def _check_url(faults: Faults, name: str, url: str | UnsetType | None) -> None:
    if not isinstance(url, str):
        return
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and not any(sign.isspace() for sign in url)
    except ValueError:
        parts, whole = None, False
    if parts is None or not whole:
        faults.add(name, form_codes.URL_TYPE_INVALID_URL)
    elif parts.scheme not in _WEB:
        faults.add(name, form_codes.URL_TYPE_INVALID_SCHEME, scheme=parts.scheme, choices="('http', 'https')")
