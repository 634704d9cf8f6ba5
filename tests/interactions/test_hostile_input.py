"""Whole bodies of commands, invocations and answers, with each of their values in turn replaced by a hostile one."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.interactions.invoking import (
    ATTACHMENT,
    CHANNEL,
    INTEGER,
    NUMBER,
    STRING,
    USER,
    Session,
    an_app,
    answer,
    body_of,
    given,
    option,
    slash,
)
from tests.world import Caller, Json, World

# As they stand in JSON: numbers that no float holds, and halves of characters, are well formed there.
HOSTILE = (
    *(
        '"\\u0000"',
        '"\\ud800"',
        '"a\\udfff"',
        '"' + "x" * 70_000 + '"',
        '""',
        '"1e3"',
        '"٣"',
        "null",
        "true",
        "{}",
        "[]",
    ),
    *("9" * 400, "-" + "9" * 20, "1e400", "1e308", "0.1", "-1", "9" * 5000, '"' + "9" * 5000 + '"'),
    *(
        "[" * 3000 + "]" * 3000,
        '{"options":' * 500 + "1" + "}" * 500,
        '[{"type":1,"components":' * 300 + "0" + "}]" * 300,
    ),
)
COMPONENTS = [
    {"type": 1, "components": [{"type": 2, "style": 1, "label": "press", "custom_id": "press"}]},
    {"type": 1, "components": [{"type": 3, "custom_id": "pick", "options": [{"label": "a", "value": "a"}]}]},
]
V2 = [
    {"type": 17, "accent_color": 1, "components": [{"type": 10, "content": "text", "id": 7}]},
    {"type": 12, "items": [{"media": {"url": "https://a.example/x.png"}, "description": "d"}]},
]
EMBED = {"title": "t", "color": 1, "timestamp": "2026-01-01T00:00:00Z", "fields": [{"name": "n", "value": "v"}]}
MESSAGE = {
    "content": "x",
    "flags": 64,
    "embeds": [EMBED],
    "components": COMPONENTS,
    "allowed_mentions": {"parse": ["users"], "users": []},
    "attachments": [],
}
MODAL = {
    "custom_id": "m",
    "title": "T",
    "components": [
        {
            "type": 18,
            "label": "l",
            "component": {"type": 4, "custom_id": "t", "style": 1, "max_length": 9, "value": "v"},
        },
        {"type": 18, "label": "l", "component": {"type": 8, "custom_id": "c", "channel_types": [0], "max_values": 1}},
    ],
}
COMMAND = {
    "name": "made",
    "description": "d",
    "name_localizations": {"de": "gemacht"},
    "default_member_permissions": "8",
    "contexts": [0],
    "integration_types": [0],
    "nsfw": False,
    "options": [
        {
            "type": 4,
            "name": "n",
            "description": "d",
            "min_value": 0,
            "max_value": 9,
            "choices": [{"name": "a", "value": 1}],
        },
        {"type": 3, "name": "s", "description": "d", "min_length": 0, "max_length": 9, "autocomplete": True},
        {"type": 7, "name": "c", "description": "d", "channel_types": [0]},
    ],
}


def spoiled(body: Json) -> Iterator[tuple[str, str]]:
    """Where, and the body as JSON with a hostile value there."""
    for path in _paths(body):
        changed = msgspec.json.decode(msgspec.json.encode(body))
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = "@here@"
        text = msgspec.json.encode(changed).decode()
        for value in HOSTILE:
            yield f"{path} = {value[:30]}", text.replace('"@here@"', value)


def _paths(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner: Any = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType, reportUnknownMemberType] - any JSON
    for step, value in inner:
        yield (*path, step)
        yield from _paths(value, (*path, step))


async def try_all(caller: Caller, method: str, path: str, body: Json) -> None:
    world, found = caller.world, list[str]()
    headers = {"Content-Type": "application/json", "X-GitHub-Event": "issues"} | (
        {"Authorization": caller.authorization} if caller.authorization else {}
    )
    for where, text in spoiled(body):
        answered = await world.http.request(method, world.addresses.api + path, content=text.encode(), headers=headers)
        if answered.status_code >= 500:
            found.append(f"{where}: {answered.text}")
    assert not found, "\n".join(found)


async def invocations(session: Session) -> list[Json]:
    kinds = {"s": STRING, "i": INTEGER, "n": NUMBER, "u": USER, "c": CHANNEL}
    options = [option(kind, name) for name, kind in kinds.items()]
    options[0]["autocomplete"] = True
    command = await slash(session.bot, "all", *options, option(ATTACHMENT, "f"))
    values = {"s": "x", "i": 1, "n": 1.5, "u": session.person.id, "c": session.channel}
    sent = [given(kind, name, values[name]) for name, kind in kinds.items()]
    use = body_of(command, session.channel, sent, guild=session.guild.id if session.guild else None)
    use["data"]["attachments"] = [{"id": "0", "filename": "a.txt"}]
    sent[0] = sent[0] | {"focused": True}
    complete = body_of(command, session.channel, sent[:1]) | {"type": 4}
    first = await session.invoke(await slash(session.bot, "menu"))
    await answer(session.bot, first, 4, {"content": "x", "components": COMPONENTS}, expect=204)
    message = await session.app.event("MESSAGE_CREATE")
    press = {"component_type": 3, "custom_id": "pick", "values": ["a"]}
    component = {"type": 3, "message_id": message["id"], "message_flags": 0, "data": press}
    await answer(session.bot, await session.use(message, "press"), 9, MODAL, expect=204)
    modal = await session.user.event("INTERACTION_MODAL_CREATE")
    filled = [
        {"type": 18, "component": {"type": 4, "custom_id": "t", "value": "x"}},
        {"type": 18, "component": {"type": 8, "custom_id": "c", "values": [session.channel]}},
    ]
    data = {"id": modal["id"], "custom_id": "m", "components": filled, "attachments": []}
    place = {"application_id": session.bot.id, "channel_id": session.channel, "nonce": "n", "session_id": "s"}
    return [use, complete, place | component, place | {"type": 5, "data": data}]


@pytest.mark.parametrize("which", range(4), ids=["command", "autocomplete", "component", "modal"])
async def test_invocations(world: World, which: int) -> None:
    guild, bot = await an_app(world)
    session = await Session.open(guild.owner, bot, guild)
    await try_all(guild.owner, "POST", "/interactions", (await invocations(session))[which])


@pytest.mark.parametrize(
    "body",
    [
        {"type": 4, "data": MESSAGE},
        {"type": 4, "data": {"flags": 1 << 15 | 64, "components": V2}},
        {"type": 7, "data": MESSAGE},
        {"type": 8, "data": {"choices": [{"name": "n", "value": "v", "name_localizations": {"de": "n"}}]}},
        {"type": 9, "data": MODAL},
    ],
    ids=["message", "components", "update", "choices", "modal"],
)
async def test_answers(world: World, body: Json) -> None:
    guild, bot = await an_app(world)
    session = await Session.open(guild.owner, bot, guild)
    interaction = await session.invoke(await slash(bot, "ping"))
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    await try_all(world.anyone, "POST", path, body)


async def test_follow_ups(world: World) -> None:
    guild, bot = await an_app(world)
    session = await Session.open(guild.owner, bot, guild)
    interaction = await session.invoke(await slash(bot, "ping"))
    await answer(bot, interaction, 4, {"content": "x", "flags": 64}, expect=204)
    await try_all(world.anyone, "POST", f"/webhooks/{bot.id}/{interaction['token']}", MESSAGE)
    await try_all(world.anyone, "PATCH", f"/webhooks/{bot.id}/{interaction['token']}/messages/@original", MESSAGE)


async def test_commands(world: World) -> None:
    guild, bot = await an_app(world)
    await try_all(bot, "POST", f"/applications/{bot.id}/commands", COMMAND)
    await try_all(bot, "PUT", f"/applications/{bot.id}/guilds/{guild.id}/commands", [COMMAND])
    made = await slash(bot, "ping")
    await try_all(bot, "PATCH", f"/applications/{bot.id}/commands/{made['id']}", COMMAND)
    body = {"permissions": [{"id": guild.id, "type": 1, "permission": True}]}
    path = f"/applications/{bot.id}/guilds/{guild.id}/commands/{made['id']}/permissions"
    await try_all(guild.owner, "PUT", path, body)


async def test_webhooks(world: World) -> None:
    guild = await world.guild()
    hook = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "a webhook"})
    path = f"/webhooks/{hook['id']}/{hook['token']}"
    named = {"username": "n", "avatar_url": "https://a.invalid/x.png", "thread_name": "t", "applied_tags": ["1"]}
    await try_all(world.anyone, "POST", path, MESSAGE | named)
    attachment = {
        "title": "t",
        "title_link": "https://a.example",
        "color": "#fff",
        "ts": 1,
        "fields": [{"title": "a", "value": "b"}],
    }
    await try_all(world.anyone, "POST", f"{path}/slack", {"text": "x", "username": "n", "attachments": [attachment]})
    user = {"id": 1, "login": "l", "html_url": "https://a.example", "avatar_url": "https://a.example"}
    issue = {
        "id": 1,
        "number": 2,
        "html_url": "https://a.example",
        "user": user,
        "title": "t",
        "pull_request": {"x": 1},
    }
    await try_all(world.anyone, "POST", f"{path}/github", {"sender": user, "action": "opened", "issue": issue})
    edit = {"name": "n", "avatar": None, "channel_id": guild.channel}
    await try_all(guild.owner, "PATCH", f"/webhooks/{hook['id']}", edit)


async def test_applications(world: World) -> None:
    bot = await world.bot()
    params = {"scopes": ["bot"], "permissions": "8"}
    body = {
        "name": "n",
        "description": "d",
        "flags": 0,
        "tags": ["t"],
        "max_participants": 5,
        "redirect_uris": ["https://a.example"],
        "install_params": params,
        "integration_types_config": {"0": {"oauth2_install_params": params}},
        "event_webhooks_types": ["ENTITLEMENT_CREATE"],
        "custom_install_url": "https://a.example",
    }
    await try_all(bot.owner, "PATCH", f"/applications/{bot.id}", body)
    decision = {
        "authorize": True,
        "integration_type": 0,
        "guild_id": "1",
        "webhook_channel_id": "1",
        "permissions": "8",
    }
    await try_all(bot.owner, "POST", f"/oauth2/authorize?client_id={bot.id}&scope=bot", decision)
