"""Structured logs: a line an event, text for people or JSON for machines. Never a token, a password or a body."""

import logging
import sys

import structlog

from core import clock
from core.settings import Settings


def configure(settings: Settings, process: str) -> None:
    """Sets up logging for this process; `process` names it in every line."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    renderer: structlog.typing.Processor
    if settings.log_format == "json":
        renderer = structlog.processors.JSONRenderer()
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _stamp,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    # Libraries log through the standard library; their warnings are ours to see.
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )


def _stamp(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    line["timestamp"] = clock.timestamp().iso()
    return line
