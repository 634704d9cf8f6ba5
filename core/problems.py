"""Problems: the one exception that is meant for a client, and its JSON.

    Problem                      one documented code, its status, what to say
      └ faults: Fault, Fault …   where in the request, which field code, what to say

The faults become the `errors` tree of the answer. Its keys are field names and, as strings, positions in
lists; its leaves are `_errors`. What is wrong with the request as a whole stands in `errors._errors`:

    {"message": "Invalid Form Body", "code": 50035,
     "errors": {"embeds": {"0": {"title": {"_errors": [{"code": "BASE_TYPE_REQUIRED", "message": "…"}]}}}}}

A node is either a leaf or has children, never both: clients read it so. Where a whole and its part are both
at fault, the whole is reported.

`raise Problem(codes.MISSING_PERMISSIONS)` anywhere; it becomes a response in one place and a close code in
another. Every other exception is a mistake of ours.
Docs: reference#error-messages.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

import msgspec

from core import codes, wire
from core.codes import Code
from core.form_codes import FormCode

__all__ = ["MOST_FAULTS", "Fault", "Faults", "Path", "Problem"]

Path: TypeAlias = str | tuple[str | int, ...]
"""Where in the request: `"embeds[0].title"` or `("embeds", 0, "title")`; `""` is the request as a whole."""

MOST_FAULTS = 100
"""No answer lists more faults than this: an answer must not be larger than what provoked it."""

_ErrorTree: TypeAlias = "dict[str, _ErrorTree | list[_Leaf]]"

_STEP = re.compile(r"\[(\d+)\]|([^.\[]+)")


class Fault(msgspec.Struct, frozen=True):
    """What is wrong at one place of a request."""

    path: tuple[str | int, ...]
    code: str
    message: str


class Problem(Exception):  # noqa: N818 - the word of RFC 9457; most of them are refusals, not errors
    """What a client did wrong, or may not do.

    `retry_after_s` and `is_global` go into the body of answers that say when to try again.
    Docs: topics/rate-limits#exceeding-a-rate-limit.
    """

    def __init__(
        self,
        code: Code,
        *,
        message: str | None = None,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        retry_after_s: float | None = None,
        is_global: bool = False,
    ) -> None:
        self.code = code
        self.message = code.message if message is None else message
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.retry_after_s = retry_after_s
        self.is_global = is_global
        super().__init__(f"{code.number}: {self.message}")

    @classmethod
    def invalid(cls, path: Path, code: FormCode, **values: object) -> "Problem":
        """One field of the request is wrong."""
        return cls(codes.INVALID_FORM_BODY, faults=[_fault(path, code, values)])

    def within(self, field: str) -> "Problem":
        """The same of a part of the request: its faults lie in that field."""
        faults = [Fault((field, *fault.path), fault.code, fault.message) for fault in self.faults]
        return Problem(
            self.code, message=self.message, faults=faults, headers=self.headers, retry_after_s=self.retry_after_s
        )

    @property
    def status(self) -> int:
        return self.code.status

    def body(self) -> bytes:
        """The JSON of the answer."""
        limited = self.retry_after_s is not None
        return wire.encode(
            _Body(
                message=wire.encodable(self.message),
                code=self.code.number,
                errors=_tree(self.faults) if self.faults else wire.UNSET,
                retry_after=cast(float, self.retry_after_s) if limited else wire.UNSET,
                is_global=self.is_global if limited else wire.UNSET,
            )
        )


class Faults:
    """Gathers what is wrong with a request, so that a client learns all of it at once."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._faults)

    @property
    def is_full(self) -> bool:
        return len(self._faults) >= MOST_FAULTS

    def add(self, path: Path, code: FormCode, **values: object) -> None:
        """Notes a fault; those beyond `MOST_FAULTS` are dropped."""
        if not self.is_full:
            self._faults.append(_fault(path, code, values))

    def problem(self) -> Problem:
        return Problem(codes.INVALID_FORM_BODY, faults=self._faults)

    def raise_if_any(self) -> None:
        """Raises Problem(INVALID_FORM_BODY) with every fault, if there is one."""
        if self._faults:
            raise self.problem()


class _Leaf(msgspec.Struct):
    code: str
    message: str


class _Body(msgspec.Struct, omit_defaults=True, kw_only=True):
    message: str
    code: int
    errors: "_ErrorTree | wire.UnsetType" = wire.UNSET
    retry_after: float | wire.UnsetType = wire.UNSET
    is_global: bool | wire.UnsetType = msgspec.field(name="global", default=wire.UNSET)


def _fault(path: Path, code: FormCode, values: Mapping[str, object]) -> Fault:
    steps = _steps(path) if isinstance(path, str) else path
    return Fault(steps, code.name, code.message(**values))


def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(step[1]) if step[1] else step[2] for step in _STEP.finditer(path))


def _tree(faults: Iterable[Fault]) -> _ErrorTree:
    leaves: dict[tuple[str, ...], list[_Leaf]] = {}
    for fault in faults:
        leaf = _Leaf(fault.code, wire.encodable(fault.message))
        leaves.setdefault(_keys(fault.path), []).append(leaf)
    tree: _ErrorTree = {}
    for keys, found in leaves.items():
        if any(keys[:length] in leaves for length in range(len(keys))):
            continue
        node = tree
        for key in keys:
            node = cast(_ErrorTree, node.setdefault(key, {}))
        node["_errors"] = found
    return tree


def _keys(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The path as keys of the tree. It ends where a client's own key would pass for a leaf."""
    keys = tuple(wire.encodable(str(step)) for step in path)
    return keys[: keys.index("_errors")] if "_errors" in keys else keys
