"""What is told while a camera moves over a scene."""

import numpy as np
import pytest

from assistant.aiming import Aim
from tests.aiming.camera import View, Way, hints, mug, page, photograph, shaken, texts, wall

RIGHT, LEFT = "Move a little right.", "Move a little left."
STILL, STEADY = "Hold still.", "Steady: got it."


def _still(x: float = 1000, y: float = 600, zoom: float = 1, light: float = 1) -> Way:
    return lambda _time: View(x, y, zoom, light)


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        (830, 600, RIGHT),  # the thing is on the right of the picture
        (1170, 600, LEFT),
        (1000, 710, "Move a little up."),
        (1000, 490, "Move a little down."),
    ],
)
def test_the_camera_is_sent_to_where_the_thing_is(x: float, y: float, said: str) -> None:
    assert texts(hints(mug(), _still(x, y), 3)) == [said]


def test_what_is_cut_off_is_brought_into_the_picture() -> None:
    assert texts(hints(mug(260), _still(1260), 2)) == [LEFT]


def test_following_the_hint_ends_in_steady() -> None:
    told = hints(mug(), lambda t: View(830 + min(160, max(0, (t - 1) * 100)), 600), 6)
    assert texts(told) == [RIGHT, STEADY]


def test_a_thing_that_comes_too_near() -> None:
    told = texts(hints(mug(), lambda t: View(1000, 600, 1 + t), 4))
    assert told == ["Move back: it fills the picture."]


def test_a_thing_that_left_the_picture_is_not_got() -> None:
    told = hints(mug(), lambda t: View(830 if t < 1 else 300, 600), 5)
    assert STEADY not in texts(told)


@pytest.mark.parametrize("scene", [wall(), photograph("moose.jpg"), mug()])
def test_nothing_is_told_while_all_is_well(scene: np.ndarray) -> None:
    assert hints(scene, shaken(View(1000, 600), 3), 15, rate=5) == []


@pytest.mark.parametrize("light", [0.12, 0.0])
def test_too_little_light(light: float) -> None:
    told = hints(photograph("moose.jpg"), lambda t: View(1000, 600, 1, light if t < 3 else 1), 6)
    first = "More light." if light else "No light comes in: the lens may be covered."
    assert texts(told) == [first, STEADY]


@pytest.mark.parametrize(("colour", "covered"), [((120, 50, 40), True), ((70, 70, 72), False)])
def test_a_finger_on_the_lens_is_no_dim_wall(colour: tuple[int, int, int], covered: bool) -> None:
    told = texts(hints(wall(colour), shaken(View(1000, 600), 30), 3))
    assert told == (["The lens may be covered."] if covered else [])


@pytest.mark.parametrize("scene", [photograph("moose.jpg"), mug()])
def test_a_shaking_hand_is_told_seldom(scene: np.ndarray) -> None:
    told = hints(scene, shaken(View(1000, 600), 100), 12, rate=8)
    assert set(texts(told)) == {STILL}
    assert len(told) <= 2


def test_holding_still_after_shaking_is_steady() -> None:
    shake = shaken(View(1000, 600), 100)
    told = hints(photograph("moose.jpg"), lambda t: shake(t) if t < 3 else shake(3), 6)
    assert texts(told) == [STILL, STEADY]


def test_looking_around_is_left_alone_for_two_seconds() -> None:
    scene = photograph("dandelions.jpg", 4000)
    told = hints(scene, lambda t: View(500 + 300 * t, 1000), 4, rate=15)
    assert texts(told) == [STILL]
    assert told[0][0] >= 2
    short = hints(scene, lambda t: View(500 + 300 * min(t, 1.5), 1000), 4, rate=15)
    assert short == []


@pytest.mark.parametrize(
    ("x", "zoom", "said"),
    [
        (1000, 0.7, []),
        (1000, 0.32, ["There is text: come closer."]),
        (1150, 0.8, ["The text is cut off on the left: move left."]),
        (850, 0.8, ["The text is cut off on the right: move right."]),
        (1000, 1.3, ["The text is cut off on both sides: move back."]),
    ],
)
def test_print(x: float, zoom: float, said: list[str]) -> None:
    assert texts(hints(page(), shaken(View(x, 600, zoom), 2), 3)) == said


def test_coming_closer_to_print_is_steady() -> None:
    way = lambda t: View(1000, 600, min(0.7, 0.32 + max(0, t - 1) * 0.2))  # noqa: E731
    assert texts(hints(page(), way, 5)) == ["There is text: come closer.", STEADY]


def test_a_person_is_preferred_to_what_stands_out() -> None:
    """The mug stands on the right, the person on the left."""
    told = hints(mug(), _still(830), 3, boxes=lambda _t: [(0.05, 0.2, 0.2, 0.8)])
    assert texts(told) == [LEFT]


def test_the_users_own_face() -> None:
    def boxes(time: float) -> list[tuple[float, float, float, float]]:
        x = 0.65 - 0.25 * min(1.0, max(0.0, time - 1.5))
        return [(x, 0.35, 0.2, 0.3)]

    told = hints(photograph("moose.jpg"), _still(), 5, aim=Aim(own_face=True), boxes=boxes)
    assert texts(told) == [RIGHT, "Your face is centred."]


def test_no_face_is_told_only_when_faces_were_looked_for() -> None:
    scene, face = photograph("moose.jpg"), "I see no face. Turn the camera towards you."
    looked = hints(scene, _still(), 4, rate=6, aim=Aim(own_face=True), boxes=lambda _t: [])
    assert texts(looked) == [face]
    assert hints(scene, _still(), 4, rate=6, aim=Aim(own_face=True)) == []
