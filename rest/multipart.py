"""Multipart forms: `payload_json`, the files, and other fields.

Names use literal brackets, `files[0]`; the number is the placeholder id of `attachments[].id`. Order is free.
Docs: reference#uploading-files.
"""

import re
from typing import cast

import msgspec
from multipart import (
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,  # pyright: ignore[reportUnknownVariableType] - untyped
)

from core import codes, form_codes
from core.problems import Problem

MOST_FILES = 10
_MOST_PARTS = 100
_FILE = re.compile(r"files?\[(\d{1,9})\]|file")


class Upload(msgspec.Struct):
    """A file of a form."""

    index: int
    filename: str
    content_type: str
    content: bytes


class Form(msgspec.Struct):
    """A form: the bytes of `payload_json` (or None), the other text fields by name, and the files by index."""

    payload: bytes | None
    fields: dict[str, str]
    files: list[Upload]


def is_multipart(content_type: str) -> bool:
    return content_type.lower().startswith("multipart/form-data")


def parse_form(content_type: str, body: bytes, *, largest_file: int, file_name: str = "file") -> Form:
    """The form in a body. Raises 50035 for what is no form, 40005 for a file over `largest_file` bytes.

    `file_name`: the one field that is a file, where it has a name of its own.
    """
    boundary = cast("dict[str, str]", parse_options_header(content_type)[1]).get("boundary", "")
    form = Form(None, {}, [])
    try:
        parser = PushMultipartParser(boundary, max_segment_count=_MOST_PARTS)
        with parser:
            _read(parser, body, form, largest_file, re.compile(re.escape(file_name)) if file_name != "file" else _FILE)
    except (MultipartError, ValueError) as problem:
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason="Not a well formed form.") from problem
    if len(form.files) > MOST_FILES:
        raise Problem.invalid("files", form_codes.BASE_TYPE_MAX_LENGTH, max=MOST_FILES)
    form.files.sort(key=lambda file: file.index)
    return form


def _read(parser: PushMultipartParser, body: bytes, form: Form, largest_file: int, names: re.Pattern[str]) -> None:
    segment: MultipartSegment | None = None
    content = bytearray()
    for part in (*parser.parse(body), *parser.parse(b"")):
        if isinstance(part, MultipartSegment):
            segment, content = part, bytearray()
        elif part is not None:
            content += part
            if segment is not None and segment.filename is not None and len(content) > largest_file:
                raise Problem(codes.REQUEST_ENTITY_TOO_LARGE)
        elif segment is not None:
            _add(form, segment, bytes(content), names)
            segment = None


def _add(form: Form, segment: MultipartSegment, content: bytes, names: re.Pattern[str]) -> None:
    name = cast("str", segment.name)
    if not name:
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason="A part has no name.")
    file = names.fullmatch(name)
    if name == "payload_json":
        form.payload = content
    elif file is not None and segment.filename is not None:
        index = int(file[1]) if file.re.groups and file[1] else len(form.files)
        if any(known.index == index for known in form.files):
            raise Problem.invalid(f"files[{index}]", form_codes.BASE_TYPE_INVALID, reason="Given twice.")
        kind = segment.content_type or "application/octet-stream"
        form.files.append(Upload(index, segment.filename or "unknown", kind, content))
    else:
        form.fields[name] = content.decode("utf-8", "replace")
