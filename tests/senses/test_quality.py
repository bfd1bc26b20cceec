import numpy as np
import pytest

from assistant.errors import SpeechError
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import quality, see


def _labels(pixels: np.ndarray) -> list[str]:
    return [o.label for o in quality.see(Frame(np.ascontiguousarray(pixels.astype(np.uint8))))]


def _scene(light: float) -> np.ndarray:
    """Something with edges and a gradient, at a share of full light."""
    y, x = np.mgrid[0:240, 0:320]
    picture = 120 + 100 * np.sin(x / 23) * np.cos(y / 31)
    return np.repeat((picture * light)[..., None], 3, axis=2)


@pytest.mark.parametrize(
    ("pixels", "labels"),
    [
        (_scene(0.0), ["too dark"]),
        (_scene(0.08), ["too dark"]),
        (_scene(0.3), ["dark"]),
        (_scene(1.0), []),
        (np.full((200, 200, 3), 254), ["over-exposed"]),
        (np.full((200, 200, 3), 120), ["blank"]),
        (np.full((10, 900, 3), 120), ["too small"]),
    ],
)
def test_what_is_wrong_is_named(pixels: np.ndarray, labels: list[str]) -> None:
    assert _labels(pixels) == labels


def test_a_colour_that_is_as_light_as_another_is_not_blank() -> None:
    halves = np.zeros((100, 100, 3))
    halves[:, :50] = (200, 60, 60)
    halves[:, 50:] = (60, 130, 60)
    assert "blank" not in _labels(halves)


def test_a_sense_that_fails_does_not_silence_the_others() -> None:
    def broken(frame: Frame) -> list[Observation]:
        raise SpeechError("Nothing to hear.")

    cat = Observation("cat", 1.0, "nose", Sureness.SURE)
    frame = Frame(np.zeros((9, 9, 3), np.uint8))
    assert see(frame, {"broken": broken, "nose": lambda _: [cat]}) == (cat,)
