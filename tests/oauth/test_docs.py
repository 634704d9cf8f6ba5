"""The snippets of docs/oauth2.md do what the page says."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

from tests.instances import HOUSE
from tests.oauth.applications import REDIRECT, Application
from tests.world import World

_SNIPPET = re.compile(r"```python\n(.*?)```", re.DOTALL)
_BROWSER = """
import httpx
from urllib.parse import urlsplit

def browser(address):
    query = urlsplit(address).query
    headers = {"Authorization": user_token}
    return httpx.post(
        f"{url}/api/v10/oauth2/authorize?{query}", json={"authorize": True}, headers=headers
    ).raise_for_status().json()["location"]
"""


async def test_the_snippets_run(world: World, tmp_path: Path) -> None:
    user, app = await world.user(), await Application.make(world)
    given = {
        "url": world.addresses.root,
        "client_id": app.id,
        "client_secret": app.secret,
        "redirect_uri": REDIRECT,
        "user_token": user.token,
    }
    for_oneself, for_a_user = _SNIPPET.findall((HOUSE / "docs" / "oauth2.md").read_text())
    assert await _run(tmp_path, given, for_oneself) == f"{app.bot.owner.name} lets me use: identify guilds\n"
    assert await _run(tmp_path, given, _BROWSER + for_a_user) == f"{user.id}\n"


async def _run(folder: Path, given: dict[str, str], snippet: str) -> str:
    script = folder / "snippet.py"
    script.write_text("".join(f"{name} = {value!r}\n" for name, value in given.items()) + snippet)
    command = [sys.executable, "-W", "ignore", str(script)]
    ran = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
