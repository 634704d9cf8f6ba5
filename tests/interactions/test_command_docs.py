"""What docs/commands.md says to type works."""

import contextlib
import io
import re

from tests.instances import HOUSE, Addresses
from tests.world import World


async def test_the_snippet_makes_commands(world: World, addresses: Addresses) -> None:
    page = (HOUSE / "docs" / "commands.md").read_text()
    (snippet,) = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    bot = await world.bot()
    printed = io.StringIO()
    script = snippet.replace("http://127.0.0.1:8080/api/v10", addresses.api)
    assert script != snippet
    with contextlib.redirect_stdout(printed):
        exec(compile(script, "docs/commands.md", "exec"), {"token": bot.token})
    assert printed.getvalue().split() == ["paint", "1", "Wash", "2"]
    made = await bot.get(f"/applications/{bot.id}/commands", headers={"X-Discord-Locale": "de"})
    assert [(each["name"], each.get("name_localized")) for each in made] == [("paint", "streiche"), ("Wash", None)]
