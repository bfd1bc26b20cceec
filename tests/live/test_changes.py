"""What a user hears while a camera goes on: each letter or word below is one live result."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import wording
from assistant.live.changes import Changes
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Kind,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from tests.pipeline.made import thing

LEVEL = Level.STANDARD
DOG = thing("dog")


def _of(*sentences: Sentence) -> Explanation:
    return Explanation(dict.fromkeys(Level, sentences), Description())


def _says(text: str, kind: Kind = "object", count: int | None = None) -> Sentence:
    seen = Observation(text, 0.9, "cnn", Sureness.SURE, kind, count)
    return Sentence(f"{text}.", (seen,))


def _told(results: str, steady: int = 2) -> list[str]:
    """Results are divided by blanks, the sentences of one by "+"; in capitals: another kind."""
    changes, told = Changes(steady), []
    for result in results.split():
        words = result.split("+")
        sentences = [_says(w, "people" if w.isupper() else "object") for w in words]
        told += [s.text.rstrip(".") for s in changes.new(_of(*sentences), LEVEL)]
    return told


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ("dog dog dog dog dog", "dog"),
        ("dog dog cat cat dog dog", "dog cat dog"),
        ("dog dog cat dog cat dog dog cat", "dog"),
        ("dog cat dog", "dog"),  # 2 of the last 3
        ("dog cat bird fish", ""),
        # A sentence is told for itself, and what goes on is not told with it.
        ("dog dog dog+ONE dog+ONE dog+ONE", "dog ONE"),
        # A count that flickers around what was told: 1, 2, 1, 2.
        ("dog+ONE dog+ONE dog+TWO dog+ONE dog+TWO dog+ONE dog+TWO", "dog ONE"),
        ("dog+ONE dog+ONE dog+TWO dog+TWO dog+TWO", "dog ONE TWO"),
        # A gap is no news, neither when it comes nor when it closes.
        ("dog+ONE dog+ONE dog dog dog+ONE dog+ONE", "dog ONE"),
        ("dog+ONE dog+ONE dog dog dog dog dog dog dog dog dog+ONE dog+ONE", "dog ONE ONE"),
        # Too dark for a moment: afterwards the user wants to know that the dog is still there.
        ("dog dog DARK DARK dog dog", "dog DARK dog"),
    ],
)
def test_what_is_told(results: str, told: str) -> None:
    assert _told(results) == told.split()


def test_a_film_is_told_at_once() -> None:
    assert _told("dog cat cat dog cat dog", steady=1) == "dog cat dog cat dog".split()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
@pytest.mark.parametrize(("second", "most"), [("dog", 4), ("dog+TWO", 11), ("cat", 15)])
def test_what_comes_and_goes_by_chance_is_told_ever_more_seldom(
    share: float, second: str, most: int
) -> None:
    """The worst that can be: a coin is thrown for each of 100 results, 20 seconds."""
    rng = np.random.default_rng(4)
    results = ["dog+ONE" if rng.random() < share else second for _ in range(100)]
    assert len(_told(" ".join(results))) <= most


def _seen(*observations: Observation, text: str) -> Explanation:
    d = Description(observations)
    return Explanation(wording.sentences(d, Sentence(text, observations)), d)


def test_other_words_for_the_same_are_no_news() -> None:
    changes, ball = Changes(steady=1), thing("ball")
    assert changes.new(_seen(DOG, ball, text="a dog with a ball."), LEVEL)
    assert not changes.new(_seen(DOG, ball, text="a ball and a dog."), LEVEL)
    doubtful = replace(DOG, sureness=Sureness.FAIRLY_SURE)
    assert not changes.new(_seen(doubtful, ball, text="a dog with a ball."), LEVEL)


def test_a_guess_is_no_certainty() -> None:
    changes = Changes(steady=1)
    guess = Description((replace(DOG, sureness=Sureness.UNSURE),))
    assert changes.new(Explanation(wording.sentences(guess), guess), LEVEL)
    assert changes.new(_seen(DOG, text="a dog."), LEVEL)


def test_another_count_is_news() -> None:
    changes = Changes(steady=1)
    assert changes.new(_seen(DOG, text="a dog."), LEVEL)
    assert changes.new(_seen(thing("dog", 2), text="two dogs."), LEVEL)


def test_the_place_of_a_thing_is_told_for_itself() -> None:
    changes = Changes(steady=1)
    left, right = (replace(DOG, where=f"on the {side}") for side in ("left", "right"))
    told = [
        [s.text for s in changes.new(_seen(dog, text="a dog."), Level.FULL)]
        for dog in (left, left, right)
    ]
    assert told == [
        ["A dog.", "The dog is on the left."],
        [],
        ["The dog is on the right."],
    ]


def test_what_the_user_asked_for_is_not_told_again() -> None:
    changes = Changes()
    explanation = _of(_says("dog"), _says("ONE", "people"))
    changes.tell(explanation, LEVEL)
    assert [changes.new(explanation, LEVEL) for _ in range(4)] == [()] * 4
