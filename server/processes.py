"""Starting and ending the processes of one instance.

Three promises for each of them. A terminal's Ctrl-C reaches only the supervisor, because each child has a process
group of its own. No child outlives the supervisor, even if that is killed with SIGKILL: the kernel sends the
child its parting signal (PR_SET_PDEATHSIG). And a child inherits no descriptor but those named.

The kernel ties the parting signal to the thread that forked, so `spawn` belongs to the main thread.
"""

import asyncio
import ctypes
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

__all__ = ["StartError", "command", "end", "ended", "is_ready", "report_ready", "spawn"]

_PR_SET_PDEATHSIG: Final = 1
_libc: Final = ctypes.CDLL(None, use_errno=True)


# The house goes first on the path, and the working directory not at all: it may have a `core` of its own.
_BOOT: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from server.cli import main; main()"
_HOUSE: Final = Path(__file__).resolve().parent.parent
_READY: Final = b"ready\n"
_OBJECTS_BETWEEN_COLLECTIONS: Final = 20_000


class StartError(Exception):
    """A part of the instance did not come up. The text says which and why, for the person who started it."""


def command(*arguments: str) -> list[str]:
    """The command line that runs this program with those arguments, from a checkout and from the wheel."""
    return [sys.executable, "-P", "-c", _BOOT, str(_HOUSE), *arguments]


def report_ready(fd: int | None) -> None:
    """Tells the supervisor that this process serves; what it has loaded by now stays as long as it lives.

    So the collector need not look through it again: a full collection stops a process for 80 ms otherwise. Requests
    and sessions leave few cycles, and may be looked through less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    if fd is not None:
        os.write(fd, _READY)
        os.close(fd)


async def is_ready(fd: int) -> bool:
    """Waits until the process at the other end reports that it serves, or has ended."""
    loop = asyncio.get_running_loop()
    written: asyncio.Future[bytes] = loop.create_future()

    def read() -> None:
        loop.remove_reader(fd)
        written.set_result(os.read(fd, len(_READY)))

    loop.add_reader(fd, read)
    try:
        return await written == _READY
    finally:
        loop.remove_reader(fd)


def spawn(
    command: Sequence[str | os.PathLike[str]],
    *,
    output: IO[bytes] | int | None = None,
    environment: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
    uid: int | None = None,
    gid: int | None = None,
    parting_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Starts a command; its output goes to `output`, or where ours goes."""
    parent = os.getpid()

    def bind_to_parent() -> None:
        # Runs after the change of user, which would clear the parting signal.
        _libc.prctl(_PR_SET_PDEATHSIG, int(parting_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return subprocess.Popen(  # noqa: S603 - the commands are our own
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=environment,
        pass_fds=pass_fds,
        user=uid,
        group=gid,
        extra_groups=None if gid is None else [],
        process_group=0,
        preexec_fn=bind_to_parent,
    )


async def ended(process: subprocess.Popen[bytes]) -> int:
    """Waits for the end of a process without a thread; its exit status, negative for a signal."""
    if process.poll() is None:
        loop = asyncio.get_running_loop()
        pidfd = os.pidfd_open(process.pid)
        gone = asyncio.Event()
        loop.add_reader(pidfd, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(pidfd)
            os.close(pidfd)
    return process.wait()


def end(process: subprocess.Popen[bytes], first: signal.Signals, *, grace_s: float) -> None:
    """Asks a process to end, and kills it when it has not after the grace."""
    if process.poll() is not None:
        return
    process.send_signal(first)
    try:
        process.wait(grace_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
