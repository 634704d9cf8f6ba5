"""Giving tokens back. RFC 7009. Docs: topics/oauth2#authorization-code-grant-token-revocation-example."""

import msgspec
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError

from domain.grants import actions, queries
from oauth.clients import ClientForm, authenticate
from oauth.errors import NO_STORE, REFUSALS
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation


class RevokeForm(ClientForm, kw_only=True):
    """The hint is not needed: a token is found whatever it is."""

    token: str = ""
    token_type_hint: str = ""


class Revoked(msgspec.Struct):
    """Nothing is left to say."""


@operation(
    "POST",
    "/oauth2/token/revoke",
    who=Who.ANYONE,
    bucket=buckets.TOKEN,
    answer=Revoked,
    refusals=REFUSALS,
)
async def revoke_oauth2_token(call: Call, form: RevokeForm) -> Answer:
    """Take back a token, and with it all that its user granted the application. A token that is none is no fault."""
    client = await authenticate(call, form)
    if not form.token:
        raise InvalidRequestError("A token is needed.")
    found = await queries.find_application_of(call.database, form.token)
    if found is not None:
        user_id, application_id = found
        if application_id != client.id:
            raise InvalidGrantError("The token is another client's.")
        async with call.transaction(lock=user_id) as tx:
            await actions.revoke_grant(tx, user_id, application_id)
    return Answer(200, Revoked(), NO_STORE)


OPERATIONS = [revoke_oauth2_token]
