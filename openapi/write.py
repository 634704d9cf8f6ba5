"""Writes the contract, openapi.json and asyncapi.json, from the code; or says where they differ from it.

    python -m openapi.write [--check]

With `--check` nothing is written: the exit status is 1 when a committed file is not what the code says.
"""

import argparse
import difflib
import importlib
import importlib.util
import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from openapi.events import asyncapi_document, event_types
from openapi.paths import openapi_document
from openapi.schemas import Json
from openapi.webhooks import webhook_event_types
from rest.operation import Operation

_HERE = Path(__file__).parent
_FACES = ("api", "oauth", "interactions")
_HINT_LINES = 20


def main(arguments: Sequence[str] | None = None, folder: Path = _HERE) -> int:
    parser = argparse.ArgumentParser(description="Write the contract from the code.")
    parser.add_argument("--check", action="store_true", help="only say whether the files are current")
    options = parser.parse_args(arguments)
    if options.check:
        hint = drift(folder)
        if hint:
            print(f"{hint}\nThe contract is not what the code says; run: python -m openapi.write", file=sys.stderr)
        return int(bool(hint))
    for name, text in contract().items():
        (folder / name).write_text(text)
    return 0


def drift(folder: Path = _HERE) -> str:
    """How the files in the folder differ from the code, shortened; empty when they do not."""
    hints: list[str] = []
    for name, text in contract().items():
        file = folder / name
        committed = file.read_text().splitlines() if file.exists() else []
        lines = difflib.unified_diff(
            committed, text.splitlines(), f"{name}, committed", f"{name}, by the code", n=1, lineterm=""
        )
        hints += islice(lines, _HINT_LINES)
    return "\n".join(hints)


def contract() -> dict[str, str]:
    """The files of the contract by name. The same code gives the same bytes."""
    return {
        "openapi.json": _text(openapi_document(operations(), webhook_event_types())),
        "asyncapi.json": _text(asyncapi_document(event_types())),
    }


def operations() -> list[Operation]:
    """The operations of all faces that there are."""
    faces = [importlib.import_module(face) for face in _FACES if importlib.util.find_spec(face)]
    return [operation for face in faces for operation in face.OPERATIONS]


def _text(document: Json) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
