"""Words, terms, conditions and segments of the search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.message_search import conditions, names, segments, terms, words
from domain.message_search.records import SearchMessages
from domain.message_search.segments import END, Segment
from domain.messages.stored import StoredMessage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't PANIC, foo_bar!", ["don", "t", "panic", "foo", "bar"]),
        ("ﬁne STRASSE Straße", ["fine", "strasse", "strasse"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("日本語text", ["日", "本", "語", "text"]),
        ("<@123> \N{FIRE}\N{FIRE}", ["123", "\N{FIRE}", "\N{FIRE}"]),
        ("w" * 100, ["w" * 64]),
        ("!? \0 \u200b", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words.of(text) == expected


def test_parts_of_what_is_sought() -> None:
    parts = words.parts('one "two three" don\'t fo')
    assert [(part.words, part.is_open) for part in parts] == [
        (["one"], False),
        (["two", "three"], False),
        (["don", "t"], False),
        (["fo"], True),
    ]
    assert not words.parts("fo ")[0].is_open


@given(st.text(max_size=300), st.integers(0, 100))
def test_no_text_is_more_than_words(text: str, slop: int) -> None:
    """Each quote opens or closes a lexeme, so what is between stays in it."""
    message = StoredMessage(channel_id=1, id=2, guild_id=3, author_id=4, content=text)
    written = terms.document(message, "mark0", 1, (), {})
    template = conditions.template(SearchMessages(content=text, slop=slop, embed_provider=[text]))
    for query in (written, *((template.sought, template.placed) if template else ())):
        outside = "".join(query.replace("\\\\", "").replace("''", "").split("'")[::2])
        assert set(outside) <= set("0123456789:,*()<->&| !")


def test_a_query_of_negations_begins_with_what_every_message_has() -> None:
    asked = SearchMessages(has=["-link", "-file"], pinned=False)
    template = conditions.template(asked)
    assert template and template.sought.startswith(f"'{conditions.MARK}{terms.EVERY}' & !")
    assert conditions.template(SearchMessages(content="?!")) is None
    assert names.patterns("?!", 2) is None and names.patterns(" ", 2) == []


def test_a_message_belongs_to_the_last_segment_that_begins_before_it() -> None:
    known = [Segment(1, 0), Segment(1, 10), Segment(1, 20)]
    assert [segments.of(known, one).first_id for one in (0, 9, 10, 19, 20, END - 1)] == [0, 0, 10, 10, 20, 20]
    assert [(one.first_id, end) for one, end in segments.with_ends(known)] == [(0, 10), (10, 20), (20, END)]
    assert segments.with_ends([]) == []
    assert len({Segment(place, first).mark for place in range(30) for first in range(30)}) == 900
