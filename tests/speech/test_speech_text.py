"""What reaches a voice is words, whatever was in the picture."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.speech import clean, pieces


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A dog\non  the\tgrass.", "A dog on the grass."),
        ("\u202egod\u202c A\u2066!\u2069", "god A!"),
        ("a\x00b\x01c", "a b c"),
        ("<speak><break time='9s'/>Hi</speak>", "speak> break time='9s'/>Hi /speak>"),
        ("< 5 is small, 7 > 5", "5 is small, 7 > 5"),
        ("3 < 5", "3 < 5"),
        ("[[rate 400]] hello [a]", "[ rate 400 ] hello [a]"),
        ("[[[[x]]]]", "[ [ x ] ]"),
        ("Total ......... 5 ------", "Total . 5 -"),
        ("AAAA 1111 oh...", "AAAA 1111 oh..."),
        ("می‌خواهم", "می‌خواهم"),  # with the joiner that the word needs
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("half \ud83d pair", "half pair"),
        ("so\u00adft \ufeffmark", "soft mark"),
    ],
)
def test_what_is_not_words_is_taken_out(text, said):
    assert clean(text) == said


@given(st.text(max_size=100))
def test_no_character_with_a_meaning_of_its_own_is_left(text):
    said = clean(text)
    assert "[[" not in said
    assert not said.startswith("<")
    for character in said:
        category = unicodedata.category(character)
        assert category not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
        assert category != "Cf" or character in "\u200c\u200d"


@given(st.text(max_size=900))
def test_pieces_are_short_and_lose_no_word(text):
    parts = list(pieces(text))
    assert all(0 < len(part) <= 300 for part in parts)
    assert "".join("".join(parts).split()).replace("\u200d", "").replace("\u200c", "") == (
        "".join(clean(text).split()).replace("\u200d", "").replace("\u200c", "")
    )


def test_a_long_text_is_cut_after_a_sentence_else_between_words():
    assert list(pieces("One two. Three four five. Six seven", limit=20)) == [
        "One two.",
        "Three four five.",
        "Six seven",
    ]
    assert list(pieces("one two three four", limit=10)) == ["one two", "three four"]
    assert list(pieces("x" * 25, limit=10)) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_megabyte_is_cut_in_no_time():
    assert sum(map(len, pieces("word " * 200_000))) > 900_000
