"""Icons of roles, and what the CDN makes of them. Here, because they take a feature that only the database gives."""

import io

from PIL import Image

from tests.deliveries.conftest import Here
from tests.pictures import gif, uri


async def test_icons_of_roles_in_every_format(here: Here) -> None:
    guild = await here.guild()
    async with here.instance.database.transaction(lock=int(guild.id)) as tx:
        await tx.execute("UPDATE guilds SET features = '{ROLE_ICONS}' WHERE id = $1", int(guild.id))
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role", "icon": uri(gif(), "gif")})
    assert not role["icon"].startswith("a_")
    path = f"{here.addresses.root}/role-icons/{role['id']}/{role['icon']}"
    for ending, kind in {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}.items():
        image = Image.open(io.BytesIO((await here.http.get(f"{path}.{ending}?size=16")).content))
        assert (image.format, image.size) == (kind, (16, 16))
    assert (await here.http.get(f"{path}.gif")).status_code == 415
