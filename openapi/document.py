"""An OpenAPI 3.1 document as Structs: the parts that say what goes over the wire, and nothing else.

`read_document` decodes one, `operations` lists what it offers. Path templates are matched without their
parameter names, for `/users/{user_id}` and `/users/{id}` are one path; a leading `/api/v10` is dropped.
"""

import re
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, field

METHODS = ("get", "post", "put", "patch", "delete")

_PARAMETER = re.compile(r"\{[^}]*\}")
_VERSION = re.compile(r"^/api/v\d+(?=/)")

Literal = str | int | float | bool | None


class Schema(Struct, rename="camel"):
    ref: str | None = field(default=None, name="$ref")
    type: str | list[str] | None = None
    format: str | None = None
    enum: list[Literal] | None = None
    const: Literal | msgspec.UnsetType = msgspec.UNSET
    properties: dict[str, "Schema | bool"] = {}
    required: list[str] = []
    additional_properties: "Schema | bool | None" = None
    items: "Schema | bool | None" = None
    one_of: list["Schema | bool"] = []
    any_of: list["Schema | bool"] = []
    all_of: list["Schema | bool"] = []
    content_schema: "Schema | None" = None


class Parameter(Struct, rename="camel"):
    ref: str | None = field(default=None, name="$ref")
    name: str = ""
    location: str = field(default="", name="in")
    required: bool = False
    schema: Schema | bool = True


class Content(Struct):
    schema: Schema | bool = True


class RequestBody(Struct):
    ref: str | None = field(default=None, name="$ref")
    content: dict[str, Content] = {}
    required: bool = False


class Response(Struct):
    ref: str | None = field(default=None, name="$ref")
    content: dict[str, Content] = {}


class Operation(Struct, rename="camel"):
    operation_id: str = ""
    parameters: list[Parameter] = []
    request_body: RequestBody | None = None
    responses: dict[str, Response] = {}


class PathItem(Struct):
    parameters: list[Parameter] = []
    get: Operation | None = None
    post: Operation | None = None
    put: Operation | None = None
    patch: Operation | None = None
    delete: Operation | None = None


class Components(Struct, rename="camel"):
    schemas: dict[str, Schema] = {}
    parameters: dict[str, Parameter] = {}
    request_bodies: dict[str, RequestBody] = {}
    responses: dict[str, Response] = {}


class Document(Struct):
    paths: dict[str, PathItem] = {}
    components: Components = field(default_factory=Components)


class Endpoint(Struct, frozen=True):
    """One operation at its place, references to shared parameters, bodies and responses followed."""

    method: str
    path: str
    parameters: list[Parameter]
    body: RequestBody
    responses: dict[str, Response]

    @property
    def key(self) -> tuple[str, str]:
        """What makes two endpoints the same one: the parameters' names do not."""
        return self.method, _PARAMETER.sub("{}", self.path)

    @property
    def where(self) -> str:
        return f"{self.method} {self.path}"

    def parameter_key(self, parameter: Parameter) -> tuple[str, str]:
        """Query and header parameters go by name, path parameters by their place in the path."""
        if parameter.location == "path":
            names = _PARAMETER.findall(self.path)
            here = "{" + parameter.name + "}"
            return "path", str(names.index(here)) if here in names else parameter.name
        name = parameter.name
        return parameter.location, name.lower() if parameter.location == "header" else name


Shared = TypeVar("Shared", Parameter, RequestBody, Response)


def read_document(path: Path) -> Document:
    """The document in that file. Raises msgspec.DecodeError or msgspec.ValidationError if it is none."""
    return msgspec.json.decode(path.read_bytes(), type=Document)


def operations(document: Document) -> dict[tuple[str, str], Endpoint]:
    """All operations by method and nameless path, in the document's order."""
    endpoints = [
        _endpoint(document.components, method, path, item, operation)
        for path, item in document.paths.items()
        for method in METHODS
        if (operation := _operation(item, method)) is not None
    ]
    return {endpoint.key: endpoint for endpoint in endpoints}


def _operation(item: PathItem, method: str) -> Operation | None:
    by_method = {
        "get": item.get,
        "post": item.post,
        "put": item.put,
        "patch": item.patch,
        "delete": item.delete,
    }
    return by_method[method]


def _endpoint(shared: Components, method: str, path: str, item: PathItem, operation: Operation) -> Endpoint:
    parameters = [_follow(each, shared.parameters) for each in [*item.parameters, *operation.parameters]]
    return Endpoint(
        method=method.upper(),
        path=_VERSION.sub("", path),
        parameters=list({(each.location, each.name): each for each in parameters}.values()),
        body=_follow(operation.request_body or RequestBody(), shared.request_bodies),
        responses={status: _follow(response, shared.responses) for status, response in operation.responses.items()},
    )


def _follow(part: Shared, shared: dict[str, Shared]) -> Shared:
    return part if part.ref is None else shared[part.ref.rsplit("/", 1)[1]]
