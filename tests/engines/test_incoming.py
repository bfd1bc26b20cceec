"""Answers become plain sentences, however they come."""

import pytest

from assistant.engines.incoming import Sentences, answer, plain
from assistant.errors import EngineError


def sentences(*pieces: str) -> list[str]:
    said = Sentences()
    return [s for piece in pieces for s in said.add(piece)] + list(said.finish())


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_any_pieces_give_the_same(size: int) -> None:
    text = (
        "<think>It may be\na cat. Or not.</think>**A dog** runs.\n\n# Details\n- It is *brown*.\n"
        "- Mr. Smith holds a `leash`; it is 3.5 m long!\n\n| a | b |\n|---|---|\nThe end"
    )
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert sentences(*pieces) == [
        "A dog runs.", "Details", "It is brown.",
        "Mr. Smith holds a leash; it is 3.5 m long!", "a, b", "The end",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\x1b[31mred\x07 \u202edog\u200b", "[31mred dog"),
        ("<b>A dog</b><br/>runs", "A dog runs"),
        ("<|im_end|>A dog<|eot|>", "A dog"),
        ("see [this](http://x.y/z) and ![that](a.png)", "see this and that"),
        ("__A__ ***very*** ~~old~~ dog", "A very old dog"),
        ("1. A dog", "A dog"),
        ("```python", ""),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("snake_case_name", "snake_case_name"),
        ("* * *", ""),
    ],
)
def test_markup_goes_and_words_stay(raw: str, clean: str) -> None:
    assert plain(raw) == clean


def test_thoughts_that_never_end_are_not_told() -> None:
    assert sentences("<think>", "hmm. " * 2000) == []


def test_a_sentence_without_an_end_is_cut() -> None:
    answer = sentences("word " * 300)
    assert len(answer) > 2
    assert all(len(s) <= 400 for s in answer)


def test_what_repeats_is_noticed_and_a_list_is_not() -> None:
    said = Sentences()
    list(said.add("A red car. A blue car. A green car. A dog, a dog and a dog. Ha ha ha ha ha! "))
    assert not said.is_endless()
    list(said.add("It is a dog. " * 6))
    assert said.is_endless()


def test_an_answer_that_is_far_too_long_is_stopped() -> None:
    said: list[str] = []
    with pytest.raises(EngineError, match=r"^eyes sends far too much, so I stopped listening\."):
        said.extend(answer("eyes", "small-eyes", (f"Here is dog {n}. " for n in range(10_000))))
    assert 20_000 < len(" ".join(said)) < 20_100
