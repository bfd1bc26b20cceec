"""Files that are taken for films; tests/video has those that are."""

import os
import wave

import pytest

from assistant.sources import check_film, image
from tests.sources.made import sentence, somebody_else
from tests.video.made import film, sample


def test_a_sound_recording_is_called_one(tmp_path):
    with wave.open(str(tmp_path / "s.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000))
    assert "is a sound recording without pictures" in sentence(check_film, tmp_path / "s.wav")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_film_that_may_not_be_read(tmp_path):
    for folder in (tmp_path, *tuple(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    film(tmp_path / "a.avi", [sample("dog")]).chmod(0)
    with somebody_else():
        assert "not allowed to read a.avi" in sentence(check_film, tmp_path / "a.avi")


def test_a_film_given_as_a_picture_is_called_a_film(tmp_path):
    text = sentence(image, film(tmp_path / "a.mp4", [sample("dog")]))
    assert text == "a.mp4 is a film, not a picture; choose a picture such as JPEG or PNG."
