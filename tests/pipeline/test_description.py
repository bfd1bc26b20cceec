import numpy as np
import pytest

from assistant.pipeline.description import describe, direction
from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.features import Features, Hypothesis

_EMBEDDING = np.zeros(4, np.float32)


def _seen(label: str, box: Box | None = None, sureness: Sureness = Sureness.SURE) -> Hypothesis:
    return Hypothesis(label, 0.9, "detector", "object", sureness, box)


def _features(*hypotheses: Hypothesis) -> Features:
    return Features(_EMBEDDING, hypotheses)


def test_boxes_of_one_label_are_counted() -> None:
    d = describe(_features(_seen("dog", (0, 0, 0.1, 0.1)), _seen("dog", (0.5, 0.5, 0.1, 0.1))))
    assert [(o.label, o.count) for o in d.observations] == [("dog", 2)]


def test_a_doubtful_second_one_is_not_counted() -> None:
    sure, unsure = _seen("dog", (0, 0, 0.1, 0.1)), _seen("dog", (0.5, 0, 1, 1), Sureness.UNSURE)
    (dog,) = describe(_features(sure, unsure)).observations
    assert dog.count == 1
    assert dog.where == "on the left, near the top"


def test_without_boxes_nobody_knows_how_many() -> None:
    (dog,) = describe(_features(_seen("dog"))).observations
    assert dog.count is None
    assert dog.where == ""


def test_the_order_does_not_depend_on_the_order_of_arrival() -> None:
    hypotheses = [_seen("dog"), _seen("cat"), _seen("cup", sureness=Sureness.UNSURE)]
    light = Observation("dark", 1.0, "quality", Sureness.SURE, "light")
    d = describe(_features(*hypotheses), [light])
    assert d == describe(_features(*reversed(hypotheses)), [light])
    assert [o.label for o in d.observations] == ["cat", "dog", "cup", "dark"]


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((0.0, 0.4, 0.2, 0.2), "on the left"),
        ((0.8, 0.8, 0.2, 0.2), "on the right, near the bottom"),
        ((0.4, 0.4, 0.2, 0.2), "in the middle"),
        ((0.4, 0.0, 0.2, 0.2), "near the top"),
        ((0.05, 0.05, 0.9, 0.9), "in the middle, large"),
    ],
)
def test_directions(box: Box, words: str) -> None:
    assert direction(box) == words
