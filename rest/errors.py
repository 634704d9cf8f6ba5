"""Problems as responses: the one place where either becomes the other."""

import structlog
from litestar.exceptions import HTTPException

from core import codes
from core.codes import Code
from core.problems import Problem

log = structlog.get_logger()

_BY_STATUS: dict[int, Code] = {
    404: codes.NOT_FOUND,
    405: codes.METHOD_NOT_ALLOWED,
    413: codes.REQUEST_ENTITY_TOO_LARGE,
}


def problem_of(error: Exception, request_id: str) -> Problem:
    """The problem that a client is told of. What was not expected is logged with the request's id."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException) and error.status_code < 500:
        return Problem(_BY_STATUS.get(error.status_code, codes.GENERAL), headers=error.headers)
    log.error("unexpected failure", request_id=request_id, exc_info=error)
    return Problem(codes.INTERNAL_SERVER_ERROR)
