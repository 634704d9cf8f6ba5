"""The whole program as its user starts it: up, ready, mended, down, and never half."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

_ADDRESS = re.compile(r"^  (\w+) +(\S.*)$")
_HOUSE = Path(__file__).parent.parent.parent


class Instance:
    """`python -m server up` on ports of the system's choice."""

    def __init__(self, data: Path, **environment: str) -> None:
        given = {"GUILDHALL_PORT": "0", "GUILDHALL_API_WORKERS": "2", "GUILDHALL_DATA": str(data)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "up"],
            cwd=_HOUSE,
            env=os.environ | given | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def addresses(self) -> dict[str, str]:
        assert self.process.stdout
        found: dict[str, str] = {}
        for line in self.process.stdout:
            if match := _ADDRESS.match(line):
                found[match[1]] = match[2]
            if "Data" in found:
                return found
        assert self.process.stderr
        raise AssertionError(self.process.stderr.read())

    def end(self, how: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    running = Instance(tmp_path / "its data")
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGTERM)


def _get(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait_gone(pid: int) -> None:
    try:
        pidfd = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([pidfd], [], [], 20)[0], f"process {pid} is still there"
    finally:
        os.close(pidfd)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_up_serves_and_ends_every_process(instance: Instance, how: signal.Signals):
    addresses = instance.addresses()
    assert _get(addresses["Health"]) == 200
    assert _get(addresses["Metrics"]) == 200
    children = _children(instance.process.pid)
    assert len(children) == 5
    assert instance.end(how) == (0, "")
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def test_nothing_outlives_a_killed_supervisor(instance: Instance):
    instance.addresses()
    children = _children(instance.process.pid)
    instance.end(signal.SIGKILL)
    for child in children:
        _wait_gone(child)


def test_a_dead_child_is_started_anew(instance: Instance):
    addresses = instance.addresses()
    assert instance.process.stderr
    before = set(_children(instance.process.pid))
    for child in before:
        if b"api" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
            os.kill(child, signal.SIGKILL)
    assert "the api process ended with status -9" in instance.process.stderr.readline()
    assert _get(addresses["Health"]) == 200
    assert "the api process ended with status -9" in instance.process.stderr.readline()


@pytest.mark.parametrize("name", ["GUILDHALL_PORT", "GUILDHALL_GATEWAY_PORT", "GUILDHALL_METRICS_PORT"])
def test_a_taken_port_is_named_and_nothing_starts(tmp_path: Path, name: str):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        data = tmp_path / "data"
        refused = Instance(data, **{name: str(taken.getsockname()[1])})
        _, errors = refused.process.communicate(timeout=20)
    assert refused.process.returncode == 1
    assert errors.count("\n") == 1
    assert f"choose another with {name}" in errors
    assert not data.exists()


def test_a_database_that_is_not_there_is_named(tmp_path: Path):
    refused = Instance(tmp_path / "data", DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}")
    _, errors = refused.process.communicate(timeout=20)
    assert refused.process.returncode == 1
    assert "the database cannot be used (DATABASE_URL)" in errors
