"""What README.md and docs/ say to type works, and what they point at is there."""

import asyncio
import re
import secrets
import sys
from pathlib import Path

import msgspec
import pytest

from core import settings
from core.limits import Policy
from rest import buckets
from tests.instances import HOUSE, Addresses
from tests.world import Person, World

README = (HOUSE / "README.md").read_text()
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def snippet(language: str, containing: str) -> str:
    found = [text for kind, text in SNIPPETS if kind == language and containing in text]
    assert len(found) == 1, f"one {language} snippet has {containing}"
    return found[0]


async def run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=HOUSE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return out.decode()


async def test_the_shell_snippet_makes_a_guild_and_an_application(world: World, addresses: Addresses) -> None:
    name = f"ada.{secrets.token_hex(6)}"
    script = snippet("sh", "curl").replace("http://127.0.0.1:8080", addresses.root).replace("ada", name)
    out = await run("bash", "-euo", "pipefail", "-c", f'{script}\necho "$token"')
    guild, end = msgspec.json.Decoder(), out.index("}{") + 1
    made, rest = guild.decode(out[:end]), out[end:]
    application, token = guild.decode(rest[: rest.rindex("}") + 1]), rest[rest.rindex("}") + 1 :].strip()
    assert (made["name"], application["name"]) == ("Engines", "mybot")
    ada = Person(world, "", token)
    assert [one["id"] for one in await ada.get("/users/@me/guilds")] == [made["id"]]
    assert (await ada.post(f"/applications/{application['id']}/bot"))["token"]


async def test_discord_py_is_pointed_here() -> None:
    shown = 'print(Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE, sep="\\n")'
    out = await run(sys.executable, "-W", "ignore", "-c", snippet("python", "Route.BASE") + shown)
    assert out.split() == ["http://127.0.0.1:8080/api/v10", "ws://127.0.0.1:8081", "http://127.0.0.1:8080"]
    example = (HOUSE / "examples" / "ping_bot.py").read_text()
    for constant in ("Route.BASE = ", "DiscordWebSocket.DEFAULT_GATEWAY = ", "discord.Asset.BASE = "):
        assert constant in example


async def test_hikari_is_pointed_here() -> None:
    text = snippet("python", "hikari.GatewayBot")
    before = 'import hikari\ntoken = "MTIz.abc.def"\n'
    await run(sys.executable, "-W", "ignore", "-c", before + text + "assert bot.rest is not None")
    assert "rest_url=" in (HOUSE / "examples" / "ping_bot_hikari.py").read_text()


def test_discord_js_is_pointed_here() -> None:
    """It puts the version behind the address by itself, and asks for the gateway's."""
    text = snippet("js", "new Client")
    assert re.findall(r'(\w+): "([^"]*)"', text) == [
        ("api", "http://127.0.0.1:8080/api"),
        ("cdn", "http://127.0.0.1:8080"),
    ]
    assert text.count("(") == text.count(")")
    assert text.count("{") == text.count("}")


def test_addresses_are_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(settings.variable(name), raising=False)
    monkeypatch.chdir(tmp_path)
    defaults = settings.load()
    ports = {str(defaults.port), str(defaults.gateway_port)}
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", README)) == ports


def test_settings_are_settings() -> None:
    known = settings.markdown()
    named = set(re.findall(r"`((?:GUILDHALL|DATABASE|REDIS)_\w+)`", README))
    assert named
    assert {name for name in named if f"`{name}`" not in known} == set()


def test_targets_and_files_are_there() -> None:
    makefile = (HOUSE / "Makefile").read_text()
    targets = set(re.findall(r"^make (\w+)", README, re.MULTILINE))
    assert "up" in targets
    assert {target for target in targets if f"\n{target}:" not in makefile} == set()
    files = {path for path in re.findall(r"\]\(([\w./]+)\)|(examples/\w+\.py)", README) for path in path if path}
    assert "examples/ping_bot.py" in files
    assert {path for path in files if not (HOUSE / path).exists()} == set()


def test_the_policy_of_rate_limits_can_be_used(tmp_path: Path) -> None:
    page = (HOUSE / "docs" / "rate-limits.md").read_text()
    file = tmp_path / "policy.toml"
    file.write_text(page.partition("```toml\n")[2].partition("```")[0])
    changed = Policy(buckets.ALL).changed_by(file)
    assert (changed.global_limit, changed.current(buckets.MESSAGES).limit) == (200, 20)
    for bucket in buckets.ALL:
        assert f"| `{bucket.name}` | {bucket.limit} | {bucket.window_s:g} |" in page
