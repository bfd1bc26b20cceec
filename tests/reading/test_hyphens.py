"""Words divided at line ends."""

import pytest

from assistant.reading.hyphens import whole


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("exam-", "ple", "example"),
        ("exam\u2010", "ple,", "example,"),
        ("exam\u00ad", "ple.", "example."),
        ("(com-", "plaints)", "(complaints)"),
        ("“Eleven-", "ses”", "“Elevenses”"),
        ("über-", "setzt", "übersetzt"),
        # In doubt the hyphen stays.
        ("well-", "known", "well-known"),
        ("twenty-", "one", "twenty-one"),
        ("state-of-the-", "art", "state-of-the-art"),
        ("Anne-", "Marie", "Anne-Marie"),
        ("13:30-", "17:15;", "13:30-17:15;"),
        ("x-", "ray", "x-ray"),
        ("A4-", "sized", "A4-sized"),
    ],
)
def test_a_divided_word_is_put_together(first: str, second: str, word: str) -> None:
    assert whole(first, second) == word


@pytest.mark.parametrize(
    ("first", "second"),
    [("word", "next"), ("-", "item"), ("so —", "that"), ("a--", "b"), ("costs-", "£4"), ("", "a")],
)
def test_what_is_no_divided_word_stays(first: str, second: str) -> None:
    assert whole(first, second) is None
