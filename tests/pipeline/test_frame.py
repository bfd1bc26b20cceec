"""Smaller copies of a frame."""

import numpy as np
import pytest
from PIL import Image

from assistant import paths
from assistant.pipeline.frame import Frame
from assistant.pipeline.shrinking import halved, shrunk, squashed


@pytest.mark.parametrize("size", [(4000, 2667), (1281, 700), (700, 1281), (3000, 2)])
@pytest.mark.parametrize("longest", [320, 640, 960])
def test_a_copy_of_a_copy_is_like_one_of_the_picture_itself(
    size: tuple[int, int], longest: int
) -> None:
    with Image.open(paths.resources() / "samples" / "moose.jpg") as sample:
        picture = sample.convert("RGB").resize(size)
    copy = Frame(np.asarray(picture).copy()).reduced(longest)
    picture.thumbnail((longest, longest), Image.Resampling.BILINEAR, reducing_gap=2.0)
    wanted = np.asarray(picture)
    assert copy.shape == wanted.shape
    assert np.abs(copy.astype(int) - wanted).mean() < 2


@pytest.mark.parametrize("size", [(2000, 1500), (500, 333), (341, 256), (200, 150), (3000, 240)])
def test_a_squashed_copy_is_what_a_network_has_learnt_from(size: tuple[int, int]) -> None:
    with Image.open(paths.resources() / "samples" / "moose.jpg") as sample:
        picture = sample.convert("RGB").resize(size)
    copy = squashed(np.asarray(picture), (256, 256))
    wanted = np.asarray(picture.resize((256, 256), Image.Resampling.BILINEAR))
    assert copy.shape == wanted.shape
    assert np.abs(copy.astype(int) - wanted).mean() < 1


@pytest.mark.parametrize("width", [1600, 1601])
def test_halves_are_means_of_all_pixels(width: int) -> None:
    stripes = np.where(np.arange(width) % 2, 255, 0).astype(np.uint8)
    pixels = np.ascontiguousarray(np.broadcast_to(stripes[None, :, None], (901, width, 3)))
    half = halved(pixels, 1000)
    assert half.shape == (450, 800, 3)
    assert np.abs(half.astype(int) - 127).max() <= 1


def test_copies_are_made_once() -> None:
    frame = Frame(np.zeros((900, 2000, 3), np.uint8))
    assert frame.reduced(320) is frame.reduced(320)


def test_what_was_made_of_a_frame_is_known_to_its_copy_with_more_facts() -> None:
    frame = Frame(np.zeros((90, 200, 3), np.uint8))
    assert frame.once("mean", lambda: 7) == 7
    assert frame.once("mean", lambda: 8) == 7
    assert frame.known(written=True).once("mean", lambda: 8) == 7
    assert Frame(frame.pixels).once("mean", lambda: 8) == 8


def test_narrow_bars_stay_apart_in_the_copy_in_which_codes_are_read() -> None:
    bars = np.where(np.arange(4000) % 12 < 6, 20, 235).astype(np.uint8)
    frame = Frame(np.ascontiguousarray(np.broadcast_to(bars[None, :, None], (600, 4000, 3))))
    copy = frame.reduced(1280)
    assert copy.std() > 0.7 * frame.pixels.std()
    assert copy.std() > 1.1 * shrunk(frame.pixels, (1280, 192)).std()
