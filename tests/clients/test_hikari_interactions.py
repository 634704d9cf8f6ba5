"""hikari's interactions over the gateway: commands, menus, suggestions, components, modals, and what it answers."""

from collections.abc import AsyncGenerator
from typing import Any

import hikari
import pytest
import pytest_asyncio
from hikari.impl import special_endpoints as build

from tests.clients.hikari_app import App, a_gateway_app, button, menu, option, slash, text_input, written
from tests.instances import Addresses
from tests.interactions.invoking import ATTACHMENT, BOOLEAN, CHANNEL, INTEGER, ROLE, STRING, USER, given
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")
Kind, Response, Flag = hikari.OptionType, hikari.ResponseType, hikari.MessageFlag

COMMANDS = [
    slash("ping"),
    slash(
        "take",
        option(Kind.STRING, "word", is_required=True, choices=[hikari.CommandChoice(name="Red", value="r")]),
        option(Kind.INTEGER, "number", min_value=1, max_value=9),
        option(Kind.BOOLEAN, "yes"),
        option(Kind.USER, "who"),
        option(Kind.CHANNEL, "where", channel_types=[hikari.ChannelType.GUILD_VOICE]),
        option(Kind.ROLE, "role"),
        option(Kind.ATTACHMENT, "file"),
    ),
    slash("tag", option(Kind.SUB_COMMAND_GROUP, "all", options=[option(Kind.SUB_COMMAND, "list")])),
    slash("find", option(Kind.STRING, "name", autocomplete=True)),
    menu(hikari.CommandType.USER, "Look At"),
    menu(hikari.CommandType.MESSAGE, "Quote"),
]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    async with World(addresses) as world, a_gateway_app(world, COMMANDS) as app:
        yield app


async def test_a_command_knows_all_about_its_use(app: App) -> None:
    interaction = await app.use("ping")
    assert (interaction.command_name, interaction.locale, interaction.guild_locale) == ("ping", "en-US", "en-US")
    assert interaction.member.permissions & hikari.Permissions.ADMINISTRATOR
    assert interaction.app_permissions & hikari.Permissions.VIEW_CHANNEL
    assert (interaction.channel.id, interaction.entitlements) == (int(app.guild.channel), [])
    assert (await app.rest.fetch_application_command(int(app.bot.id), interaction.command_id)).name == "ping"
    assert (await interaction.fetch_guild()).id == interaction.get_guild().id == int(app.guild.id)
    await interaction.create_initial_response(Response.MESSAGE_CREATE, "pong", flags=Flag.EPHEMERAL)
    pong = await app.said()
    assert (pong["content"], pong["flags"]) == ("pong", 64)
    assert (await interaction.fetch_initial_response()).id == int(pong["id"])


async def test_options(app: App) -> None:
    interaction = await app.use(
        "take",
        given(STRING, "word", "r"),
        given(INTEGER, "number", 9),
        given(BOOLEAN, "yes", True),
        given(USER, "who", app.member.id),
        given(CHANNEL, "where", app.guild.voice),
        given(ROLE, "role", app.guild.id),
        given(ATTACHMENT, "file", 0),
        files=[("a.txt", b"hello")],
    )
    values = {one.name: one.value for one in interaction.options}
    found = interaction.resolved
    assert (values["word"], values["number"], values["yes"]) == ("r", 9, True)
    assert found.members[values["who"]].user.id == int(app.member.id)
    assert found.channels[values["where"]].type is hikari.ChannelType.GUILD_VOICE
    assert found.roles[values["role"]].name == "@everyone"
    assert await found.attachments[values["file"]].read() == b"hello"
    await interaction.create_initial_response(Response.MESSAGE_CREATE, attachment=found.attachments[values["file"]])
    assert (await app.said())["attachments"][0]["filename"] == "a.txt"


async def test_sub_commands(app: App) -> None:
    interaction = await app.use("tag", given(2, "all", options=[given(1, "list", options=[])]))
    (group,) = interaction.options
    assert (group.name, group.options[0].name) == ("all", "list")
    await interaction.create_initial_response(Response.MESSAGE_CREATE, embed=hikari.Embed(title="tags"))
    assert (await app.said())["embeds"][0]["title"] == "tags"


