"""Which colour captions give a thing, and a model of it."""

import numpy as np
import pytest

from assistant.senses import thing_colours
from assistant.training.thing_colours import crossed, fitted, named


@pytest.mark.parametrize(
    ("caption", "label", "words"),
    [
        ("A large brown and white dog runs .", "dog", {"brown", "white"}),
        ("A dog with a red collar .", "dog", set()),
        ("A man in a red shirt and a black dog .", "dog", {"black"}),
        ("The yellow labrador is wet .", "dog", {"brown"}),
        ("Two dogs are black .", "dog", {"black"}),
        ("A yellow car beside a grey truck .", "car", {"yellow"}),
        ("A tan , furry puppy .", "dog", {"brown"}),
    ],
)
def test_a_colour_is_that_of_the_noun_after_it(caption: str, label: str, words: set[str]) -> None:
    assert named([caption], label) == words


def test_the_model_learns_which_colour_is_said() -> None:
    dice = np.random.default_rng(0)
    known = dice.normal(size=(240, 5))
    true = np.column_stack([known[:, 0] > 0, known[:, 1] > 0.5, known[:, 2] + known[:, 3] > 0])
    for chances in (thing_colours.chances(fitted(known, true), known), crossed(known, true)):
        assert ((chances > 0.5) == true).mean() > 0.9
