"""The committed contract is what the code says, and speaks of everything that the code sends."""

import ast
from pathlib import Path

from openapi.events import event_types
from openapi.write import drift, main

ROOT = Path(__file__).parents[2]


def test_the_committed_contract_is_current() -> None:
    assert drift() == "", "run: python -m openapi.write"


def test_drift_is_seen(tmp_path: Path) -> None:
    main([], tmp_path)
    assert main(["--check"], tmp_path) == 0
    file = tmp_path / "openapi.json"
    file.write_text(file.read_text().replace('"3.1.0"', '"3.0.0"'))
    assert main(["--check"], tmp_path) == 1
    assert '"3.0.0"' in drift(tmp_path)


def test_every_event_that_is_built_is_in_a_table() -> None:
    known = event_types()
    unknown = {
        f"{name} in {file.relative_to(ROOT)}"
        for package in ("domain", "gateway", "oauth", "interactions")
        for file in (ROOT / package).rglob("*.py")
        for name in built(ast.parse(file.read_text()))
        if not name.startswith("_") and name not in known
    }
    assert not unknown, f"these events are in no EVENTS table: {sorted(unknown)}"


def built(tree: ast.Module) -> set[str]:
    """What is written in capitals in a module that builds drafts: the names of its events."""
    if not any(isinstance(node, ast.Name) and node.id == "Draft" for node in ast.walk(tree)):
        return set()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    texts = [each.value for call in calls for each in call.args if isinstance(each, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and "_" in text and text.isupper()}
