"""The features that an instance gives to new guilds."""

from tests.deliveries.conftest import Here


async def test_a_new_guild_has_no_pictures_of_roles(here: Here) -> None:
    owner = await here.user()
    roles = [{"name": "everyone"}, {"name": "r", "icon": "data:image/png;base64,iVBORw0KGgo="}]
    made = await owner.post("/guilds", {"name": "g1", "roles": roles})
    assert [role["icon"] for role in made["roles"]] == [None, None]


async def test_roles_have_icons_and_gradients_and_so_have_those_of_templates(here: Here) -> None:
    guild = await here.guild()
    path = f"/guilds/{guild.id}"
    assert sorted((await guild.owner.get(path))["features"]) == ["ENHANCED_ROLE_COLORS", "ROLE_ICONS"]
    colors = {"primary_color": 1, "secondary_color": 2, "tertiary_color": None}
    await guild.owner.post(f"{path}/roles", {"name": "r", "unicode_emoji": "🦊", "colors": colors})
    template = await guild.owner.post(f"{path}/templates", {"name": "t"})
    copy = await guild.owner.post(f"/guilds/templates/{template['code']}", {"name": "a copy"})
    assert [(one["unicode_emoji"], one["colors"]) for one in copy["roles"]][1:] == [("🦊", colors)]
