"""What reaches a voice is words, whatever was in the picture."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.speech import pieces
from assistant.untrusted import for_voice


@given(st.text(max_size=900))
def test_pieces_are_short_and_lose_no_word(text):
    parts = list(pieces(text))
    assert all(0 < len(part) <= 300 for part in parts)
    assert "".join("".join(parts).split()).replace("\u200d", "").replace("\u200c", "") == (
        "".join(for_voice(text).split()).replace("\u200d", "").replace("\u200c", "")
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
