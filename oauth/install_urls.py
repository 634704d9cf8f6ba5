"""The address at which an application is installed, built and checked. Ours: others leave it to their portal."""

from core import codes
from core.wire import Snowflake
from domain.applications import queries
from domain.installs import install_urls
from domain.installs.install_urls import InstallUrl
from domain.installs.requests import InstallUrlQuery
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation(
    "GET",
    "/applications/{application_id}/install-url",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION),
)
async def get_application_install_url(call: Call, application_id: Snowflake, query: InstallUrlQuery) -> InstallUrl:
    """The address that installs one of the caller's applications so; refused, with a reason, if it could not."""
    application = await queries.get_own(call.database, call.identity, application_id)
    return install_urls.build(application, query, call.settings.public_url, call.settings.open_scopes)


OPERATIONS = [get_application_install_url]
