"""Links to attachments: whole, in time, or of no use."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from core import tokens
from domain import attachment_links

NOW = 1_700_000_000


@pytest.fixture(autouse=True)
def key():
    tokens.use_key(b"k" * 32)


def good(link: str, now_s: float = NOW, **changed: str) -> bool:
    parts = urlsplit(link)
    _, _, channel, attachment, name = parts.path.split("/")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
    return attachment_links.verify(
        int(changed.get("channel", channel)),
        int(attachment),
        changed.get("name", unquote(name)),
        query["ex"],
        query["is"],
        query["hm"],
        now_s,
    )


def test_a_link_is_good_until_it_ends():
    link = attachment_links.url("http://x", 1, 2, "cat é.png", NOW, 100)
    assert link.startswith("http://x/attachments/1/2/cat%20%C3%A9.png?ex=")
    assert good(link)
    assert good(link, NOW + 99)
    assert not good(link, NOW + 100)


def test_no_part_can_be_changed():
    link = attachment_links.url("http://x", 1, 2, "cat.png", NOW, 100)
    assert not good(link, ex=f"{NOW + 1000:x}")
    assert not good(link, **{"is": f"{NOW - 1:x}"})
    assert not good(link, hm="0" * 64)
    assert not good(link, hm="é")
    assert not good(link, ex="-1")
    assert not good(link, channel="7")
    assert not good(link, name="dog.png")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("cat.png", "cat.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\me\\my cat.png", "my_cat.png"),
        ("...", "unknown"),
        ("", "unknown"),
        ("привет.txt", "привет.txt"),
        ("a" * 300 + ".png", "a" * 251 + ".png"),
    ],
)
def test_names(given: str, safe: str):
    assert attachment_links.safe_filename(given) == safe
