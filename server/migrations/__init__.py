"""Bringing the database's schema to the version of this program.

Each file of versions/ is one step in plain SQL, named by its number. Alembic keeps the order and writes the script from
where a database stands to the last step; the script is then run over our own driver, in one transaction under an
advisory lock, so that of several programs that start at once one does the work. Nothing of Alembic is imported when a
database stands at the last step already, which is the case at nearly every start: that saves 0.3 s.
"""

import io
from pathlib import Path
from typing import Final

import asyncpg

__all__ = ["NewerDatabaseError", "head", "migrate"]

_FOLDER: Final = Path(__file__).parent
_LOCK: Final = 0x6775696C646D6967
_TABLE_EXISTS: Final = "SELECT to_regclass('alembic_version') IS NOT NULL"


class NewerDatabaseError(Exception):
    """The database was used by a newer version of the program; this one does not know its tables."""


def head() -> str:
    """The last step; by name, as the numbers of the files are those of the revisions."""
    return max(step.name for step in (_FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


async def migrate(database_url: str) -> None:
    """Brings the database to the last step. Raises NewerDatabaseError, asyncpg's errors; then nothing is changed."""
    connection = await asyncpg.connect(database_url)
    try:
        version, last = await _version(connection), head()
        if version == last:
            return
        if version is not None and version > last:
            raise NewerDatabaseError(f"the database stands at step {version}, this program knows {last}")
        async with connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
            await connection.execute(_script(await _version(connection)))
    finally:
        await connection.close()


async def _version(connection: "asyncpg.Connection[asyncpg.Record]") -> str | None:
    if not await connection.fetchval(_TABLE_EXISTS):
        return None
    return await connection.fetchval("SELECT version_num FROM alembic_version")


def _script(version: str | None) -> str:
    """The SQL from that version to the last step; empty when it stands there."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import RevisionStep
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory(str(_FOLDER))

    def upgrade(revision: object, context: object) -> list[RevisionStep]:
        # What `alembic upgrade` does behind an env.py; there is no public name for it.
        return steps._upgrade_revs("head", version)  # pyright: ignore[reportPrivateUsage, reportArgumentType]

    script = io.StringIO()
    with EnvironmentContext(Config(), steps, fn=upgrade, as_sql=True, starting_rev=version) as environment:
        environment.configure(url="postgresql+asyncpg://", output_buffer=script)
        environment.run_migrations()
    return script.getvalue()
