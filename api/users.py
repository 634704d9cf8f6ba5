"""Users: oneself, and others."""

from core import codes
from core.wire import UNSET, Snowflake
from domain import profiles
from domain.auto_moderation import names
from domain.grants import scopes
from domain.users import queries
from domain.users.records import Connection, CurrentUser, EditCurrentUser, User
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation("GET", "/users/@me", who=Who.ACCOUNT, scopes=(scopes.IDENTIFY,), bucket=buckets.READ)
async def get_my_user(call: Call) -> CurrentUser:
    """The caller, with what only he may see. A bearer sees the e-mail address by a scope of its own."""
    user = await queries.me(call.database, call.user_id)
    if call.identity.is_bearer and scopes.EMAIL not in call.identity.scopes:
        user.email = user.verified = UNSET
    if call.identity.is_bearer and scopes.PREMIUM not in call.identity.scopes:
        user.premium_type = UNSET
    return user


@operation("PATCH", "/users/@me", who=Who.ACCOUNT, bucket=buckets.EDIT_ME)
async def update_my_user(call: Call, body: EditCurrentUser) -> CurrentUser:
    """Change the caller."""
    instance = call.instance
    me = await profiles.edit(call.database, instance.objects, call.identity, body)
    if body.username is not UNSET or body.global_name is not UNSET:
        await names.review_everywhere(call.database, instance.guilds, instance.messages.moderation, call.user_id)
    return me


@operation("GET", "/users/{user_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=(codes.UNKNOWN_USER,))
async def get_user(call: Call, user_id: Snowflake) -> User:
    """What everyone may see of a user."""
    return await queries.get(call.database, user_id)


@operation("GET", "/users/@me/connections", who=Who.ACCOUNT, scopes=("connections",), bucket=buckets.READ)
async def list_my_connections(call: Call) -> list[Connection]:
    """The caller's accounts elsewhere. Nothing can be linked here yet, so there are none."""
    return []


OPERATIONS = [get_my_user, update_my_user, get_user, list_my_connections]
