"""hikari's RESTBot: an application without a gateway, whose own HTTP server answers what is sent to it."""

from collections.abc import AsyncGenerator

import hikari
import pytest
import pytest_asyncio

from tests.clients.hikari_app import App, an_http_app, button, menu, option, slash, text_input, written
from tests.instances import Addresses
from tests.interactions.invoking import ATTACHMENT, STRING, USER, given
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")
Kind, Response, Flag = hikari.OptionType, hikari.ResponseType, hikari.MessageFlag

COMMANDS = [
    slash("ping"),
    slash("take", option(Kind.STRING, "word"), option(Kind.USER, "who"), option(Kind.ATTACHMENT, "file")),
    slash("find", option(Kind.STRING, "name", autocomplete=True)),
    menu(hikari.CommandType.MESSAGE, "Quote"),
]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    async with World(addresses) as world, an_http_app(world, COMMANDS) as app:
        yield app


async def test_a_command(app: App) -> None:
    interaction = await app.use(
        "take",
        given(STRING, "word", "x"),
        given(USER, "who", app.member.id),
        given(ATTACHMENT, "file", 0),
        files=[("a.txt", b"hello")],
    )
    word, who, file = (one.value for one in interaction.options)
    assert (word, interaction.resolved.members[who].username) == ("x", app.member.name)
    assert await interaction.resolved.attachments[file].read() == b"hello"
    builder = interaction.build_response().set_content("took it").set_flags(Flag.EPHEMERAL)
    app.answer(builder.add_attachment(hikari.Bytes(b"there", "b.txt")))
    took = await app.said()
    assert (took["content"], took["flags"], took["attachments"][0]["filename"]) == ("took it", 64, "b.txt")
    await app.session.user.event("INTERACTION_SUCCESS", lambda data: data["nonce"] == app.session.nonce)


async def test_a_menu(app: App) -> None:
    message = await app.member.post(f"/channels/{app.guild.channel}/messages", {"content": "wise"})
    interaction = await app.use("Quote", target_id=message["id"])
    app.answer(interaction.build_response().set_content(interaction.resolved.messages[int(message["id"])].content))
    assert (await app.said())["content"] == "wise"


async def test_suggestions(app: App) -> None:
    interaction = await app.complete("find", given(STRING, "name", "b", focused=True))
    choices = [hikari.impl.AutocompleteChoiceBuilder(f"{interaction.options[0].value}{end}", end) for end in "ox"]
    app.answer(interaction.build_response(choices))
    response = await app.session.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [one["name"] for one in response["choices"]] == ["bo", "bx"]


async def test_an_answer_later(app: App) -> None:
    interaction = await app.use("ping")
    app.answer(interaction.build_deferred_response().set_flags(Flag.EPHEMERAL))
    assert (await app.said())["flags"] == 64 | 128
    await interaction.edit_initial_response("done")
    assert (await app.said("MESSAGE_UPDATE"))["content"] == "done"
    more = await interaction.execute("more")
    assert (await app.said())["id"] == str(more.id)
    await interaction.delete_initial_response()
    await app.session.user.event("MESSAGE_DELETE")


async def test_components(app: App) -> None:
    interaction = await app.use("ping")
    app.answer(
        interaction.build_response().set_content("press").add_component(button("now")).add_component(button("later"))
    )
    message = await app.said()
    pressed = await app.press(message, "now")
    app.answer(pressed.build_response(Response.MESSAGE_UPDATE).set_content("pressed"))
    assert (await app.said("MESSAGE_UPDATE"))["content"] == "pressed"
    pressed = await app.press(message, "later")
    app.answer(pressed.build_deferred_response(Response.DEFERRED_MESSAGE_UPDATE))
    await app.session.user.event("INTERACTION_SUCCESS", lambda data: data["nonce"] == app.session.nonce)
    await pressed.edit_initial_response("later", components=[])
    assert (await app.said("MESSAGE_UPDATE"))["components"] == []


async def test_a_layout(app: App) -> None:
    interaction = await app.use("ping")
    box = hikari.impl.ContainerComponentBuilder().add_text_display("inside").add_file(hikari.Bytes(b"abc", "note.txt"))
    app.answer(interaction.build_response().set_flags(Flag.IS_COMPONENTS_V2).add_component(box))
    (shown,) = (await app.said())["components"]
    assert (shown["components"][0]["content"], shown["components"][1]["name"]) == ("inside", "note.txt")


async def test_a_modal(app: App) -> None:
    interaction = await app.use("ping")
    # By the callback route: what build_modal_response makes has, in hikari 2.7.0, pairs where its components belong.
    await interaction.create_modal_response("Form", "form", component=text_input("name"))
    app.answer(None)
    modal = await app.session.user.event("INTERACTION_MODAL_CREATE")
    submitted = await app.submit(modal, written(modal, "Ada"))
    app.answer(submitted.build_response().set_content(f"hello {submitted.components[0].components[0].value}"))
    assert (await app.said())["content"] == "hello Ada"


async def test_the_callback_route_instead(app: App) -> None:
    interaction = await app.use("ping")
    app.answer(None)
    await interaction.create_initial_response(Response.MESSAGE_CREATE, "by the other way")
    assert "INTERACTION_FAILURE" not in await app.session.user.until("INTERACTION_SUCCESS")


async def test_what_the_server_cannot_answer_with_fails(app: App) -> None:
    interaction = await app.use("ping")
    app.answer(interaction.build_response().set_content("x" * 2001))
    failed = await app.session.user.event("INTERACTION_FAILURE")
    assert failed["nonce"] == app.session.nonce
