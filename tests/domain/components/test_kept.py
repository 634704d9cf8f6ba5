"""What becomes of components between the request and the message, and what can be found in them."""

from typing import Any

import pytest

from core import snowflakes, wire
from core.problems import Faults
from core.wire import Snowflake
from domain.components import find, kept, media
from domain.components.records import Button, MessageComponent, StringSelect
from domain.components.requests import MessageComponents, ModalRequest
from domain.messages.records import Attachment

BUTTON = {"type": 2, "style": 1, "label": "l", "custom_id": "b"}
PICTURE = {"media": {"url": "attachment://a.png"}}


@pytest.fixture(autouse=True)
def numbered() -> None:
    """Media get ids."""
    snowflakes.use(1)


def keep(*components: Any) -> list[MessageComponent]:
    return kept.message(wire.convert(list(components), MessageComponents))


def shown(components: Any) -> Any:
    return wire.decode(wire.encode(components), list[Any])


def test_ids_are_given_from_the_top_down_around_those_that_are_taken() -> None:
    section = {"type": 9, "components": [{"type": 10, "content": " x "}], "accessory": BUTTON}
    (container,) = shown(keep({"type": 17, "components": [section, {"type": 14, "id": 2}], "id": 0}))
    first, second = container["components"]
    assert (container["id"], first["id"], first["components"][0]["id"], first["accessory"]["id"]) == (1, 3, 4, 5)
    assert second == {"type": 14, "id": 2, "spacing": 1, "divider": True}
    assert first["components"][0]["content"] == "x"
    assert (container["accent_color"], container["spoiler"]) == (None, False)


def test_what_is_left_out_is_filled_in_or_stays_out() -> None:
    select = {"type": 8, "custom_id": "c", "channel_types": [0, 0], "default_values": [{"type": "channel", "id": 5}]}
    button, channels = shown(keep({"type": 1, "components": [BUTTON, select]}))[0]["components"]
    assert button == BUTTON | {"id": 2}
    assert channels == {
        "type": 8,
        "id": 3,
        "custom_id": "c",
        "min_values": 1,
        "max_values": 1,
        "channel_types": [0],
        "default_values": [{"type": "channel", "id": "5"}],
    }


def test_emojis_have_a_name() -> None:
    custom = BUTTON | {"emoji": {"id": "5", "name": "w", "animated": True}}
    wave = BUTTON | {"emoji": {"name": "👋", "id": None}}
    (row,) = shown(keep({"type": 1, "components": [custom, wave]}))
    assert [one["emoji"] for one in row["components"]] == [
        {"id": "5", "name": "w", "animated": True},
        {"name": "👋"},
    ]


def test_a_modal_is_kept_whole() -> None:
    group = {"type": 22, "custom_id": "g", "options": [{"label": "a", "value": "a"}, {"label": "b", "value": "b"}]}
    sent = {"custom_id": "m", "title": "t", "components": [{"type": 18, "label": "l", "component": group}]}
    (label,) = shown(kept.modal(wire.convert(sent, ModalRequest)).components)
    assert label["component"] == group | {"id": 2, "min_values": 1, "max_values": 2, "required": True}


def test_a_component_is_found_by_its_custom_id() -> None:
    link = {"type": 2, "style": 5, "label": "l", "url": "https://example.test/"}
    select = {"type": 3, "custom_id": "deep", "options": [{"label": "a", "value": "a"}]}
    section = {"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": BUTTON}
    components = keep(
        {"type": 17, "components": [{"type": 1, "components": [select]}, section]}, {"type": 1, "components": [link]}
    )
    assert isinstance(find.by_custom_id(components, "deep"), StringSelect)
    assert isinstance(find.by_custom_id(components, "b"), Button)
    assert find.by_custom_id(components, "") is None
    assert len(list(find.every(components))) == 8


def test_media_refer_to_files_of_the_message() -> None:
    gallery = {"type": 12, "items": [PICTURE, {"media": {"url": "https://example.test/a.png"}, "spoiler": True}]}
    thumbnail = {"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": {"type": 11, **PICTURE}}
    components = keep({"type": 17, "components": [gallery, thumbnail]}, {"type": 13, "file": PICTURE["media"]})
    file = Attachment(id=Snowflake(9), filename="a.png", size=7, url="u", proxy_url="p", width=3, height=2)
    container, alone = shown(media.linked(components, {"a.png": file}))
    inside, outside = container["components"][0]["items"]
    assert inside["media"] | {"id": "0"} == {
        "id": "0",
        "url": "u",
        "proxy_url": "p",
        "width": 3,
        "height": 2,
        "content_type": None,
        "attachment_id": "9",
    }
    assert (outside["media"]["url"], outside["spoiler"]) == ("https://example.test/a.png", True)
    assert container["components"][1]["accessory"]["media"]["url"] == "u"
    assert (alone["name"], alone["size"], alone["file"]["attachment_id"]) == ("a.png", 7, "9")


def test_links_that_lead_nowhere() -> None:
    def faults_of(url: str, *names: str) -> list[tuple[Any, str]]:
        faults = Faults()
        gallery = {"type": 12, "items": [{"media": {"url": url}}]}
        media.check(keep({"type": 17, "components": [gallery, {"type": 13, "file": {"url": url}}]}), names, faults)
        return [(fault.path[3:], fault.code) for fault in faults.problem().faults]

    item, file = (0, "items", 0, "media", "url"), (1, "file", "url")
    assert faults_of("attachment://a.png", "a.png") == []
    missing = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    assert faults_of("attachment://a.png", "b.png") == [(item, missing), (file, missing)]
    assert faults_of("https://a/b.png") == [(file, "URL_TYPE_INVALID_SCHEME")]
    assert faults_of("nothing") == [(item, "URL_TYPE_INVALID_URL"), (file, "URL_TYPE_INVALID_URL")]


def test_in_a_forward_nothing_can_be_used() -> None:
    section = {"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": BUTTON}
    components = keep({"type": 17, "components": [section]}, {"type": 1, "components": [BUTTON | {"custom_id": "c"}]})
    for one in find.interactive(media.disabled(components)):
        assert one.disabled  # type: ignore[union-attr]
    assert find.by_custom_id(components, "b").disabled is wire.UNSET  # type: ignore[union-attr]
