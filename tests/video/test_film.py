"""Films as they come: turned, of varying rate, huge, damaged, and things that are no film."""

import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image

from assistant.video.film import Film
from tests.sources.made import sentence
from tests.video.made import film, quiet, sample, still


def _opened(path):
    Film(path).close()


def test_pictures_come_with_their_true_times_where_the_rate_varies(tmp_path):
    times = [0, 0.5, 0.6, 3.0, 3.04, 9.0]
    path = film(tmp_path / "a.mp4", still(sample("dog"), 0.6), times=times)
    with Film(path) as opened:
        assert [round(p.time, 2) for p in opened.pictures()] == times


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_film_from_a_turned_telephone_is_shown_as_players_show_it(tmp_path, turn):
    def ffmpeg(*arguments):
        subprocess.run(["ffmpeg", "-v", "error", *arguments], check=True, cwd=tmp_path)

    film(tmp_path / "a.mp4", [sample("dog")])
    ffmpeg("-i", "a.mp4", "-c", "copy", "-metadata:s:v:0", f"rotate={turn}", "b.mp4")
    ffmpeg("-i", "b.mp4", "player.png")
    with Film(tmp_path / "b.mp4") as opened:
        (picture,) = opened.pictures()
    shown = np.asarray(Image.open(tmp_path / "player.png").convert("RGB")).astype(int)
    assert picture.frame().pixels.shape == shown.shape
    assert np.abs(picture.frame().pixels - shown).mean() < 3


def test_a_very_large_film_is_made_smaller(tmp_path):
    with Film(film(tmp_path / "a.mp4", [np.zeros((64, 5000, 3), np.uint8)])) as opened:
        (picture,) = opened.pictures()
    assert picture.frame().pixels.shape == (52, 4096, 3)
    assert picture.small.shape == (2, 160, 3)


def test_what_is_left_of_a_film_that_was_cut_off_is_seen(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (60, 240, 320, 3), np.uint8)
    data = film(tmp_path / "a.mkv", list(noise)).read_bytes()
    (tmp_path / "b.mkv").write_bytes(data[: len(data) // 2])
    with Film(tmp_path / "b.mkv") as opened:
        times = [p.time for p in opened.pictures()]
        assert opened.seconds == pytest.approx(6, abs=0.2)
    assert 2 < times[-1] < 4
    assert times == sorted(set(times))


def test_what_is_no_film_is_told_in_one_sentence(tmp_path):
    def write(name, data):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    whole = film(tmp_path / "whole.mp4", still(sample("dog"), 1)).read_bytes()
    Image.fromarray(sample("dog")).save(tmp_path / "p.jpg")
    assert "no film named" in sentence(_opened, tmp_path / "gone.mp4")
    assert "is a folder" in sentence(_opened, tmp_path)
    assert "is empty" in sentence(_opened, write("empty.mp4", b""))
    assert "is a text, not a film" in sentence(_opened, write("t.mp4", b"Hello\n" * 50))
    assert "is a picture, not a film" in sentence(_opened, tmp_path / "p.jpg")
    for broken in (write("cut.mp4", whole[:400]), write("noise.mp4", bytes(range(256)) * 40)):
        assert "no pictures that I can read" in sentence(_opened, broken)


def test_a_film_without_pictures_is_called_a_sound(tmp_path):
    import av

    with av.open(str(tmp_path / "s.mp4"), "w") as container:
        stream = container.add_stream("aac", 16_000, layout="mono")
        samples = quiet(1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert "holds only sound" in sentence(_opened, tmp_path / "s.mp4")


def test_a_name_that_looks_like_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    film("a.mp4", [sample("dog")])
    for name in ("http:film.mp4", "100%02d.mp4", "ä ö.mp4"):
        shutil.copy("a.mp4", name)
        with Film(name) as opened:
            assert len(list(opened.pictures())) == 1


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("kind", ["mkv", "webm", "ts", "mp4", "nut", "wmv", "flv"])
def test_a_film_that_begins_at_an_hour_has_its_own_length(tmp_path, kind):
    codec = "libvpx" if kind == "webm" else "mpeg2video" if kind == "ts" else "mpeg4"
    codec = "flv" if kind == "flv" else codec
    made = film(tmp_path / "a.mkv", still(sample("dog"), 5))
    late = tmp_path / f"late.{kind}"
    line = ["ffmpeg", "-v", "error", "-i", made, "-c:v", codec, "-r", "25"]
    subprocess.run([*line, "-output_ts_offset", "3600", late], check=True)
    with Film(late) as opened:
        assert opened.seconds == pytest.approx(5, abs=0.3)
        times = [picture.time for picture in opened.pictures()]
    assert times[0] == pytest.approx(0, abs=0.2)
    assert times[-1] == pytest.approx(5, abs=0.3)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_of_such_a_film_that_is_cut_the_missing_end_is_known(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (100, *sample("dog").shape), np.uint8)
    made = film(tmp_path / "a.mkv", list(noise))
    late = tmp_path / "late.mkv"
    line = ["ffmpeg", "-v", "error", "-i", made, "-c", "copy", "-output_ts_offset", "3600", late]
    subprocess.run(line, check=True)
    late.write_bytes(late.read_bytes()[: late.stat().st_size // 2])
    with Film(late) as opened:
        assert opened.seconds == pytest.approx(10, abs=0.3)
        assert 3 < [picture.time for picture in opened.pictures()][-1] < 7
