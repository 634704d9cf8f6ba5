"""Real instances for tests: `python -m server up`, on ports that the system chooses."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

_ADDRESS = re.compile(r"^  (\w+) +(\S.*)$")
HOUSE = Path(__file__).parent.parent


class Addresses(msgspec.Struct):
    """Where an instance is reached."""

    api: str
    gateway: str
    health: str
    metrics: str

    @property
    def root(self) -> str:
        return self.api.removesuffix("/api/v10")


class RunningInstance:
    """An instance from its start to `end`; its log goes to a file in the data folder."""

    def __init__(self, data: Path, **environment: str) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.log = data / "instance.log"
        given = {
            "GUILDHALL_PORT": "0",
            "GUILDHALL_API_WORKERS": "2",
            "GUILDHALL_DATA": str(data),
            "GUILDHALL_DEMO": "off",
            "GUILDHALL_GUILD_FEATURES": "off",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server", "up"],
                cwd=HOUSE,
                env=os.environ | given | environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.addresses = self._addresses()

    def _addresses(self) -> Addresses:
        assert self.process.stdout
        found: dict[str, str] = {}
        for line in self.process.stdout:
            if match := _ADDRESS.match(line):
                found[match[1].lower()] = match[2]
            if "data" in found:
                return msgspec.convert(found, Addresses)
        raise AssertionError(f"the instance did not start:\n{self.log.read_text()}")

    def children(self, role: str) -> list[int]:
        """The pids of its processes of that role, `api` or `gateway`."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(one) for one in children if role.encode() in Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")]

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        assert self.process.stdout
        self.process.stdout.close()
        return self.process.wait(timeout=30)

    def detach(self) -> int:
        """Lets it run on when we are gone; its pid, for whoever ends it."""
        assert self.process.stdout
        self.process.stdout.close()
        self.process.returncode = 0  # else its Popen complains that it still runs
        return self.process.pid
