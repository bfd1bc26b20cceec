"""The copy in which the descriptions are spoken."""

import shutil
import subprocess

import av
import numpy as np
import pytest

from assistant.errors import AssistantError, SourceError
from assistant.speech import Audio
from assistant.video.cues import Cue
from assistant.video.film import Film
from assistant.video.mixing import mix, plan
from tests.video.made import SOUND_RATE, film, quiet, sample, sound, still, tone

pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


class _Whistle:
    """A voice that is one high tone of two seconds: easy to find again."""

    def synthesise(self, text):
        at = np.arange(2 * SOUND_RATE) / SOUND_RATE
        return Audio((9000 * np.sin(2 * np.pi * 2000 * at)).astype(np.int16), SOUND_RATE)

    def close(self):
        pass


def _mixed(original, cues, out, track=""):
    with Film(original, track) as opened:
        how = plan(original, out, opened.track)
    return how, list(mix(how, cues, _Whistle(), out))


def _heard(path, track=0):
    resampler = av.AudioResampler("s16", "mono", SOUND_RATE)
    with av.open(str(path)) as file:
        made = [f for block in file.decode(audio=track) for f in resampler.resample(block)]
    return np.concatenate([frame.to_ndarray().ravel() for frame in made])


def _strength(samples, start, end, hertz):
    part = samples[round(start * SOUND_RATE) : round(end * SOUND_RATE)].astype(float)
    spectrum = np.abs(np.fft.rfft(part)) / len(part)
    return spectrum[round(hertz * (end - start)) + np.arange(-3, 4)].max()


def _packets(path):
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]


def test_the_film_steps_back_while_the_description_is_spoken(tmp_path):
    out = tmp_path / "b.mp4"
    original = film(tmp_path / "a.mp4", still(sample("dog"), 9), tone(9))
    cues = [Cue(3, 5, "A dog.", True), Cue(6.5, 8.5, "Over speech.", False)]
    _, done = _mixed(original, cues, out)
    assert done == sorted(done)
    heard = _heard(out)
    assert len(heard) / SOUND_RATE == pytest.approx(9, abs=0.2)
    assert _strength(heard, 3.2, 4.8, 2000) > 20 * _strength(heard, 1, 2.6, 2000)
    assert _strength(heard, 3.2, 4.8, 300) < 0.5 * _strength(heard, 1, 2.6, 300)
    assert _strength(heard, 6.7, 8.3, 300) > 0.8 * _strength(heard, 1, 2.6, 300)
    assert _packets(out) == _packets(original)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp4", "b.mp4"]


def test_sound_that_begins_late_and_ends_early_keeps_its_place(tmp_path):
    """Of a film that is loud from 2 to 4 seconds; what is spoken at 9 is not lost."""
    made = film(tmp_path / "a.mkv", still(sample("dog"), 14), tone(2))
    line = ["ffmpeg", "-v", "error", "-i", made, "-itsoffset", "2", "-i", made]
    line += ["-map", "0:v", "-map", "1:a", "-c", "copy", tmp_path / "late.mkv"]
    subprocess.run(line, check=True)
    out = tmp_path / "b.mkv"
    _mixed(tmp_path / "late.mkv", [Cue(9, 11, "A dog.", True)], out)
    heard = _heard(out)
    assert _strength(heard, 2.3, 3.8, 300) > 20 * _strength(heard, 0.2, 1.8, 300)
    assert _strength(heard, 9.2, 10.8, 2000) > 100


def test_a_silent_film_gets_a_voice(tmp_path):
    original = film(tmp_path / "a.mkv", still(sample("dog"), 5))
    _mixed(original, [Cue(1, 3, "A dog.", True)], tmp_path / "b.mkv")
    heard = _heard(tmp_path / "b.mkv")
    assert _strength(heard, 1.2, 2.8, 2000) > 100
    assert abs(heard[: round(0.8 * SOUND_RATE)]).max() < 100


def test_a_copy_that_cannot_be_is_told_and_leaves_nothing(tmp_path):
    original = film(tmp_path / "a.mp4", still(sample("dog"), 1))
    with pytest.raises(AssistantError, match=r"ffmpeg cannot write b\.xyz"):
        plan(original, tmp_path / "b.xyz", None)
    how = plan(original, tmp_path / "b.mp4", None)
    stopped = mix(how, [Cue(0, 1, "A dog.", True)], _Whistle(), tmp_path / "b.mp4")
    next(stopped)
    stopped.close()  # as Ctrl+C does
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["a.mp4"]


