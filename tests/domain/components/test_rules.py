from typing import Any

import pytest

from core import wire
from core.problems import Fault, Faults
from domain.components import rules
from domain.components.requests import MessageComponents, ModalRequest


def found(faults: Faults) -> list[tuple[str, str]]:
    listed: tuple[Fault, ...] = faults.problem().faults
    return [(".".join(map(str, fault.path)), fault.code) for fault in listed]


def message(*components: Any, is_v2: bool = True, interactive: bool = True) -> list[tuple[str, str]]:
    faults = Faults()
    sent = wire.convert(list(components), MessageComponents)
    rules.check_message(sent, is_v2, faults, interactive=interactive)
    return found(faults)


def modal(*components: Any) -> list[tuple[str, str]]:
    faults = Faults()
    sent = wire.convert({"custom_id": "m", "title": "t", "components": list(components)}, ModalRequest)
    rules.check_modal(sent, faults, ("data",))
    return found(faults)


def button(custom_id: str = "b", **more: Any) -> Any:
    return {"type": 2, "style": 1, "label": "l", "custom_id": custom_id, **more}


def link(**more: Any) -> Any:
    return {"type": 2, "style": 5, "label": "l", "url": "https://example.test/", **more}


def select(custom_id: str = "s", **more: Any) -> Any:
    return {"type": 3, "custom_id": custom_id, "options": [{"label": "a", "value": "a"}], **more}


def options(*values: str, **more: Any) -> Any:
    return [{"label": value, "value": value, **more} for value in values]


def users(*ids: int, **more: Any) -> Any:
    return {"type": 5, "custom_id": "u", "default_values": [{"type": "user", "id": str(one)} for one in ids], **more}


def row(*components: Any, **more: Any) -> Any:
    return {"type": 1, "components": list(components), **more}


def text(content: str = "x", **more: Any) -> Any:
    return {"type": 10, "content": content, **more}


def label(component: Any) -> Any:
    return {"type": 18, "label": "l", "component": component}


def text_input(custom_id: str = "t", **more: Any) -> Any:
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def test_what_goes() -> None:
    section = {"type": 9, "components": [text()], "accessory": button("c")}
    container = {"type": 17, "components": [section, row(select(), id=7), {"type": 14}]}
    assert message(container, row(button(), link(), {"type": 2, "style": 6, "sku_id": "1"})) == []
    assert message(row(button(emoji={"name": "👋"}, label=None)), row(users(1, 2, max_values=2)), is_v2=False) == []
    assert modal(text(), row(text_input(label="l")), label(select(required=False, min_values=0))) == []


