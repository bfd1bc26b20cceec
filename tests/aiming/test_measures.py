import numpy as np
import pytest

from assistant import opencv
from assistant.aiming import Measures, measure
from assistant.pipeline.frame import Frame
from tests.aiming.camera import View, frames, mug, page, photograph, shaken, wall


def _two(first: View, second: View, picture: str = "moose.jpg", rate: float = 10) -> Measures:
    one, two = frames(photograph(picture), lambda t: second if t else first, 2 / rate, rate)
    return measure(two, measure(one))


@pytest.mark.parametrize("moved", [(64, 0), (-64, 0), (0, 32), (-32, -32)])
def test_the_speed_of_the_camera(moved: tuple[int, int]) -> None:
    velocity = _two(View(1000, 600), View(1000 + moved[0], 600 + moved[1])).velocity
    # The content goes the other way; 640 pixels are one longer side, the frames 0.1 s apart.
    assert velocity == pytest.approx((-moved[0] / 64, -moved[1] / 64), abs=0.1)


@pytest.mark.parametrize("scene", [wall(), mug(), photograph("dog.jpg")])
def test_sensor_noise_is_no_motion(scene: np.ndarray) -> None:
    one, two = frames(scene, lambda _t: View(1000, 600), 0.2, 10)
    assert measure(two, measure(one)).velocity == pytest.approx((0, 0), abs=0.02)


def test_motion_needs_a_frame_shortly_before() -> None:
    view = View(1000, 600)
    assert _two(view, view, rate=1).velocity is None
    assert measure(Frame(np.zeros((90, 160, 3), np.uint8))).velocity is None


def test_measuring_leaves_no_trace() -> None:
    """OpenCV's phase correlation overwrites what it is given."""
    one, two = frames(photograph("moose.jpg"), shaken(View(1000, 600), 50), 0.2, 10)
    before = measure(one)
    assert measure(two, before).velocity == measure(two, before).velocity


def test_blurring_lowers_the_sharpness() -> None:
    cv2 = opencv.load()
    picture = photograph("parrot.jpg", 1280)
    levels = [measure(Frame(cv2.GaussianBlur(picture, (0, 0), s))).sharpness for s in (1, 4, 9)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 0.45 > levels[1]


@pytest.mark.parametrize("name", ["moose.jpg", "coffee.jpg", "stairs.jpg", "dandelions.jpg"])
def test_a_full_scene_has_no_one_subject_and_no_print(name: str) -> None:
    seen = measure(Frame(photograph(name, 1280)))
    assert seen.subject is None
    assert seen.text is None
    assert not seen.covered


def test_the_thing_on_the_wall_is_found() -> None:
    (frame,) = frames(mug(), lambda _t: View(900, 600), 0.1, 10)
    subject = measure(frame).subject
    assert subject == pytest.approx((0.555, 0.32, 0.2, 0.36), abs=0.03)


@pytest.mark.parametrize("tilt", [-6, 0, 6])
def test_print_is_found_on_a_tilted_page(tilt: float) -> None:
    cv2 = opencv.load()
    turn = cv2.getRotationMatrix2D((1000, 600), tilt, 0.8)
    seen = measure(Frame(cv2.warpAffine(page(30), turn, (2000, 1200))))
    assert seen.text is not None
    assert seen.text.count >= 5


def test_any_shape_of_frame_is_measured() -> None:
    for shape in ((1, 1), (1, 4000), (3000, 2), (37, 53), (2160, 3840)):
        measure(Frame(np.full((*shape, 3), 99, np.uint8)))