_CHAPTERS = """;FFMETADATA1
title=Our holiday
[CHAPTER]
TIMEBASE=1/1
START=0
END=4
title=The dog
[CHAPTER]
TIMEBASE=1/1
START=4
END=9
title=The end
"""


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """A film with two sound tracks, subtitles, two chapters, a title and an attached file."""
    folder = tmp_path_factory.mktemp("rich")
    first = film(folder / "1.mkv", still(sample("dog"), 9), tone(9))
    second = film(folder / "2.mkv", still(sample("cat"), 9), quiet(9))
    (folder / "s.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    (folder / "c.txt").write_text(_CHAPTERS)
    (folder / "f.ttf").write_bytes(b"a font")
    line = ["ffmpeg", "-v", "error", "-i", first, "-i", second, "-i", folder / "s.srt"]
    line += ["-i", folder / "c.txt", "-map", "0:v", "-map", "0:a", "-map", "1:a", "-map", "2:s"]
    line += ["-map_metadata", "3", "-map_chapters", "3", "-c", "copy", "-c:s", "srt"]
    line += ["-attach", folder / "f.ttf", "-metadata:s:t", "mimetype=font/ttf"]
    line += ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu"]
    line += ["-metadata:s:a:1", "title=Kommentar", folder / "rich.mkv"]
    subprocess.run(line, check=True)
    return folder / "rich.mkv"


def _contents(path):
    with av.open(str(path)) as file:
        sounds = [(s.metadata.get("language"), s.metadata.get("title")) for s in file.streams.audio]
        return {
            "kinds": [s.type for s in file.streams],
            "sounds": sounds,
            "chapters": [c["metadata"]["title"] for c in file.chapters()],
            "title": file.metadata.get("title"),
        }


def test_the_copy_holds_all_that_the_film_carries(tmp_path, rich):
    how, _ = _mixed(rich, [Cue(3, 5, "A dog.", True)], tmp_path / "b.mkv")
    assert how.lost == ""
    assert _contents(tmp_path / "b.mkv") == {
        "kinds": ["video", "audio", "audio", "subtitle", "attachment"],
        "sounds": [("eng", "With descriptions"), ("deu", "Kommentar")],
        "chapters": ["The dog", "The end"],
        "title": "Our holiday",
    }
    assert _strength(_heard(tmp_path / "b.mkv"), 3.2, 4.8, 2000) > 100
    assert _strength(_heard(tmp_path / "b.mkv", 1), 3.2, 4.8, 2000) < 10


@pytest.mark.parametrize("wanted", ["2", "de", "komm"])
def test_the_descriptions_go_where_they_are_asked_for(tmp_path, rich, wanted):
    out = tmp_path / "b.mkv"
    _mixed(rich, [Cue(3, 5, "A dog.", True)], out, wanted)
    assert _contents(out)["sounds"] == [("eng", None), ("deu", "Kommentar, with descriptions")]
    assert _strength(_heard(out), 3.2, 4.8, 2000) < 10
    assert _strength(_heard(out, 1), 3.2, 4.8, 2000) > 100


def test_what_another_kind_of_file_cannot_hold_is_told(tmp_path, rich):
    how, _ = _mixed(rich, [Cue(3, 5, "A dog.", True)], tmp_path / "b.mp4")
    assert how.lost == (
        "This kind of file cannot hold the film's attached files or data: they are not in the copy."
    )
    made = _contents(tmp_path / "b.mp4")
    assert made["kinds"].count("audio") == 2
    assert "subtitle" in made["kinds"]
    assert made["chapters"] == ["The dog", "The end"]
    how, _ = _mixed(rich, [Cue(3, 5, "A dog.", True)], tmp_path / "b.avi")
    assert "subtitles and attached files or data" in how.lost
    assert _contents(tmp_path / "b.avi")["kinds"].count("audio") == 2


def test_a_track_that_is_not_there_is_told(tmp_path, rich):
    with pytest.raises(SourceError) as caught:
        Film(rich, "fra")
    assert caught.value.message == (
        "rich.mkv has no sound track fra; there are: 1 (eng), 2 (deu, Kommentar)."
    )
    silent = film(tmp_path / "silent.mp4", still(sample("dog"), 1))
    with pytest.raises(SourceError, match="has no sound track 2; there are: none"):
        Film(silent, "2")


@pytest.mark.parametrize("kind", ["mkv", "nut"])
def test_a_film_that_begins_at_an_hour_keeps_its_times(tmp_path, kind):
    made = film(tmp_path / "a.mkv", still(sample("dog"), 6), sound(quiet(2), tone(2), quiet(2)))
    late = tmp_path / f"late.{kind}"
    line = ["ffmpeg", "-v", "error", "-i", made, "-c", "copy", "-output_ts_offset", "3600", late]
    subprocess.run(line, check=True)
    out = tmp_path / "b.mkv"
    _mixed(late, [Cue(4, 6, "A dog.", True)], out)
    assert len(_heard(out)) / SOUND_RATE == pytest.approx(7, abs=0.5)
    assert _strength(_heard(out), 4.2, 5.8, 2000) > 100
    assert _strength(_heard(out), 2.2, 3.8, 300) > 20 * _strength(_heard(out), 0.2, 1.8, 300)
