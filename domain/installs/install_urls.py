"""Building the address at which an application is installed; what could only fail there is refused here, and why."""

from urllib.parse import urlencode

import msgspec

from core import form_codes
from core.problems import Faults
from core.wire import UNSET
from domain.applications.records import Application
from domain.grants import scopes as grant_scopes
from domain.installs import requests
from domain.installs.requests import USER_INSTALL, Asked, AuthorizationRequest, InstallUrlQuery
from domain.permissions.bits import ALL

PATH = "/oauth2/authorize"


class InstallUrl(msgspec.Struct):
    url: str


def build(application: Application, query: InstallUrlQuery, public_url: str, opened: str) -> InstallUrl:
    """The address; without any parameter the application's own `custom_install_url`, if it has one.

    Raises 50035 for parameters that do not go together, or not with this application.
    """
    given = {name: value for name, value in msgspec.structs.asdict(query).items() if value}
    if not given and application.custom_install_url is not UNSET:
        return InstallUrl(application.custom_install_url)
    asked = Asked(client_id=application.id, **given)
    if not requests.must_choose_context(application, asked):
        _check(requests.read(application, asked), asked, opened)
    return InstallUrl(f"{public_url}{PATH}?{urlencode({'client_id': str(int(application.id)), **given})}")


def _check(request: AuthorizationRequest, asked: Asked, opened: str) -> None:
    """What the consent page would pass over in silence, or refuse to all but the owner."""
    faults = Faults()
    if closed := grant_scopes.closed(request.scopes, opened):
        _add(faults, "scope", f"Not approved here: {', '.join(closed)}.")
    if asked.permissions and not request.adds_bot:
        _add(faults, "permissions", "Only a bot has permissions: the scope bot is missing.")
    if asked.permissions and int(asked.permissions) & ~ALL:
        _add(faults, "permissions", "There are no such permissions.")
    if not request.needs_guild:
        where = "a user install has no guild" if request.integration_type == USER_INSTALL else "nothing is added to one"
        for field in ("guild_id", "disable_guild_select"):
            if getattr(asked, field):
                _add(faults, field, f"A guild cannot be chosen: {where}.")
    if request.fixes_guild and request.guild_id is None and request.needs_guild:
        _add(faults, "disable_guild_select", "Needs guild_id: else no guild could be chosen at all.")
    if asked.channel_id and not request.adds_webhook:
        _add(faults, "channel_id", "Only a webhook has a channel: the scope webhook.incoming is missing.")
    if request.skips_consent and request.always_asks:
        _add(faults, "prompt", "What is installed needs a consent each time.")
    if request.skips_consent and request.response_type is None:
        _add(faults, "prompt", "Without a response_type there is nothing to skip to.")
    faults.raise_if_any()


def _add(faults: Faults, field: str, reason: str) -> None:
    faults.add(field, form_codes.BASE_TYPE_INVALID, reason=reason)
