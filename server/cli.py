"""The command line: `python -m server <command>` in a checkout, `guildhall <command>` when installed."""

import asyncio
import logging
import sys
from typing import Annotated

import typer

from core import settings as settings_of
from server import operator
from server.processes import StartError

__all__ = ["main"]

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

ListenFd = Annotated[
    int | None, typer.Option("--fd", help="A listening socket to serve from; else the port is opened.")
]
ReadyFd = Annotated[int | None, typer.Option(help="A pipe that is told when the process serves.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from guildhall_server import __version__

        print(f"guildhall {__version__}")
        raise typer.Exit


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction] - typer holds it
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True)] = False,
) -> None:
    """An open, self-hostable platform for bots, wire-compatible with Discord."""


@app.command()
def up() -> None:
    """Start everything, and end it on Ctrl-C."""
    from server import supervisor

    supervisor.run(settings_of.load())


@app.command()
def api(fd: ListenFd = None, ready_fd: ReadyFd = None) -> None:
    """Serve the HTTP API; DATABASE_URL and REDIS_URL must be set."""
    from server import api_process

    api_process.run(settings_of.load(), fd, ready_fd)


@app.command()
def gateway(fd: ListenFd = None, ready_fd: ReadyFd = None) -> None:
    """Serve the gateway; DATABASE_URL and REDIS_URL must be set."""
    from server import gateway_process

    gateway_process.run(settings_of.load(), fd, ready_fd)


@app.command()
def migrate() -> None:
    """Bring the database of DATABASE_URL to this version."""
    from server import migrations

    database_url = settings_of.load().database_url
    if database_url is None:
        raise StartError("DATABASE_URL is not set; the embedded database is brought up to date by `up`")
    asyncio.run(migrations.migrate(database_url))


@app.command()
def grant(
    application_id: Annotated[int, typer.Argument(help="The application's id.")],
    what: Annotated[list[operator.Grant], typer.Argument(help="What it is granted.")],
    take_back: Annotated[bool, typer.Option("--take-back", help="Takes that away instead.")] = False,
) -> None:
    """Grant an application full intents, or verify it, while the instance runs or not."""
    asyncio.run(operator.grant(settings_of.load(), application_id, what, take_back=take_back))
    print("Done." if not take_back else "Taken back.")


@app.command()
def settings() -> None:
    """Print the list of settings in Markdown."""
    print(settings_of.markdown(), end="")


def main() -> None:
    """Runs a command. What is the user's to mend is told in one line, with exit status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(prog_name="guildhall")
    except (StartError, settings_of.SettingsError) as error:
        print(f"guildhall: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
