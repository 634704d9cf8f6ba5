"""docs/oauth2.md says which operations each scope opens."""

from pathlib import Path

import pytest

from domain.grants.scopes import SCOPES
from openapi.scopes import PAGE, main, table, written
from openapi.write import operations


def test_the_page_is_current() -> None:
    text = PAGE.read_text()
    assert text == written(text), "run: python -m openapi.scopes"


def test_drift_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = PAGE.read_text().replace("`GET /users/@me/guilds`", "nothing")
    page.write_text(text)
    assert written(text) != text
    main(page)
    assert page.read_text() == PAGE.read_text()
    with pytest.raises(ValueError, match="has no"):
        written("another page")


def test_every_scope_is_there() -> None:
    rows = [line for line in table().splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == sorted(SCOPES)


def test_no_operation_is_opened_by_a_scope_that_there_is_not() -> None:
    assert {scope for one in operations() for scope in one.scopes} <= SCOPES.keys()