async def test_suggestions(app: App) -> None:
    interaction = await app.complete("find", given(STRING, "name", "b", focused=True))
    typed = interaction.options[0]
    assert typed.is_focused
    await interaction.create_response([build.AutocompleteChoiceBuilder(typed.value + end, end) for end in "ox"])
    response = await app.session.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [(one["name"], one["value"]) for one in response["choices"]] == [("bo", "o"), ("bx", "x")]


async def test_menus(app: App) -> None:
    looked = await app.use("Look At", target_id=app.member.id)
    assert looked.resolved.users[looked.target_id].username == app.member.name
    await looked.create_initial_response(Response.MESSAGE_CREATE, "seen", flags=Flag.EPHEMERAL)
    assert (await app.said())["content"] == "seen"
    message = await app.member.post(f"/channels/{app.guild.channel}/messages", {"content": "wise words"})
    quoted = await app.use("Quote", target_id=message["id"])
    assert quoted.resolved.messages[quoted.target_id].content == "wise words"
    await quoted.create_initial_response(Response.MESSAGE_CREATE, "wise")
    assert (await app.said())["content"] == "wise"


async def test_an_answer_later(app: App) -> None:
    interaction = await app.use("ping")
    await interaction.create_initial_response(Response.DEFERRED_MESSAGE_CREATE, flags=Flag.EPHEMERAL)
    assert (await app.said())["flags"] == 64 | 128
    edited = await interaction.edit_initial_response("done", attachment=hikari.Bytes(b"hi", "a.txt"))
    assert await edited.attachments[0].read() == b"hi"
    changed = await app.said("MESSAGE_UPDATE")
    assert (changed["content"], changed["flags"]) == ("done", 64)
    more = await interaction.execute("more", flags=Flag.EPHEMERAL)
    assert (await interaction.fetch_message(more.id)).content == "more"
    assert (await interaction.edit_message(more.id, "more!")).content == "more!"
    await interaction.delete_message(more.id)
    await interaction.delete_initial_response()
    deleted = [(await app.session.user.event("MESSAGE_DELETE"))["id"] for _ in "12"]
    assert deleted == [str(more.id), changed["id"]]
    with pytest.raises(hikari.NotFoundError):
        await interaction.fetch_initial_response()


async def test_a_voice_message(app: App) -> None:
    interaction = await app.use("ping")
    voice = hikari.Bytes(b"OggS", "voice-message.ogg", "audio/ogg")
    await app.rest.create_interaction_voice_message_response(interaction, interaction.token, voice, "AAEC", 1.5)
    said = await app.said()
    assert (said["flags"], said["attachments"][0]["waveform"]) == (Flag.IS_VOICE_MESSAGE, "AAEC")


async def with_buttons(app: App, *custom_ids: str, **more: Any) -> Any:
    interaction = await app.use("ping")
    rows = [button(custom_id) for custom_id in custom_ids]
    await interaction.create_initial_response(Response.MESSAGE_CREATE, "press", components=rows, **more)
    return await app.said()


async def test_buttons(app: App) -> None:
    message = await with_buttons(app, "now", "later")
    pressed = await app.press(message, "now")
    assert (pressed.custom_id, pressed.component_type) == ("now", hikari.ComponentType.BUTTON)
    assert (pressed.message.id, pressed.message.content) == (int(message["id"]), "press")
    await pressed.create_initial_response(Response.MESSAGE_UPDATE, "pressed")
    assert (await app.said("MESSAGE_UPDATE"))["content"] == "pressed"
    pressed = await app.press(message, "later")
    await pressed.create_initial_response(Response.DEFERRED_MESSAGE_UPDATE)
    await pressed.edit_initial_response("no buttons", components=[])
    changed = await app.said("MESSAGE_UPDATE")
    assert (changed["content"], changed["components"]) == ("no buttons", [])
    await pressed.execute("and more")
    assert (await app.said())["content"] == "and more"