@pytest.mark.parametrize(
    ("child", "path", "code"),
    [
        (button(custom_id=None), "custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"),
        (button(sku_id="1"), "sku_id", "BASE_TYPE_INVALID"),
        (button(label=None), "label", "BASE_TYPE_REQUIRED"),
        (button(emoji={"name": "no"}), "emoji.name", "BUTTON_COMPONENT_INVALID_EMOJI"),
        (button(emoji={"name": None}), "emoji.name", "BUTTON_COMPONENT_INVALID_EMOJI"),
        (link(url=None), "url", "BASE_TYPE_REQUIRED"),
        (link(url="ftp://x/"), "url", "URL_TYPE_INVALID_SCHEME"),
        (link(url="no link"), "url", "URL_TYPE_INVALID_URL"),
        ({"type": 2, "style": 6}, "sku_id", "BASE_TYPE_REQUIRED"),
        ({"type": 2, "style": 6, "sku_id": "1", "label": "l"}, "label", "BASE_TYPE_INVALID"),
        (select(min_values=2), "min_values", "NUMBER_TYPE_MAX"),
        (select(max_values=2), "options", "BASE_TYPE_MIN_LENGTH"),
        (select(options=options("a", "a")), "options.1", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
        (select(options=options("a", "b", default=True)), "options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"),
        (select(options=options("a", emoji={"name": "x"})), "options.0.emoji.name", "BUTTON_COMPONENT_INVALID_EMOJI"),
        (users(1, 2), "default_values", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"),
        (users(1, min_values=2, max_values=2), "default_values", "BASE_TYPE_MIN_LENGTH"),
        (users(1, 1, max_values=3), "default_values.1", "SET_TYPE_ALREADY_CONTAINS_VALUE"),
    ],
)
def test_what_buttons_and_selects_cannot_be(child: Any, path: str, code: str) -> None:
    assert message(row(child), is_v2=False) == [(f"components.0.components.0.{path}", code)]


def test_a_link_has_no_custom_id() -> None:
    code = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"
    expected = [("components.0.components.0.custom_id", code), ("components.0.components.0.url", code)]
    assert message(row(link(custom_id="a"))) == expected
    assert message(row(button(url="https://example.test/"))) == expected


def test_a_row_is_five_buttons_or_one_select() -> None:
    wide = "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
    assert message(row(select("1"), select("2"))) == [("components.0.components.1", wide)]
    assert message(row(button(), select("2"))) == [("components.0.components.1", wide)]


def test_ids_are_unique_wherever_they_stand() -> None:
    first = {"type": 17, "id": 3, "components": [row(button("same"))]}
    second = {"type": 9, "components": [text(id=3)], "accessory": button("same")}
    assert message(first, second) == [
        ("components.1.components.0.id", "COMPONENT_ID_DUPLICATED"),
        ("components.1.accessory.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
    ]
    assert message(text(id=0), text(id=0)) == []


def test_an_old_message_is_five_rows() -> None:
    assert message(text(), is_v2=False) == [("components.0.type", "UNION_TYPE_CHOICES")]
    rows = [row(button(str(number))) for number in range(6)]
    assert message(*rows, is_v2=False) == [("components", "BASE_TYPE_MAX_LENGTH")]
    assert message(*rows) == []


def test_a_new_message_is_forty_components_with_a_limit_to_their_text() -> None:
    assert message({"type": 17, "components": [{"type": 14}] * 39}) == []
    assert message({"type": 17, "components": [{"type": 14}] * 40}) == [
        ("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED")
    ]
    assert message(text("x" * 3999), text("y")) == []
    assert message(text("x" * 4000), text("y")) == [("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")]
    assert message(text("  ")) == [("components.0.content", "BASE_TYPE_REQUIRED")]


def test_some_may_only_show_what_nobody_can_use() -> None:
    assert message(row(link()), text(), interactive=False) == []
    assert message(row(link(), button()), interactive=False) == [("components.0.components.1", "BASE_TYPE_INVALID")]


@pytest.mark.parametrize(
    ("component", "path", "code"),
    [
        (row(text_input()), "components.0.label", "BASE_TYPE_REQUIRED"),
        (row(*(text_input(one, label="l") for one in "ab")), "components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        (label(text_input(min_length=5, max_length=4)), "component.min_length", "NUMBER_TYPE_MAX"),
        (label(text_input(max_length=2, value="abc")), "component.value", "BASE_TYPE_BAD_LENGTH"),
        (label(select(disabled=True)), "component.disabled", "BASE_TYPE_INVALID"),
        (label(select(min_values=0)), "component.min_values", "NUMBER_TYPE_MIN"),
        (label({"type": 19, "custom_id": "f", "min_values": 2}), "component.min_values", "NUMBER_TYPE_MAX"),
        (label({"type": 19, "custom_id": "f", "file_types": ["pdf"]}), "component.file_types.0", "STRING_TYPE_REGEX"),
        (
            label({"type": 21, "custom_id": "r", "options": options("a", "b", default=True)}),
            "component.options",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
        ),
        (
            label({"type": 22, "custom_id": "c", "options": options("a"), "max_values": 2}),
            "component.options",
            "BASE_TYPE_MIN_LENGTH",
        ),
    ],
)
def test_what_a_modal_cannot_have(component: Any, path: str, code: str) -> None:
    assert modal(component) == [(f"data.components.0.{path}", code)]
