"""Settings: the environment over the file over the defaults, and a list that tells the truth."""

from pathlib import Path

import pytest

from core import settings


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No settings of the machine, and an empty working directory."""
    for field in settings.Settings.model_fields:
        monkeypatch.delenv(settings.variable(field), raising=False)
    monkeypatch.delenv("GUILDHALL_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults(tmp_path: Path):
    default = settings.load()
    assert (default.port, default.gateway_port, default.metrics_port) == (8080, 8081, 8082)
    assert default.public_url == "http://127.0.0.1:8080"
    assert default.gateway_url == "ws://127.0.0.1:8081"
    assert default.data == tmp_path / ".guildhall"
    assert default.database_url is None
    assert default.rate_limits == "on"


def test_neighbouring_ports_follow_the_port(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GUILDHALL_PORT", "9000")
    monkeypatch.setenv("GUILDHALL_METRICS_PORT", "9999")
    given = settings.load()
    assert (given.gateway_port, given.metrics_port) == (9001, 9999)
    assert given.gateway_url.endswith(":9001")


def test_environment_wins_over_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    folder = tmp_path / "with space"
    folder.mkdir()
    (folder / "guildhall.toml").write_text('port = 9000\napi_workers = 3\ndatabase_url = "postgresql://file/x"\n')
    monkeypatch.setenv("GUILDHALL_DATA", str(folder))
    monkeypatch.setenv("GUILDHALL_PORT", "9100")
    monkeypatch.setenv("REDIS_URL", "redis://there/0")
    given = settings.load()
    assert (given.port, given.api_workers) == (9100, 3)
    assert (given.database_url, given.redis_url) == ("postgresql://file/x", "redis://there/0")


def test_a_named_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "my.toml").write_text('rate_limits = "off"\ndata = "elsewhere"\n')
    monkeypatch.setenv("GUILDHALL_SETTINGS", str(tmp_path / "my.toml"))
    assert settings.load().rate_limits == "off"
    assert settings.load().data == tmp_path / "elsewhere"
    monkeypatch.setenv("GUILDHALL_SETTINGS", str(tmp_path / "other.toml"))
    with pytest.raises(settings.SettingsError, match=r"GUILDHALL_SETTINGS: there is no file .*other\.toml"):
        settings.load()


@pytest.mark.parametrize(
    ("variable", "value"), [("GUILDHALL_PORT", "http"), ("GUILDHALL_RATE_LIMITS", "0"), ("GUILDHALL_API_WORKERS", "0")]
)
def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, variable: str, value: str):
    monkeypatch.setenv(variable, value)
    with pytest.raises(settings.SettingsError, match=f"^{variable}: ") as refused:
        settings.load()
    assert len(str(refused.value).splitlines()) == 1, "what follows from it is not told"


def test_an_unknown_key_in_the_file_is_refused(tmp_path: Path):
    (tmp_path / ".guildhall").mkdir()
    (tmp_path / ".guildhall" / "guildhall.toml").write_text("prot = 9000\n")
    with pytest.raises(settings.SettingsError, match="PROT"):
        settings.load()


def test_a_child_gets_the_very_same(monkeypatch: pytest.MonkeyPatch):
    ours = settings.load(port=9000, redis_url="unix:///tmp/redis.sock", clock_skew_s=-1.5)
    for name, value in ours.environment().items():
        monkeypatch.setenv(name, value)
    assert settings.load() == ours


def test_the_list_is_up_to_date():
    """Renew it with `python -m server settings > docs/settings.md`."""
    assert (Path(settings.__file__).parent.parent / "docs" / "settings.md").read_text() == settings.markdown()
