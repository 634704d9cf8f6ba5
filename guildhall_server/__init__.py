"""The launcher: carries the house in a private folder and starts the program with that folder first on the path.

The house has top-level names that a bot's own repository, or a library beside it, is likely to have as well (`core`,
`api`, `interactions`). So a wheel never installs them: they travel in `guildhall_server/house/`, and the program
runs in a process of its own that finds them before anything else and does not look in the working directory.
"""

import os
import sys
from pathlib import Path

__version__ = "0.1.0"

_HOUSE = Path(__file__).parent / "house"
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from server.cli import main; main()"


def main() -> None:
    """The console script `guildhall`: becomes the program."""
    if not _HOUSE.is_dir():
        sys.exit("guildhall: this is a checkout; start it with `make up` or `python -m server`")
    os.execv(sys.executable, [sys.executable, "-P", "-c", _BOOT, str(_HOUSE), *sys.argv[1:]])  # noqa: S606 - ourselves
