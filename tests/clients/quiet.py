"""What a library complains of is a fault of ours."""

import logging
from collections.abc import Generator
from contextlib import contextmanager


class _Complaints(logging.Handler):
    def __init__(self, expected: str) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        text = logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record)
        if not self._expected or self._expected not in text:
            self.records.append(text)


@contextmanager
def quiet(library: str, expected: str = "") -> Generator[None]:
    """Fails if the library logs a warning or worse meanwhile, other than the expected."""
    logger, complaints = logging.getLogger(library), _Complaints(expected)
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    assert not complaints.records, "\n".join(complaints.records)
