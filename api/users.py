"""Users: oneself, and others."""

from core import codes
from core.wire import Snowflake
from domain import profiles
from domain.users import queries
from domain.users.records import CurrentUser, EditCurrentUser, User
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation("GET", "/users/@me", who=Who.ACCOUNT, bucket=buckets.READ)
async def get_my_user(call: Call) -> CurrentUser:
    """The caller, with what only he may see."""
    return await queries.me(call.database, call.user_id)


@operation("PATCH", "/users/@me", who=Who.ACCOUNT, bucket=buckets.EDIT_ME)
async def update_my_user(call: Call, body: EditCurrentUser) -> CurrentUser:
    """Change the caller."""
    return await profiles.edit(call.database, call.instance.objects, call.identity, body)


@operation("GET", "/users/{user_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=(codes.UNKNOWN_USER,))
async def get_user(call: Call, user_id: Snowflake) -> User:
    """What everyone may see of a user."""
    return await queries.get(call.database, user_id)


OPERATIONS = [get_my_user, update_my_user, get_user]