async def test_a_button_that_one_user_sees(app: App) -> None:
    message = await with_buttons(app, "mine", flags=Flag.EPHEMERAL)
    pressed = await app.press(message, "mine")
    assert pressed.message.flags & Flag.EPHEMERAL
    await pressed.create_initial_response(Response.MESSAGE_UPDATE, "yours")
    assert (await app.said("MESSAGE_UPDATE"))["content"] == "yours"


async def test_selects(app: App) -> None:
    interaction = await app.use("ping")
    words = build.MessageActionRowBuilder()
    words.add_text_menu("words", max_values=2).add_option("a", "a").add_option("b", "b")
    users = build.MessageActionRowBuilder().add_select_menu(hikari.ComponentType.USER_SELECT_MENU, "users")
    places = build.MessageActionRowBuilder()
    places.add_channel_menu("places", channel_types=[hikari.ChannelType.GUILD_VOICE])
    await interaction.create_initial_response(Response.MESSAGE_CREATE, components=[words, users, places])
    message = await app.said()
    assert (await app.press(message, "words", ["a", "b"], 3)).values == ["a", "b"]
    picked = await app.press(message, "users", [app.member.id], 5)
    assert picked.resolved.members[int(app.member.id)].username == app.member.name
    picked = await app.press(message, "places", [app.guild.voice], 8)
    assert picked.resolved.channels[int(app.guild.voice)].permissions & hikari.Permissions.CONNECT


async def test_a_layout(app: App) -> None:
    interaction = await app.use("ping")
    box = build.ContainerComponentBuilder(accent_color=hikari.Color(0xFF00FF))
    box.add_text_display("inside").add_file(hikari.Bytes(b"abc", "note.txt"))
    more = build.InteractiveButtonBuilder(style=hikari.ButtonStyle.PRIMARY, custom_id="more", label="more")
    box.add_component(build.SectionComponentBuilder(accessory=more).add_text_display("aside"))
    flags = Flag.IS_COMPONENTS_V2 | Flag.EPHEMERAL
    await interaction.create_initial_response(Response.MESSAGE_CREATE, components=[box], flags=flags)
    message = await app.said()
    assert (message["components"][0]["components"][1]["size"], message["flags"]) == (3, int(flags))
    pressed = await app.press(message, "more")
    shown = pressed.message.components[0].components
    assert await shown[1].file.read() == b"abc"
    text = build.TextDisplayComponentBuilder(content="pressed")
    await pressed.create_initial_response(Response.DEFERRED_MESSAGE_UPDATE)
    await pressed.edit_initial_response(components=[text], attachments=None)
    changed = await app.said("MESSAGE_UPDATE")
    assert (changed["components"][0]["content"], changed["attachments"]) == ("pressed", [])


async def test_modals(app: App) -> None:
    interaction = await app.use("ping")
    await interaction.create_modal_response("Form", "form", component=text_input("name"))
    modal = await app.session.user.event("INTERACTION_MODAL_CREATE")
    submitted = await app.submit(modal, written(modal, "Ada"))
    assert submitted.custom_id == "form"
    assert [(one.custom_id, one.value) for one in submitted.components[0].components] == [("name", "Ada")]
    await submitted.create_initial_response(Response.MESSAGE_CREATE, "hello Ada")
    assert (await app.said())["content"] == "hello Ada"


async def test_a_modal_of_a_button(app: App) -> None:
    message = await with_buttons(app, "rename")
    pressed = await app.press(message, "rename")
    await pressed.create_modal_response("Form", "form", component=text_input("name"))
    modal = await app.session.user.event("INTERACTION_MODAL_CREATE")
    submitted = await app.submit(modal, written(modal, "Bob"))
    assert submitted.message.id == int(message["id"])
    await submitted.create_initial_response(Response.MESSAGE_UPDATE, "Bob")
    assert (await app.said("MESSAGE_UPDATE"))["content"] == "Bob"


async def test_one_answer_wins(app: App) -> None:
    interaction = await app.use("ping")
    await interaction.create_initial_response(Response.MESSAGE_CREATE, "one")
    with pytest.raises(hikari.BadRequestError) as late:
        await interaction.create_initial_response(Response.MESSAGE_CREATE, "two")
    assert late.value.code == 40060
