import pytest

from domain.auto_moderation.patterns import Match, PatternError, WordFilter, compile_pattern


@pytest.mark.parametrize(
    ("keyword", "fits", "fits_not"),
    [
        ("cat*", ["catch", "Catapult", "a CAtTLE", "(cats"], ["wildcat", "lo_cat_ion"]),
        ("the mat*", ["the matrix"], ["breathe matter"]),
        ("*cat", ["wildcat", "a copyCat!"], ["catch", "education"]),
        ("*the mat", ["breathe mat"], ["the matrix"]),
        ("*cat*", ["location", "eduCation", "cat"], ["c a t"]),
        ("cat", ["cat", "a Cat.", "cat\ndog"], ["cats", "wildcat", "cat5"]),
        ("i like c++", ["so i like C++, and"], ["i like c"]),
        ("*", [], ["*", "anything"]),
        ("ÄRGER", ["viel ärger"], ["ärgern"]),
        ("кот*", ["КОТЫ"], ["скоты"]),
    ],
)
def test_keywords(keyword: str, fits: list[str], fits_not: list[str]) -> None:
    words = WordFilter(["xyzzy", keyword], [], [])
    assert [words.search(text) is not None for text in fits + fits_not] == [True] * len(fits) + [False] * len(fits_not)


def test_what_was_found_is_told() -> None:
    words = WordFilter(["dog*", "*Ana*", "train"], ["(b|c)[4]t"], [])
    assert words.search("my DOGS") == Match("dog*", "DOG")
    assert words.search("a bANAna") == Match("*Ana*", "ANA")
    assert words.search("the train") == Match("train", "train")
    assert words.search("a b4t") == Match("(b|c)[4]t", "b4t")
    assert words.search("nothing") is None


def test_what_is_allowed_does_not_count() -> None:
    words = WordFilter(["*cat*"], ["^a+$"], ["catapult", "edu*"])
    assert words.search("catapult catapult, Education") is None
    assert words.search("catapult cat") == Match("*cat*", "cat")
    assert WordFilter(["cat"], [], ["*a*"]).search("cat") is None


def test_many_keywords_of_the_longest() -> None:
    longest = "\u017f" * 56  # a letter of three forms
    words = WordFilter([f"{number:04}{longest}" for number in range(1000)], [], [])
    assert words.search("x 0999" + "s" * 56) is not None


def test_patterns_that_are_none() -> None:
    for pattern in ("(a", "(?=a)", r"\1", "a{1001}", "[", r"(\pL{900}){900}"):
        with pytest.raises(PatternError):
            compile_pattern(pattern)


def test_no_pattern_is_slow() -> None:
    """Backtracking would not end in the lifetime of this test."""
    assert WordFilter([], ["(a*)*b", "(a|aa)+c"], []).search("a" * 4000) is None


@pytest.mark.parametrize("gap", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u3164", "\ufe0f", "\U000e0061"])
def test_what_nobody_sees_hides_nothing(gap: str) -> None:
    words = WordFilter(["cat"], ["d[o0]g"], ["cat food"])
    assert words.search(f"a c{gap}a{gap}t") == Match("cat", "cat")
    assert words.search(f"a d{gap}og") == Match("d[o0]g", "dog")
    assert words.search(f"c{gap}at food") is None


def test_a_word_may_stand_in_the_list_with_and_without_its_star() -> None:
    for keywords in (["cat", "*cat*"], ["*cat*", "cat"], ["cat*", "*cat"]):
        words = WordFilter(keywords, [], [])
        assert words.search("wildcat") is not None and words.search("cats") is not None
