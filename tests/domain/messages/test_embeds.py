import pytest

from core import wire
from core.problems import Faults
from domain.messages import embeds
from domain.messages.embeds import Embed, RichEmbed


def kept(*sent: object) -> tuple[list[Embed], list[tuple[tuple[str | int, ...], str]]]:
    faults = Faults()
    result = embeds.kept([wire.convert(one, RichEmbed) for one in sent], faults)
    return result, [(fault.path, fault.code) for fault in faults.problem().faults]


def test_what_is_kept_is_what_is_shown() -> None:
    (embed,), faults = kept(
        {
            "type": "video",
            "title": " t ",
            "description": "d",
            "color": 0,
            "url": "https://example.test/",
            "timestamp": "2024-01-01T00:00:00Z",
            "footer": {"text": "f"},
            "author": {"name": "a", "icon_url": "attachment://a.png"},
            "image": {"url": "attachment://i.png", "width": 5},
            "fields": [{"name": "n", "value": "v"}],
        }
    )
    assert not faults
    assert wire.decode(wire.encode(embed), dict) == {
        "type": "rich",
        "title": "t",
        "description": "d",
        "color": 0,
        "url": "https://example.test/",
        "timestamp": "2024-01-01T00:00:00.000000+00:00",
        "footer": {"text": "f"},
        "author": {"name": "a", "icon_url": "attachment://a.png"},
        "image": {"url": "attachment://i.png"},
        "fields": [{"name": "n", "value": "v", "inline": False}],
    }


@pytest.mark.parametrize(
    ("sent", "path", "code"),
    [
        ({}, ("embeds", 0, "description"), "BASE_TYPE_REQUIRED"),
        ({"description": "  "}, ("embeds", 0, "description"), "BASE_TYPE_REQUIRED"),
        ({"title": "t", "url": "ftp://a/"}, ("embeds", 0, "url"), "URL_TYPE_INVALID_SCHEME"),
        ({"title": "t", "url": "attachment://a"}, ("embeds", 0, "url"), "URL_TYPE_INVALID_SCHEME"),
        ({"title": "t", "url": "nothing"}, ("embeds", 0, "url"), "URL_TYPE_INVALID_URL"),
        ({"title": "t", "url": "http://[::1"}, ("embeds", 0, "url"), "URL_TYPE_INVALID_URL"),
        ({"footer": {"text": ""}}, ("embeds", 0, "footer", "text"), "BASE_TYPE_REQUIRED"),
        ({"author": {}}, ("embeds", 0, "author", "name"), "BASE_TYPE_REQUIRED"),
        ({"fields": [{"name": "", "value": "v"}]}, ("embeds", 0, "fields", 0, "name"), "BASE_TYPE_REQUIRED"),
    ],
)
def test_what_is_refused(sent: object, path: tuple[str | int, ...], code: str) -> None:
    assert kept(sent)[1] == [(path, code)]


def test_all_embeds_together_have_a_limit() -> None:
    half = {"title": "t" * 256, "description": "d" * 2744}
    assert kept(half, half)[1] == []
    assert kept(half, half, {"footer": {"text": "x"}})[1] == [(("embeds",), "MAX_EMBED_SIZE_EXCEEDED")]
