"""What is wrong, in the words of RFC 6749, section 5.2. It has no `code`, by which clients tell it from ours."""

import msgspec
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.rfc6749.errors import AccessDeniedError, InvalidRequestError

from core.problems import Problem
from core.wire import UNSET, UnsetType
from rest.operation import Answer, Refusals

NO_STORE = (("cache-control", "no-store"), ("pragma", "no-cache"))
_UNFIT = str.maketrans({'"': "'", "\\": "/"})


class OAuth2Refusal(msgspec.Struct):
    error: str
    error_description: str | UnsetType = UNSET


def _answer(error: Exception) -> Answer | None:
    if isinstance(error, Problem):
        if error.status == 400:
            error = InvalidRequestError(_described(error))
        elif error.status in (403, 404):  # who agreed may do so no longer, or what he agreed to is gone
            error = AccessDeniedError(_described(error))
    if not isinstance(error, OAuth2Error):
        return None
    headers = [(name.lower(), value) for name, value in error.get_headers() if name == "WWW-Authenticate"]
    return Answer(
        error.status_code, OAuth2Refusal(error.error or "", error.description or UNSET), (*headers, *NO_STORE)
    )


def _described(problem: Problem) -> str:
    """Its message and where it lies, in the characters that RFC 6749 allows."""
    where = [".".join(str(step) for step in fault.path) for fault in problem.faults]
    text = "; ".join([problem.message, *(place for place in where if place)]).translate(_UNFIT)
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text)


REFUSALS = Refusals(OAuth2Refusal, (400, 401), _answer)
