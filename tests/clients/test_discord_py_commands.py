"""discord.py makes its commands: trees with groups, menus, translations; and hears who may use them."""

from typing import Any

from tests.clients.discord_py import after, discord, running
from tests.world import World

app_commands = discord.app_commands


class German(app_commands.Translator):
    async def translate(self, string: app_commands.locale_str, locale: discord.Locale, context: Any) -> str | None:
        return {"color": "farbe"}.get(string.message) if locale is discord.Locale.german else None


def tree_of(client: discord.Client) -> app_commands.CommandTree[discord.Client]:
    """One of each kind."""
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(name="paint", description="Paints", guild_only=True)

    @group.command(description="The wall")
    @app_commands.choices(
        color=[app_commands.Choice(name="red", value="r"), app_commands.Choice(name="blue", value="b")]
    )
    async def wall(_: discord.Interaction, color: str, coats: app_commands.Range[int, 1, 5] = 1) -> None: ...

    @tree.command(name="color", description="A color", nsfw=True)
    @app_commands.default_permissions(manage_guild=True)
    async def color(
        _: discord.Interaction, member: discord.Member, where: discord.TextChannel | None = None
    ) -> None: ...

    @tree.context_menu(name="High Five")
    async def high_five(_: discord.Interaction, user: discord.User) -> None: ...

    @tree.context_menu(name="Bookmark")
    async def bookmark(_: discord.Interaction, message: discord.Message) -> None: ...

    tree.add_command(group)
    return tree


async def test_a_tree_is_synced(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    async with running(bot) as client:
        tree = tree_of(client)
        await tree.set_translator(German())
        synced = {command.name: command for command in await tree.sync()}
        assert synced.keys() == {"paint", "color", "High Five", "Bookmark"}
        assert synced["color"].name_localizations == {discord.Locale.german: "farbe"}
        assert synced["color"].default_member_permissions == discord.Permissions(manage_guild=True)
        assert synced["color"].nsfw and not synced["paint"].dm_permission
        assert [option.type.name for option in synced["color"].options] == ["user", "channel"]
        wall = synced["paint"].options[0]
        assert isinstance(wall, app_commands.AppCommandGroup)
        tones, coats = wall.options
        assert isinstance(tones, app_commands.Argument) and isinstance(coats, app_commands.Argument)
        assert [choice.value for choice in tones.choices] == ["r", "b"]
        assert (coats.min_value, coats.max_value, coats.required) == (1, 5, False)
        fetched = {command.id: command.to_dict() for command in await tree.fetch_commands()}
        assert fetched.keys() == {command.id for command in synced.values()}
        assert {command.id for command in await tree.sync()} == fetched.keys()


async def test_a_guilds_commands_and_who_may_use_them(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    async with running(bot) as client:
        tree, place = tree_of(client), discord.Object(int(guild.id))
        tree.copy_global_to(guild=place)
        command = next(each for each in await tree.sync(guild=place) if each.name == "color")
        assert command.guild_id == int(guild.id)
        edited = await command.edit(description="Another")
        assert (edited.id, edited.description) == (command.id, "Another")
        path = f"/applications/{bot.id}/guilds/{guild.id}/commands/{command.id}/permissions"
        words = {"permissions": [{"id": guild.id, "type": 1, "permission": False}]}
        _, heard = await after(client, "raw_app_command_permissions_update", guild.owner.put(path, words))
        assert (heard.target_id, heard.permissions[0].permission) == (command.id, False)
        home = client.get_guild(int(guild.id))
        assert home is not None
        (fetched,) = (await command.fetch_permissions(home)).permissions
        assert (fetched.id, fetched.permission) == (home.id, False)
        await command.delete()
        assert {each.name for each in await tree.fetch_commands(guild=place)} == {"paint", "High Five", "Bookmark"}
