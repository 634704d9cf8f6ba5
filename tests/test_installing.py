"""What docs/installing.md says to type works, and the pages are in what is installed."""

import asyncio
import os
import re
import sys
import zipfile
from pathlib import Path

from tests.browser import Browser
from tests.instances import HOUSE
from tests.world import World


async def test_the_snippet_builds_an_address_that_installs(world: World) -> None:
    bot, guild = await world.bot(), await world.guild()
    text = (HOUSE / "docs/installing.md").read_text()
    (snippet,) = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    given = {"API": world.addresses.api, "TOKEN": bot.token, "APPLICATION_ID": bot.id, "no_proxy": "*"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", snippet, env=os.environ | given, stdout=asyncio.subprocess.PIPE
    )
    url = (await process.communicate())[0].decode().strip()
    async with Browser(world) as browser:
        page = await browser.log_in(await browser.open(url), guild.owner.name)
        page = await browser.send(page.form("Choose"), guild_id=guild.id)
        assert (await browser.send(page.form("Authorize"))).title == "Done"
    assert (await bot.get(f"/guilds/{guild.id}"))["id"] == guild.id


async def test_the_wheel_carries_the_pages(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=HOUSE
    )
    assert await process.wait() == 0
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for page in (HOUSE / "oauth/pages").iterdir():
        assert f"guildhall_server/house/oauth/pages/{page.name}" in names
