"""A film takes the place of a camera."""

import os
import shutil
import subprocess
import wave

import numpy as np
import pytest

from assistant import opencv
from assistant.sources import EndOfVideo, image, live, open_video
from tests.sources.made import photo, sentence, somebody_else

cv2 = opencv.load()  # quiet from the first film on
RED_BGR, BLUE_BGR = (0, 0, 255), (255, 0, 0)


def film(path, colours, size=(64, 48), fps=10, codec="MJPG"):
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), fps, size)
    assert writer.isOpened()
    for colour in colours:
        writer.write(np.full((size[1], size[0], 3), colour, np.uint8))
    writer.release()
    return path


def frames(path):
    capture = open_video(path)
    try:
        while True:
            yield capture.read()
    except EndOfVideo:
        return
    finally:
        capture.close()


@pytest.mark.parametrize(
    ("name", "codec"), [("a.avi", "MJPG"), ("a.mp4", "mp4v"), ("a.mkv", "mp4v")]
)
def test_a_film_gives_its_pictures_with_their_times(tmp_path, name, codec):
    film(tmp_path / name, [RED_BGR, RED_BGR, BLUE_BGR], codec=codec)
    seen = list(frames(tmp_path / name))
    assert [round(f.time, 2) for f in seen] == [0.0, 0.1, 0.2]
    assert seen[0].source == name
    assert (seen[0].width, seen[0].height) == (64, 48)
    assert seen[0].pixels[5, 5, 0] > 200 > 50 > seen[0].pixels[5, 5, 2]
    assert seen[2].pixels[5, 5, 2] > 200 > 50 > seen[2].pixels[5, 5, 0]


def test_the_end_is_told_again_and_again(tmp_path):
    capture = open_video(film(tmp_path / "a.avi", [RED_BGR]))
    capture.read()
    for _ in range(2):
        with pytest.raises(EndOfVideo):
            capture.read()
    capture.close()
    capture.close()


def test_a_closed_film_gives_no_more(tmp_path):
    capture = open_video(film(tmp_path / "a.avi", [RED_BGR] * 3))
    capture.close()
    with pytest.raises(EndOfVideo):
        capture.read()


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_film_from_a_turned_telephone_is_shown_as_players_show_it(tmp_path, turn):
    half_red = np.zeros((48, 64, 3), np.uint8)
    half_red[:24] = RED_BGR
    writer = cv2.VideoWriter(str(tmp_path / "s.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
    writer.write(half_red)
    writer.release()

    def ffmpeg(*arguments):
        subprocess.run(["ffmpeg", "-v", "error", *arguments], check=True, cwd=tmp_path)

    ffmpeg("-i", "s.mp4", "-c", "copy", "-metadata:s:v:0", f"rotate={turn}", "turned.mp4")
    ffmpeg("-i", "turned.mp4", "player.png")
    (frame,) = frames(tmp_path / "turned.mp4")
    shown = image(tmp_path / "player.png").pixels.astype(int)
    assert not np.array_equal(shown, half_red[:, :, ::-1])
    assert frame.pixels.shape == shown.shape
    assert np.abs(frame.pixels - shown).max() < 10


def test_a_very_large_film_is_made_smaller(tmp_path):
    (frame,) = frames(film(tmp_path / "a.avi", [RED_BGR], size=(5000, 200)))
    assert (frame.width, frame.height) == (4096, 164)


def test_a_name_that_looks_like_an_address_or_a_pattern(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    film(tmp_path / "a.avi", [RED_BGR])
    for name in ("http:film.avi", "100%02d.avi", "ä ö.avi"):
        shutil.copy("a.avi", name)
        assert len(list(frames(name))) == 1


def test_what_is_no_film_is_told_and_opencv_is_silent(tmp_path, capfd):
    def write(name, data):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    with wave.open(str(tmp_path / "s.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000))
    photo().save(tmp_path / "p.jpg")
    cut = film(tmp_path / "whole.mp4", [RED_BGR] * 30, codec="mp4v").read_bytes()[:300]
    assert "no film named" in sentence(open_video, tmp_path / "gone.mp4")
    assert "is a folder; choose a film" in sentence(open_video, tmp_path)
    assert "is empty" in sentence(open_video, write("empty.mp4", b""))
    assert "is a text, not a film" in sentence(open_video, write("t.txt", b"Hello\n" * 50))
    assert "is a sound recording without pictures" in sentence(open_video, tmp_path / "s.wav")
    assert "is a picture, not a film" in sentence(open_video, tmp_path / "p.jpg")
    for broken in (write("cut.mp4", cut), write("noise.mp4", bytes(range(256)) * 40)):
        assert "no pictures that I can read" in sentence(open_video, broken)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_a_film_with_only_sound(tmp_path):
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=0.2", tmp_path / "s.mp4"], check=True
    )
    assert "only sound" in sentence(open_video, tmp_path / "s.mp4")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_film_that_may_not_be_read(tmp_path):
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    film(tmp_path / "a.avi", [RED_BGR]).chmod(0)
    with somebody_else():
        assert "not allowed to read a.avi" in sentence(open_video, tmp_path / "a.avi")


def test_a_film_given_as_a_picture_is_called_a_film(tmp_path):
    text = sentence(image, film(tmp_path / "a.mp4", [RED_BGR], codec="mp4v"))
    assert text == "a.mp4 is a film, not a picture; choose a picture such as JPEG or PNG."


def test_live_plays_a_film_to_its_end(tmp_path):
    path = film(tmp_path / "a.avi", [RED_BGR] * 5)
    seen = list(live(lambda: open_video(path), lambda: False))
    assert [round(f.time, 1) for f in seen] == [0.0, 0.1, 0.2, 0.3, 0.4]
