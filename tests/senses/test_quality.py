import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from assistant.paths import resources
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import quality
from tests.benchmarks.truth import degrade

SHARP = ("dog", "cat", "coffee", "parrot", "stairs", "windmill", "pan", "dandelions")


def _seen(pixels: np.ndarray) -> dict[str, Sureness]:
    frame = Frame(np.ascontiguousarray(pixels.astype(np.uint8)))
    return {o.label: o.sureness for o in quality.see(frame)}


def _refused(pixels: np.ndarray) -> list[str]:
    frame = Frame(np.ascontiguousarray(pixels))
    seen = [o for o in quality.see(frame) if o.kind == "quality"]
    return [o.label for o in seen if o.sureness == Sureness.SURE]


@cache
def _photo(name: str, longest: int = 640) -> Pixels:
    with Image.open(resources() / "samples" / f"{name}.jpg") as picture:
        picture.thumbnail((longest, longest))
        return np.asarray(picture.convert("RGB"))


def _compressed(pixels: Pixels, quality: int) -> Pixels:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def _scene(light: float) -> np.ndarray:
    """Squares of several greys on a gradient, at a share of full light."""
    y, x = np.mgrid[0:240, 0:320]
    picture = 60 + x / 4 + 80 * ((x // 23 + y // 31) % 2)
    return np.repeat((picture * light)[..., None], 3, axis=2)


@pytest.mark.parametrize(
    ("pixels", "labels"),
    [
        (_scene(0.0), ["too dark"]),
        (_scene(0.08), ["too dark"]),
        (_scene(0.3), []),
        (_scene(1.0), []),
        (np.full((200, 200, 3), 254), ["over-exposed"]),
        (np.full((200, 200, 3), 120), ["blank"]),
        (np.full((10, 900, 3), 120), ["too small"]),
    ],
)
def test_what_is_wrong_is_named(pixels: np.ndarray, labels: list[str]) -> None:
    assert list(_seen(pixels)) == labels


def test_a_colour_that_is_as_light_as_another_is_not_blank() -> None:
    halves = np.zeros((100, 100, 3))
    halves[:, :50] = (200, 60, 60)
    halves[:, 50:] = (60, 130, 60)
    assert "blank" not in _seen(halves)


@pytest.mark.parametrize("name", SHARP)
@pytest.mark.parametrize("longest", [96, 256, 1280])
def test_a_sharp_photograph_is_called_so_at_every_size(name: str, longest: int) -> None:
    assert _seen(_photo(name, longest)) == {}


@pytest.mark.parametrize("name", SHARP)
@pytest.mark.parametrize("longest", [256, 1024])
def test_a_photograph_out_of_focus_is_refused_at_every_size(name: str, longest: int) -> None:
    assert _refused(degrade.blurred(_photo(name, longest), 16)) == ["blurred"]


def test_a_light_blur_is_a_warning() -> None:
    seen = [_seen(degrade.blurred(_photo(name), 7)) for name in SHARP]
    assert [labels.get("blurred") for labels in seen].count(Sureness.FAIRLY_SURE) >= 6
    assert Sureness.SURE not in [labels.get("blurred") for labels in seen]


@pytest.mark.parametrize("angle", [0, 0.8, 2.4])
def test_a_moved_camera_is_told_from_a_wrong_focus(angle: float) -> None:
    seen = [_seen(degrade.shaken(_photo(name), 60, angle)) for name in SHARP]
    assert sum("shaken" in labels for labels in seen) >= 7


@pytest.mark.parametrize("seed", range(12))
def test_a_covered_lens_is_refused(seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture = degrade.covered(np.zeros((720, 1280, 3), np.uint8), rng)
    assert set(_refused(picture)) & {"covered", "blank", "too dark"}


def test_a_finger_that_leaves_a_strip_of_light_is_refused() -> None:
    rng = np.random.default_rng(3)
    refused = [_refused(degrade.covered(_photo(name), rng, leak=0.08)) for name in SHARP]
    assert all(refused)


@pytest.mark.parametrize("size", [(64, 64), (480, 640), (1080, 1920)])
@pytest.mark.parametrize("channels", [1, 3])
def test_noise_is_no_picture(size: tuple[int, int], channels: int) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (*size, channels), np.uint8)
    picture = np.ascontiguousarray(np.broadcast_to(noise, (*size, 3)))
    assert _refused(picture) == ["noise"]
    assert _refused(_compressed(picture, 85)) == ["noise"]


@pytest.mark.parametrize("name", SHARP)
def test_a_grainy_photograph_is_not_noise(name: str) -> None:
    assert not _refused(degrade.noisy(_photo(name), 40, np.random.default_rng(2)))


def test_a_picture_in_fog_is_not_blurred() -> None:
    foggy = (_photo("windmill").astype(float) * 0.12 + 200).astype(np.uint8)
    assert not _refused(foggy)
