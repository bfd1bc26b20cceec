"""Which pictures a first look leaves to the close look, and which not."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import senses
from assistant.search.observing import Observer, ObservingTask
from assistant.work import Setup


@pytest.fixture(scope="module")
def observer() -> Observer:
    return Observer(Setup(senses=senses.without(())))


def _dark(folder: Path, side: int) -> Path:
    path = folder / f"{side}.png"
    shades = np.random.default_rng(1).integers(2, 9, (side, side, 3), np.uint8)
    Image.fromarray(shades).save(path)
    return path


def test_what_cannot_be_seen_by_all_its_pixels_is_told_and_looked_at_again_later(
    observer: Observer, tmp_path: Path
) -> None:
    found = observer.look(ObservingTask(_dark(tmp_path, 400))).record
    assert "too dark" in found.brief
    assert found.unread, "a code on it would be seen by the close look alone"
    assert not observer.look(ObservingTask(_dark(tmp_path, 400), closely=True)).record.unread


def test_what_cannot_be_seen_in_a_smaller_copy_is_looked_at_closely_at_once(
    observer: Observer, tmp_path: Path
) -> None:
    found = observer.look(ObservingTask(_dark(tmp_path, 1200))).record
    assert "too dark" in found.brief
    assert not found.unread


def test_without_a_close_look_nothing_is_left_for_it(tmp_path: Path) -> None:
    observer = Observer(Setup(senses=frozenset({"light"})))
    found = observer.look(ObservingTask(_dark(tmp_path, 400))).record
    assert "too dark" in found.brief
    assert not found.unread
