"""The runs against the published contract, and what they say at their end.

A run of the whole folder in one process, as `make conformance` is, fails when it has left out an operation.
"""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.conformance.driver import Driver, Report
from tests.published import is_there

_report = Report()


@pytest.fixture
def answers() -> Generator[Driver]:
    """Who drives the operations; skipped where the published contract is not beside the checkout."""
    if not is_there():
        pytest.skip("the published contract is not there")
    driver = Driver(_report)
    yield driver
    driver.end()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _report.answers:
        return
    undriven = _report.undriven()
    line = terminalreporter.write_line
    line(f"conformance: {sum(_report.answers.values())} answers of {len(_report.answers)} operations,")
    line(f"    {len(_report.faults)} not as published; {len(undriven)} operations not driven: {', '.join(undriven)}")
    line(f"    {len(_report.unanswerable)} of what there is nothing of: {', '.join(sorted(_report.unanswerable))}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _report.answers and _is_whole(session) and _report.undriven():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_whole(session: pytest.Session) -> bool:
    chosen = session.config.option.keyword or session.config.option.markexpr
    return not chosen and {item.path for item in session.items} >= set(Path(__file__).parent.glob("test_*.py"))
