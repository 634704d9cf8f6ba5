"""What else is tried alone, together: views, modals with files, polls and premium buttons in a forum's post."""

from datetime import timedelta
from typing import Any

from tests.clients.discord_py import discord
from tests.clients.discord_py_app import App, an_app
from tests.developing import a_sku
from tests.interactions.invoking import Json, Session
from tests.world import World

_PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\xdac\x64\xf8\xcfP\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82"
)


async def in_a_post(app: App) -> Session:
    """The owner, in a post of a forum."""
    forum = await app.guild.owner.post(f"/guilds/{app.guild.id}/channels", {"name": "forum", "type": 15})
    body = {"name": "a post", "message": {"content": "hi"}}
    post = await app.guild.owner.post(f"/channels/{forum['id']}/threads", body)
    return Session(app.owner.person, app.bot, post["id"], app.guild, app.owner.user, app.owner.app)


class Upload(discord.ui.Modal, title="Upload"):
    file: Any = discord.ui.Label(text="File", component=discord.ui.FileUpload())

    async def on_submit(self, interaction: Any, /) -> None:
        (file,) = self.file.component.values
        content = (await file.read()).decode()
        await interaction.response.edit_message(content=f"{content} in {interaction.channel}", view=None)
        poll = discord.Poll("Well?", timedelta(hours=1)).add_answer(text="Yes").add_answer(text="No")
        await interaction.followup.send(poll=poll)


@discord.app_commands.command(description="it")
async def begin(interaction: Any) -> None:
    client = interaction.client
    assert isinstance(interaction.channel, discord.Thread)
    emoji = await client.create_application_emoji(name="pixel", image=_PIXEL)
    await interaction.response.defer(ephemeral=True, thinking=True)
    view = discord.ui.View()
    view.add_item(discord.ui.Button(style=discord.ButtonStyle.premium, sku_id=client.sku_id))
    upload: Any = discord.ui.Button(label="Upload", emoji=emoji)

    async def show(pressed: Any) -> None:
        await pressed.response.send_modal(Upload())
        client.shown.put_nowait(None)

    upload.callback = show
    view.add_item(upload)
    await interaction.followup.send("buttons", view=view)
    client.shown.put_nowait(None)


async def test_a_hidden_view_in_a_post(world: World) -> None:
    async with an_app(world, [begin]) as app:
        app.client.sku_id = int(await a_sku(app.bot))  # pyright: ignore[reportAttributeAccessIssue]
        here = await in_a_post(app)
        await app.use("begin", by=here)
        message: Json = await app.changed("buttons")
        premium, upload = message["components"][0]["components"]
        assert (premium["style"], upload["emoji"]["name"], message["flags"]) == (6, "pixel", 64)
        await here.use(message, upload["custom_id"])
        modal = await app.shown_modal()
        values = {"type": 19, "custom_id": modal["components"][0]["component"]["custom_id"], "values": ["0"]}
        body = {"type": 5, "application_id": app.bot.id, "channel_id": here.channel}
        data = {"id": modal["id"], "custom_id": modal["custom_id"], "components": [{"type": 18, "component": values}]}
        body["data"] = data | {"attachments": [{"id": "0", "filename": "a.txt"}]}
        submitted = await here.post(body, files=[("a.txt", b"what it says")])
        assert submitted["message"]["id"] == message["id"]
        changed = await app.changed("what it says in a post")
        assert (changed["id"], changed["components"], changed["flags"]) == (message["id"], [], 64)
        asked = await app.said("")
        assert (asked["channel_id"], asked["poll"]["question"]["text"]) == (here.channel, "Well?")
        assert [one["id"] for one in await here.person.get(f"/channels/{here.channel}/messages?limit=1")] == [
            asked["id"]
        ]
