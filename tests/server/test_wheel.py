"""The wheel beside a bot: only `guildhall_server` is installed, and each side finds its own modules."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

_HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=_HOUSE, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_only_one_package_is_installed(wheel: Path):
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"guildhall_server"}
    house = {name.split("/")[2] for name in names if name.startswith("guildhall_server/house/")}
    ours = {folder.parent.name for folder in _HOUSE.glob("*/__init__.py")} - {"guildhall_server", "tests", "bench"}
    assert ours <= house, "a package is missing in pyproject.toml: [tool.hatch.build.targets.wheel.force-include]"


def test_it_runs_where_the_bot_has_the_same_names(wheel: Path, tmp_path: Path):
    site, bot = tmp_path / "site packages", tmp_path / "a bot"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    for folder in (bot, site):
        for name in ("core", "server", "interactions", "api"):
            (folder / name).mkdir(parents=True)
            (folder / name / "__init__.py").write_text("raise SystemExit('the wrong package was imported')\n")
    launch = [sys.executable, "-c", "import guildhall_server; guildhall_server.main()"]
    environment = os.environ | {
        "PYTHONPATH": str(site),
        "GUILDHALL_DATA": str(tmp_path / "data"),
        "GUILDHALL_PORT": "0",
    }

    version = subprocess.run([*launch, "--version"], cwd=bot, env=environment, capture_output=True, text=True)
    assert version.stdout.startswith("guildhall 0."), version.stderr

    with subprocess.Popen([*launch, "up"], cwd=bot, env=environment, stdout=subprocess.PIPE, text=True) as instance:
        assert instance.stdout
        assert instance.stdout.readline() == "Guildhall is ready.\n"
        instance.terminate()
        instance.communicate(timeout=30)
    assert instance.returncode == 0
