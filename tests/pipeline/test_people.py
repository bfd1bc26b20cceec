from dataclasses import replace

import numpy as np
import pytest

from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.features import Features
from assistant.pipeline.people_and_faces import fuse

SURE, FAIRLY, UNSURE = Sureness.SURE, Sureness.FAIRLY_SURE, Sureness.UNSURE
LEFT, RIGHT = (0.1, 0.1, 0.3, 0.8), (0.6, 0.1, 0.3, 0.8)
LEFT_HEAD, RIGHT_HEAD = (0.2, 0.12, 0.1, 0.1), (0.7, 0.12, 0.1, 0.1)
LEFT_BELLY, NOWHERE = (0.2, 0.5, 0.1, 0.1), (0.45, 0.1, 0.1, 0.1)
DOG = Observation("dog", 0.9, "cnn", SURE)


def _face(box: Box, sureness: Sureness = SURE) -> Observation:
    return Observation("face", 0.9, "people", sureness, "people", 1, box)


def _person(*boxes: Box, sureness: Sureness = SURE, count: int | None = None) -> Observation:
    box = boxes[0] if len(boxes) == 1 else None
    number = len(boxes) or count
    return Observation("person", 0.8, "cnn", sureness, "object", number, box, boxes=boxes)


def _somebody(*observations: Observation) -> Observation:
    (person,) = (o for o in fuse(observations) if o.label == "person")
    return person


@pytest.mark.parametrize(
    ("observations", "count"),
    [
        ([_person(LEFT), _face(LEFT_HEAD)], 1),
        ([_person(LEFT), _face(RIGHT_HEAD)], 2),
        ([_person(LEFT, RIGHT), _face(RIGHT_HEAD)], 2),
        ([_person(LEFT, RIGHT), _face(LEFT_HEAD), _face(NOWHERE), _face(RIGHT_HEAD)], 3),
        ([_person(LEFT), _face(LEFT_HEAD), _face(LEFT_BELLY, UNSURE)], 1),
        ([_person(LEFT), _face(LEFT_HEAD), _face(LEFT_BELLY)], 2),
        ([_person(LEFT), _face(RIGHT_HEAD, FAIRLY)], 1),
        ([_person(), _face(LEFT_HEAD), _face(RIGHT_HEAD)], 2),
        ([_person(count=3), _face(LEFT_HEAD)], 3),
        ([_face(LEFT_HEAD), _face(RIGHT_HEAD)], 2),
        ([_face(LEFT_HEAD), _face(RIGHT_HEAD, UNSURE)], 1),
    ],
)
def test_nobody_is_counted_twice(observations: list[Observation], count: int) -> None:
    assert _somebody(*observations).count == count


@pytest.mark.parametrize(
    ("network", "face", "fused"),
    [
        (UNSURE, UNSURE, FAIRLY),
        (UNSURE, FAIRLY, SURE),
        (FAIRLY, UNSURE, SURE),
        (SURE, UNSURE, SURE),
        (None, FAIRLY, FAIRLY),
        (None, SURE, SURE),
    ],
)
@pytest.mark.parametrize("boxes", [(), (LEFT,)])
def test_agreement_makes_surer(
    network: Sureness | None, face: Sureness, fused: Sureness, boxes: tuple[Box, ...]
) -> None:
    persons = [_person(*boxes, sureness=network)] if network else []
    assert _somebody(*persons, _face(LEFT_HEAD, face)).sureness == fused


def test_who_is_not_counted_may_be_more() -> None:
    assert not _somebody(_person(LEFT), _face(LEFT_HEAD)).more
    assert _somebody(_person(LEFT), _face(RIGHT_HEAD, FAIRLY)).more
    assert _somebody(replace(_person(LEFT), more=True), _face(LEFT_HEAD)).more
    assert not _somebody(_person(LEFT, RIGHT), _face(RIGHT_HEAD)).more


def test_a_face_beside_a_doubtful_person_does_not_make_that_one_surer() -> None:
    somebody = _somebody(_person(LEFT, sureness=UNSURE), _face(RIGHT_HEAD, FAIRLY))
    assert (somebody.sureness, somebody.count, somebody.box) == (FAIRLY, 1, RIGHT_HEAD)


def test_a_doubtful_face_alone_is_not_told() -> None:
    assert fuse([DOG, _face(LEFT_HEAD, UNSURE)]) == (DOG,)
    assert [o.label for o in fuse([_face(LEFT_HEAD), _face(RIGHT_HEAD, UNSURE)])] == [
        "face",
        "person",
    ]


def test_who_saw_it_is_kept() -> None:
    assert _somebody(_person(LEFT), _face(LEFT_HEAD)).sense == "cnn"
    assert _somebody(_face(LEFT_HEAD)).sense == "people"


def test_faces_and_all_else_stay_where_they_were() -> None:
    face = _face(LEFT_HEAD)
    fused = fuse([DOG, _person(LEFT), face])
    assert [o.label for o in fused] == ["dog", "person", "face"]
    assert (fused[0], fused[2]) == (DOG, face)
    assert fuse([face, DOG])[:2] == (face, DOG)


def test_without_faces_nothing_changes() -> None:
    seen = (DOG, _person(LEFT, RIGHT, sureness=UNSURE))
    assert fuse(seen) == seen


def test_each_ones_place_is_kept() -> None:
    several = _somebody(_person(LEFT), _face(RIGHT_HEAD))
    assert (several.box, several.boxes) == (None, (LEFT, RIGHT_HEAD))
    assert _somebody(_person(LEFT), _face(LEFT_HEAD)).box == LEFT


def test_a_face_alone_makes_a_person_of_the_description() -> None:
    d = describe(Features(np.zeros(4, np.float32), ()), [_face(LEFT_HEAD), _face(RIGHT_HEAD)])
    (somebody,) = d.of_kind("object")
    assert (somebody.label, somebody.count) == ("person", 2)
    assert somebody.where == "on the left near the top and on the right near the top"
