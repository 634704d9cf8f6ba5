"""What is taken from a page, and what hostile pages get us to."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.link_embeds import metadata

AT = "https://a.test/dir/page"


def embed(html: str | bytes, content_type: str = "") -> Any:
    """As it is shown."""
    body = html if isinstance(html, bytes) else html.encode()
    return msgspec.to_builtins(metadata.embed(AT, body, content_type))


def meta(**values: object) -> str:
    """Tags of these names, with `:` in place of `_`."""
    names = [(name.replace("_", ":").replace("site:name", "site_name"), value) for name, value in values.items()]
    return "".join(f'<meta property="{name}" content="{value}">' for name, value in names)


def test_open_graph() -> None:
    page = "<title>other</title>" + meta(
        og_title="A &amp; B", og_description=" two\n lines ", og_site_name="Site", og_type="article", og_image="/i.png"
    )
    image = {"url": "https://a.test/i.png", "proxy_url": "https://a.test/i.png"}
    assert embed(page + '<meta name="theme-color" content="#ff8800">') == {
        "type": "article",
        "url": AT,
        "title": "A & B",
        "description": "two lines",
        "color": 0xFF8800,
        "provider": {"name": "Site"},
        "thumbnail": image,
    }


def test_twitter_cards_and_plain_pages() -> None:
    card = '<meta name="twitter:title" content="T"><meta name="twitter:image" content="i.png">'
    assert embed(card)["thumbnail"]["url"] == "https://a.test/dir/i.png"
    plain = '<html><head><title> A\n page </title><meta name="description" content="D">'
    assert embed(plain) == {"type": "link", "url": AT, "title": "A page", "description": "D"}
    assert embed("<p>nothing") is None


def test_sizes_and_videos() -> None:
    shown = embed(meta(og_title="t", og_image="i.png", og_image_width=640, og_image_height=480))
    assert (shown["thumbnail"]["width"], shown["thumbnail"]["height"]) == (640, 480)
    for width in "-1", "1e9", "99999999999999", "٣":
        assert "width" not in embed(meta(og_image="i.png", og_image_width=width, og_image_height=480))["thumbnail"]
    video = embed(meta(og_video="v.mp4", og_video_width=10, og_video_height=20))
    assert (video["type"], video["video"]["url"], video["video"]["height"]) == ("video", "https://a.test/dir/v.mp4", 20)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:image/png;base64,AA", "file:///etc/passwd", "http://", "http://u:p@b.test/i"],
)
def test_only_addresses_of_the_web_are_taken(address: str) -> None:
    assert "thumbnail" not in embed(meta(og_title="t", og_image=address))


def test_huge_values_are_cut() -> None:
    huge = "x" * 500_000
    shown = embed(meta(og_title=huge, og_description=huge, og_site_name=huge, og_image=f"/{huge}"))
    assert [len(shown["title"]), len(shown["description"]), len(shown["provider"]["name"])] == [256, 350, 256]
    assert "thumbnail" not in shown
    assert embed(meta(x="y") * 300 + meta(og_title="t")) is None


@pytest.mark.parametrize(
    ("head", "content_type", "charset"),
    [
        ("", "charset=iso-8859-1", "latin-1"),
        ('<meta charset="windows-1252">', "", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=latin1">', "", "latin-1"),
        ('<meta charset="shift_jis">', "charset=utf-8", "utf-8"),
        ('<meta charset="utf-8">', "charset=no-such-thing", "utf-8"),
    ],
)
def test_charsets(head: str, content_type: str, charset: str) -> None:
    assert embed(f"{head}<title>é</title>".encode(charset), content_type)["title"] == "é"


@pytest.mark.parametrize("charset", ["zlib", "punycode", "unicode_escape", "idna", "utf-7", "utf-16"])
def test_wrong_charsets_are_borne(charset: str) -> None:
    embed(f'<meta charset="{charset}">'.encode() + b"<title>\xff\\x41\x00</title>" * 1000)


@given(st.binary(max_size=2000))
def test_any_bytes_are_borne(body: bytes) -> None:
    embed(b"<meta charset=utf-16><title>" + body)
    embed(b'<meta property="og:image" content="' + body + b'"><title>x')
