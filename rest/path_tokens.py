"""Tokens in the path, which stand in for an account: those of webhooks, and of interactions, which use their routes.

They are looked at before anything else of a request. A genuine one is known without the database, and its requests
are counted together, whoever sends them; a forged one is refused before its body is read.
"""

from collections.abc import Mapping

from core import clock, codes, snowflakes, validation
from core.database import Reader
from core.problems import Problem
from domain.interactions import tokens as interaction_tokens
from domain.interactions.deadlines import LONGEST_KEPT_S
from domain.webhooks import queries
from domain.webhooks import tokens as webhook_tokens
from rest.operation import Operation

_INTERACTION = "interaction_token"
PARAMETERS = frozenset(("webhook_token", _INTERACTION))


def holder(parameters: Mapping[str, str]) -> str | None:
    """By what name the requests of whoever has the token are counted; None without a token, or with one not ours."""
    if _INTERACTION in parameters:
        named = interaction_tokens.read(parameters[_INTERACTION])
        is_for_this = named is not None and parameters["interaction_id"].lstrip("0") == str(named.interaction_id)
        return f"interaction:{named.interaction_id}" if named is not None and is_for_this else None
    token = parameters.get("webhook_token", "")
    webhook_id = parameters.get("webhook_id", "").lstrip("0")
    if not (token.isascii() and webhook_id.isascii() and webhook_id.isdigit() and len(webhook_id) <= 19):
        return None
    if webhook_tokens.fits(int(webhook_id), token):
        return f"webhook:{webhook_id}"
    named = interaction_tokens.read(token)
    if named is not None and named.application_id == int(webhook_id):
        return f"interaction:{named.interaction_id}"
    return None


def is_over(parameters: Mapping[str, str]) -> bool:
    """Whether it is a token of an interaction that is forgotten by now: it opens nothing, so no body need be read."""
    named = interaction_tokens.read(parameters.get(_INTERACTION) or parameters.get("webhook_token", ""))
    return named is not None and clock.now_ms() - snowflakes.created_ms(named.interaction_id) > LONGEST_KEPT_S * 1000


async def refusal(reader: Reader, operation: Operation, parameters: dict[str, str]) -> Problem:
    """Why a token that is none of ours, or is over, is refused. Raises 50035 when what is in the path are no ids."""
    assert operation.path_parameters is not None
    ids = validation.convert(parameters, operation.path_parameters)
    if _INTERACTION in parameters:
        is_ours = interaction_tokens.read(parameters[_INTERACTION]) is not None
        return Problem(codes.UNKNOWN_INTERACTION if is_ours else codes.INVALID_WEBHOOK_TOKEN)
    return await queries.refusal(reader, getattr(ids, "webhook_id"))  # noqa: B009 - the Struct is made at run time
