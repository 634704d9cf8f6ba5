"""Drives operations by their published names, and holds each answer against what is published for it."""

from typing import Any

import msgspec

from openapi.write import operations
from tests.published import published_contract
from tests.world import Caller

EMBED = {
    "title": "t",
    "description": "d",
    "url": "https://example.org",
    "color": 255,
    "fields": [{"name": "n", "value": "v", "inline": True}],
    "footer": {"text": "f"},
    "author": {"name": "a"},
}


class Report(msgspec.Struct):
    """What a run has driven: answers of success by operation, and what was wrong with them."""

    answers: dict[str, int] = {}
    unanswerable: set[str] = set()
    faults: list[str] = []

    def undriven(self) -> list[str]:
        """The published operations that we have and that no answer of success came from."""
        published = published_contract().operations
        driven = self.answers.keys() | self.unanswerable
        return sorted(one.id for one in operations() if one.id in published and one.id not in driven)


class Driver:
    """Calls operations for one test; what is not as published fails it at its end."""

    def __init__(self, report: Report) -> None:
        self._operations = {operation.id: operation for operation in operations()}
        self._report = report
        self._faults: list[str] = []

    async def of(self, caller: Caller, name: str, body: Any = None, query: str = "", **ids: Any) -> Any:
        """The answer of that operation. Words that name nothing in its path are given to the request."""
        operation = self._operations[name]
        in_path = {key: ids.pop(key) for key in list(ids) if f"{{{key}}}" in operation.path}
        result = await caller.request(operation.method, operation.path.format(**in_path) + query, body, **ids)
        self._report.answers[name] = self._report.answers.get(name, 0) + 1
        try:
            published_contract().check(name, caller.answer.status_code, caller.answer.content)
        except AssertionError as fault:
            self._faults.append(str(fault))
        return result

    async def none_of(self, caller: Caller, name: str, code: int, query: str = "", **ids: Any) -> None:
        """Here there are none of what that operation gives, and each is unknown; no answer of success can be had."""
        operation = self._operations[name]
        await caller.refused(code, operation.method, operation.path.format(**ids) + query, status=404)
        self._report.unanswerable.add(name)

    def end(self) -> None:
        """Raises AssertionError when an answer was not as published."""
        self._report.faults += self._faults
        assert not self._faults, "\n".join(["not as published:", *self._faults])
