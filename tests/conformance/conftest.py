"""The runs against the published contract, and what they say at their end."""

from collections.abc import Generator

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
