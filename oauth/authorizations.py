"""The applications that the caller lets do something for him. User-side."""

from core import codes
from core.wire import Snowflake
from domain.installs import authorizations
from domain.installs.records import UserAuthorization
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation("GET", "/oauth2/tokens", who=Who.USER, bucket=buckets.READ)
async def list_my_authorizations(call: Call) -> list[UserAuthorization]:
    """The applications that the caller has authorized or installed for himself."""
    return await authorizations.list_of_user(call.database, call.user_id)


@operation(
    "GET", "/oauth2/tokens/{authorization_id}", who=Who.USER, bucket=buckets.READ, problems=(codes.UNKNOWN_TOKEN,)
)
async def get_my_authorization(call: Call, authorization_id: Snowflake) -> UserAuthorization:
    """One of them."""
    return await authorizations.get(call.database, call.user_id, authorization_id)


@operation(
    "DELETE",
    "/oauth2/tokens/{authorization_id}",
    who=Who.USER,
    bucket=buckets.UNINSTALL,
    problems=(codes.UNKNOWN_TOKEN,),
)
async def delete_my_authorization(call: Call, authorization_id: Snowflake) -> None:
    """Deauthorize an application: its tokens are good no longer, and it leaves the caller's account."""
    await authorizations.deauthorize(call.database, call.user_id, authorization_id)


OPERATIONS = [list_my_authorizations, get_my_authorization, delete_my_authorization]
