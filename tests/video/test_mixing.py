"""The copy in which the descriptions are spoken."""

import shutil
import subprocess

import av
import numpy as np
import pytest

from assistant.errors import AssistantError
from assistant.speech import Audio
from assistant.video.cues import Cue
from assistant.video.mixing import mix
from tests.video.made import SOUND_RATE, film, sample, still, tone

pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


class _Whistle:
    """A voice that is one high tone of two seconds: easy to find again."""

    def synthesise(self, text):
        at = np.arange(2 * SOUND_RATE) / SOUND_RATE
        return Audio((9000 * np.sin(2 * np.pi * 2000 * at)).astype(np.int16), SOUND_RATE)

    def close(self):
        pass


def _heard(path):
    resampler = av.AudioResampler("s16", "mono", SOUND_RATE)
    with av.open(str(path)) as file:
        made = [f for block in file.decode(audio=0) for f in resampler.resample(block)]
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
    done = list(mix(original, True, cues, _Whistle(), out))
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
    list(mix(tmp_path / "late.mkv", True, [Cue(9, 11, "A dog.", True)], _Whistle(), out))
    heard = _heard(out)
    assert _strength(heard, 2.3, 3.8, 300) > 20 * _strength(heard, 0.2, 1.8, 300)
    assert _strength(heard, 9.2, 10.8, 2000) > 100


def test_a_silent_film_gets_a_voice(tmp_path):
    original = film(tmp_path / "a.mkv", still(sample("dog"), 5))
    list(mix(original, False, [Cue(1, 3, "A dog.", True)], _Whistle(), tmp_path / "b.mkv"))
    heard = _heard(tmp_path / "b.mkv")
    assert _strength(heard, 1.2, 2.8, 2000) > 100
    assert abs(heard[: round(0.8 * SOUND_RATE)]).max() < 100


def test_a_copy_that_cannot_be_is_told_and_leaves_nothing(tmp_path):
    original = film(tmp_path / "a.mp4", still(sample("dog"), 1))
    with pytest.raises(AssistantError, match=r"ffmpeg cannot write b\.xyz"):
        list(mix(original, False, [Cue(0, 1, "A dog.", True)], _Whistle(), tmp_path / "b.xyz"))
    stopped = mix(original, False, [Cue(0, 1, "A dog.", True)], _Whistle(), tmp_path / "b.mp4")
    next(stopped)
    stopped.close()  # as Ctrl+C does
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["a.mp4"]
