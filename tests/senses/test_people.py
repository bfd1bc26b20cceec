from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from assistant import opencv
from assistant.errors import ModelError
from assistant.paths import resources
from assistant.pipeline.boxes import overlap
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import faces, people

# A woman in front of the camera; nobody's face is in the others, though a man turned away and
# people on stairs are.
PORTRAIT = "astronaut.jpg"
FACELESS = sorted(
    file.name for file in (resources() / "samples").glob("*.jpg") if file.name != PORTRAIT
)


def _sample(name: str) -> Image.Image:
    return Image.open(resources() / "samples" / name).convert("RGB")


def _frame(picture: Image.Image) -> Frame:
    return Frame(np.asarray(picture))


def _camera(*places: tuple[int, int, int], flip: bool = False) -> Frame:
    """A camera's picture, 1280 × 720, with portraits of a width at x, y in front of a wall."""
    wall = np.tile(np.linspace(90, 160, 1280, dtype=np.uint8), (720, 1))
    picture = Image.fromarray(wall).convert("RGB")
    for x, y, width in places:
        portrait = _sample(PORTRAIT).crop((100, 0, 400, 300)).resize((width, width))
        picture.paste(ImageOps.mirror(portrait) if flip else portrait, (x, y))
    return _frame(picture)


@cache
def _seen(name: str) -> tuple[Observation, ...]:
    return tuple(people.see(_frame(_sample(name))))


def test_a_face_is_found_where_it_is() -> None:
    (face,) = _seen(PORTRAIT)
    assert (face.label, face.kind, face.sense, face.sureness) == (
        "face", "people", "people", Sureness.SURE,
    )  # fmt: skip
    assert overlap(face.box, (0.35, 0.13, 0.18, 0.18)) > 0.7
    assert face.where == "near the top"
    assert face.score >= 0.95


@pytest.mark.parametrize("name", FACELESS)
def test_no_face_is_seen_where_none_is(name: str) -> None:
    assert _seen(name) == ()


def test_faces_come_from_left_to_right_and_tell_how_near_they_are() -> None:
    near, far = people.see(_camera((100, 50, 600), (900, 200, 270)))
    assert (near.where, far.where) == ("on the left", "on the right")
    assert people.nearness(near.box) == "close"
    assert people.nearness(far.box) == "a few steps away"


def test_a_mirrored_face_is_found_as_well() -> None:
    (face,) = people.see(_camera((500, 100, 400), flip=True))
    assert face.sureness == Sureness.SURE


def test_a_face_in_a_dim_room_is_found() -> None:
    frame = _camera((500, 100, 400))
    (face,) = people.see(Frame((frame.pixels * 0.12).astype(np.uint8)))
    assert face.sureness == Sureness.SURE


def _checkerboard(square: int) -> np.ndarray:
    y, x = np.mgrid[0:360, 0:640] // square
    return np.repeat(((x + y) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)


def _text_page() -> np.ndarray:
    page = Image.new("RGB", (800, 1000), "white")
    font = ImageFont.load_default(22)
    for line in range(30):
        text = "Nobody is here, but many round letters: OoQ80 @ 6969 %"[line % 7 :]
        ImageDraw.Draw(page).text((40, 30 + 32 * line), text, "black", font)
    return np.asarray(page)


_NOISE = np.random.default_rng(3).integers(0, 256, (360, 640, 3), np.uint8)
_MADE = {
    "blank": np.full((360, 640, 3), 128, np.uint8),
    "black": np.zeros((360, 640, 3), np.uint8),
    "fine noise": _NOISE,
    "coarse noise": _NOISE[:18, :32].repeat(20, axis=0).repeat(20, axis=1),
    "text": _text_page(),
    "checks of 8": _checkerboard(8),
    "checks of 20": _checkerboard(20),
    "checks of 60": _checkerboard(60),
    "a line of pixels": _NOISE[:1],
    "one pixel": _NOISE[:1, :1],
    "a column": _NOISE[:, :2],
}


@pytest.mark.parametrize("name", _MADE)
def test_no_face_is_seen_in_patterns(name: str) -> None:
    assert people.see(Frame(np.ascontiguousarray(_MADE[name]))) == []


def test_the_same_picture_gives_the_same_faces_from_any_thread() -> None:
    frames = [_camera((100, 100, 300), (700, 50, 500)), _camera((500, 200, 350))]
    alone = [people.see(frame) for frame in frames]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(people.see, frames * 4))
    assert together == alone * 4


def test_without_cascades_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(opencv.load().data, "haarcascades", str(tmp_path))
    with pytest.raises(ModelError, match=r"^The face detector is missing. Install Glimpse again.$"):
        faces.CascadeDetector()


@pytest.mark.parametrize(
    ("height", "words"),
    [(0.5, "very close"), (0.2, "close"), (0.1, "a few steps away"), (0.05, "far away")],
)
def test_nearness(height: float, words: str) -> None:
    assert people.nearness((0.4, 0.3, 0.1, height)) == words


def _face(x: float, y: float = 0.3) -> Observation:
    return Observation("face", 0.9, "people", Sureness.SURE, "people", 1, (x, y, 0.2, 0.3))


@pytest.mark.parametrize(
    ("frames", "steady"),
    [
        ([[0.5]], []),
        ([[0.5], [0.52]], [0.52]),
        ([[0.5], [0.52], []], [0.52]),
        ([[0.5], [], [0.52]], [0.52]),
        ([[0.5], [0.5], [], []], []),
        ([[0.5], [], []], []),
        ([[0.1], [0.5], [0.9]], []),
        ([[0.5, 0.1], [0.12, 0.52]], [0.12, 0.52]),
        ([[0.1], [0.15], [0.2], [0.25]], [0.25]),
    ],
)
def test_only_faces_that_stay_are_reported(frames: list[list[float]], steady: list[float]) -> None:
    track = people.FaceTrack()
    for frame in frames:
        reported = track.update([_face(x) for x in frame])
    assert [face.box[0] for face in reported] == steady
