"""Which links of a text get an embed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.link_embeds.links import MOST_LINKS, links_in

A, B = "https://a.test/x", "http://b.test"


@pytest.mark.parametrize(
    ("content", "links"),
    [
        ("no link", []),
        (f"see {A}.", [A]),
        (f"({A}) and **{B}**!", [A, B]),
        ("https://a.test/x_(y) it", ["https://a.test/x_(y)"]),
        (f"[here]({A}) or ||{B}||", [A, B]),
        (f"{A} {A} {B}", [A, B]),
        (f"<{A}> {B}", [B]),
        (f"`{A}` ``{A}`` ```\n{A}\n``` {B}", [B]),
        ("ftp://a.test javascript://a.test file:///etc/passwd", []),
        ("https:// https://[ https://a:b@c.test http://2130706433/ http://a.test:25/", []),
        (" ".join(f"https://a.test/{number}" for number in range(9)), [f"https://a.test/{n}" for n in range(5)]),
    ],
)
def test_links(content: str, links: list[str]) -> None:
    assert links_in(content) == links


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_is_borne(text: str, host: str) -> None:
    assert len(links_in(f"http://{host} https://{text}")) <= MOST_LINKS
