"""Modals as the libraries build them: none is refused, and what is kept of them the libraries can read."""

import json
from typing import Any

import hikari
from hikari.impl import special_endpoints as build

from core import wire
from core.problems import Faults
from domain.components import kept, rules
from domain.components.requests import ModalRequest
from tests.clients.discord_py import discord
from tests.clients.test_discord_py_components import without_numbers

ui = discord.ui


def accepted(sent: Any) -> Any:
    modal = wire.decode(json.dumps(sent), ModalRequest)
    faults = Faults()
    rules.check_modal(modal, faults)
    assert not faults, faults.problem().body()
    return wire.decode(wire.encode(kept.modal(modal)), Any)


class Everything(ui.Modal, title="All of it"):
    text = ui.Label(text="Text", component=ui.TextInput(min_length=2, max_length=9, default="abc", placeholder="p"))
    select = ui.Label(
        text="Select",
        description="one of them",
        component=ui.Select(options=[discord.SelectOption(label=one) for one in "ab"], required=False, min_values=0),
    )
    users = ui.Label(text="Users", component=ui.UserSelect(max_values=5))
    files = ui.Label(text="Files", component=ui.FileUpload(max_values=3, required=False))
    notice = ui.TextDisplay("read this")


class Groups(ui.Modal, title="Groups"):
    radio = ui.Label(
        text="Radio", component=ui.RadioGroup(options=[discord.RadioGroupOption(label=one) for one in "ab"])
    )
    several = ui.Label(
        text="Several",
        component=ui.CheckboxGroup(options=[discord.CheckboxGroupOption(label=one) for one in "abc"], max_values=2),
    )
    one = ui.Label(text="One", component=ui.Checkbox(default=True))


class Old(ui.Modal, title="Old"):
    name = ui.TextInput(label="Name", style=discord.TextStyle.long)


async def test_discord_pys_modals() -> None:
    for modal in (Everything(), Groups(), Old()):
        sent = modal.to_dict()
        answer = accepted(sent)
        assert (answer["custom_id"], answer["title"]) == (sent["custom_id"], sent["title"])
        read = [discord.components._component_factory(one) for one in answer["components"]]
        shown = [one.to_dict() for one in read if one is not None]
        assert [one["type"] for one in shown] == [one["type"] for one in sent["components"]]
        inner = [without_numbers(one.get("component")) for one in shown]
        for got, asked in zip(
            inner, [without_numbers(one.get("component")) for one in sent["components"]], strict=True
        ):
            assert got is None or {key: got.get(key) for key in asked} == asked


def test_hikaris_modals() -> None:
    row = build.ModalActionRowBuilder()
    row.add_text_input("name", "Name", style=hikari.TextInputStyle.PARAGRAPH, max_length=20, required=False)
    answer = accepted({"custom_id": "m", "title": "t", "components": [row.build()[0]]})
    (text,) = answer["components"][0]["components"]
    assert (text["custom_id"], text["label"], text["style"], text["max_length"]) == ("name", "Name", 2, 20)
    assert text["required"] is False
