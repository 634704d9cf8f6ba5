"""What a library complains of is a fault of ours."""

import logging
from collections.abc import Generator
from contextlib import contextmanager


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record))


@contextmanager
def quiet(library: str) -> Generator[None]:
    """Fails if the library logs a warning or worse meanwhile."""
    logger, complaints = logging.getLogger(library), _Complaints()
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    assert not complaints.records, "\n".join(complaints.records)
