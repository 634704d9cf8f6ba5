"""Reading grants, codes and tokens."""

from core.database import Reader
from domain.grants import store
from domain.grants.records import Code, RefreshToken
from domain.users.identity import token_hash, user_id_of

find_grant = store.find_grant
list_grants = store.list_grants


async def find_code(reader: Reader, code: str) -> Code | None:
    user_id = user_id_of(code)
    return None if user_id is None else await store.find_code(reader, user_id, token_hash(code))


async def find_refresh_token(reader: Reader, token: str) -> RefreshToken | None:
    user_id = user_id_of(token)
    return None if user_id is None else await store.find_refresh_token(reader, user_id, token_hash(token))


async def find_application_of(reader: Reader, token: str) -> tuple[int, int] | None:
    """The user and the application of an access or refresh token, whichever it is."""
    user_id = user_id_of(token)
    if user_id is None:
        return None
    application_id = await store.find_application_of_access_token(reader, user_id, token_hash(token))
    if application_id is None:
        refresh = await store.find_refresh_token(reader, user_id, token_hash(token))
        application_id = refresh.application_id if refresh else None
    return None if application_id is None else (user_id, application_id)
