"""An operation of the REST API: one function, and beside it what the contract says of it.

`@operation` keeps the function's route, who may call it, its rate limit and its statuses; its signature says the
rest: the parameters of the path by name, `query`, `body` (or `form`) and `files`, or one `file`, and what it answers.
A `file` that may be left out (`Upload | None`) stands beside a `body`.
From this one table come the routes (rest/handler.py) and the published contract (openapi/write.py).
"""

import enum
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, get_type_hints

import msgspec

from core.codes import Code
from core.limits import Bucket
from rest.multipart import Upload

_PARAMETER = re.compile(r"{(\w+)}")


class Who(enum.Flag):
    """Who may call an operation. Nobody else may: there is no default."""

    ANYONE = enum.auto()
    BOT = enum.auto()
    USER = enum.auto()
    BEARER = enum.auto()  # an application that a user has let do something for him; `scopes` say what is needed
    ACCOUNT = BOT | USER


class Answer(msgspec.Struct):
    """An answer whose status or headers are not the operation's usual ones."""

    status: int
    value: object = None
    headers: tuple[tuple[str, str], ...] = ()


class Refusals(msgspec.Struct, frozen=True):
    """How an operation of another standard tells what is wrong: its statuses, and its own body in place of ours.

    `of` gives the answer for an exception, or None for one that the standard has no word for.
    """

    body: type[msgspec.Struct]
    statuses: tuple[int, ...]
    of: Callable[[Exception], Answer | None]


class Operation(msgspec.Struct, frozen=True):
    """What is known of one operation. `id` is the published operationId, and the function's name."""

    id: str
    method: str
    path: str
    who: Who
    scopes: frozenset[str]  # any of which opens it to a bearer; empty: any token does
    bucket: Bucket | None
    stricter: Callable[[Any], Bucket | None] | None  # the limit that bodies of some kind have within the bucket
    statuses: tuple[int, ...]  # of success; the first is the usual one
    problems: tuple[Code, ...]
    summary: str
    path_parameters: type[msgspec.Struct] | None
    query: type[msgspec.Struct] | None
    body: Any  # a type, or None
    form: type[msgspec.Struct] | None  # a body that can be a form and nothing else; multipart beside a file
    takes_files: bool
    takes_file: bool  # a form with one file, and beside it the fields of `form`
    may_take_file: bool  # a body that may be a form with one file
    file_name: str  # the name of that file's field
    answer: Any  # a type; None when the answer is empty
    other_answers: Mapping[int, Any]  # of statuses of success that do not come with `answer`
    tag: str
    function: Callable[..., Awaitable[object]]
    refusals: Refusals | None = None
    media_type: str = "application/json"  # of an answer of success; of another than JSON, the bytes are given


def operation(
    method: str,
    path: str,
    *,
    who: Who,
    bucket: Bucket | None,
    scopes: tuple[str, ...] = (),
    stricter: Callable[[Any], Bucket | None] | None = None,
    status: int | tuple[int, ...] | None = None,
    problems: tuple[Code, ...] = (),
    answer: Any = ...,
    other_answers: Mapping[int, Any] | None = None,
    refusals: Refusals | None = None,
    media_type: str = "application/json",
    file_name: str = "file",
) -> Callable[[Callable[..., Awaitable[object]]], Operation]:
    """Makes an operation of a function.

    `path` is relative to the version, as in `/channels/{channel_id}`. `scopes` opens the operation to bearers who
    have one of them. `status` defaults to 200, or 204 for a function that gives None. `answer` is the answer's type
    where the annotation cannot say it (an `Answer`).
    `file_name`: what the field of `file` is called in the form.
    """

    def decorate(function: Callable[..., Awaitable[object]]) -> Operation:
        hints = get_type_hints(function, include_extras=True)
        names = list(inspect.signature(function).parameters)[1:]
        in_path = _PARAMETER.findall(path)
        unknown = set(names) - {*in_path, "query", "body", "form", "files", "file"}
        assert not unknown and set(in_path) <= set(names), f"{function.__name__}: parameters do not fit {path}"
        gives = hints["return"] if answer is ... else answer
        if gives is type(None):
            gives = None
        usual = status if status is not None else (204 if gives is None else 200)
        assert "files" not in hints or hints["files"] == list[Upload], function.__name__
        assert "file" not in hints or hints["file"] in (Upload, Upload | None), function.__name__
        return Operation(
            id=function.__name__,
            method=method,
            path=path,
            who=who | Who.BEARER if scopes else who,
            scopes=frozenset(scopes),
            bucket=bucket,
            stricter=stricter,
            statuses=usual if isinstance(usual, tuple) else (usual,),
            problems=problems,
            summary=(inspect.getdoc(function) or "").partition("\n")[0],
            path_parameters=_struct(function.__name__, {name: hints[name] for name in in_path}),
            query=hints.get("query"),
            body=hints.get("body"),
            form=hints.get("form"),
            takes_files="files" in hints,
            takes_file=hints.get("file") is Upload,
            may_take_file=hints.get("file") == Upload | None,
            file_name=file_name,
            answer=gives,
            other_answers=other_answers or {},
            tag=function.__module__.rpartition(".")[2],
            function=function,
            refusals=refusals,
            media_type=media_type,
        )

    return decorate


def _struct(name: str, fields: dict[str, Any]) -> type[msgspec.Struct] | None:
    return msgspec.defstruct(name, list(fields.items())) if fields else None
