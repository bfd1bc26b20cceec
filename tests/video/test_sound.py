"""Pauses: where nobody speaks, told by loudness."""

import numpy as np
import pytest

from assistant.video.sound import Span, levels, pauses
from tests.video.made import HAS_ESPEAK, SOUND_RATE, film, quiet, sample, sound, speech, still, tone


def _pauses(path, samples):
    seconds = len(samples) / SOUND_RATE
    film(path, still(sample("dog"), seconds), samples)
    return pauses(np.concatenate(list(levels(path, "a film"))), seconds)


@pytest.mark.parametrize("background", ["silence", "hum", "wind"])
def test_pauses_lie_between_the_sentences(tmp_path, background):
    first = speech("We went down to the water, and the dog ran ahead of us.", tmp_path)
    second = speech("Well, that is all for today. Thank you for watching.", tmp_path)
    samples = sound(quiet(2), first, quiet(3), second, quiet(2)).astype(float)
    at = np.arange(len(samples)) / SOUND_RATE
    if background == "hum":
        samples += 1500 * np.sin(2 * np.pi * 100 * at)
    elif background == "wind":
        samples += np.random.default_rng(1).normal(0, 200, len(samples))
    found = _pauses(tmp_path / "a.mp4", samples.clip(-32_768, 32_767).astype(np.int16))
    ends = np.cumsum([2, len(first) / SOUND_RATE, 3, len(second) / SOUND_RATE, 2])
    wanted = [(0, ends[0]), (ends[1], ends[2]), (ends[3], ends[4])]
    assert len(found) == 3
    for pause, (start, end) in zip(found, wanted, strict=True):
        assert start - 0.4 < pause.start <= start + 0.4
        assert end - 0.4 < pause.end <= end + 0.1


@pytest.mark.skipif(not HAS_ESPEAK, reason="espeak-ng is not installed")
def test_a_breath_between_two_sentences_is_no_pause(tmp_path):
    voice = [speech(text, tmp_path) for text in ("One sentence ends here.", "Another begins.")]
    found = _pauses(tmp_path / "a.mp4", sound(voice[0], quiet(0.4), voice[1], quiet(3)))
    assert len(found) == 1


def test_sound_that_begins_later_than_the_pictures_keeps_its_place(tmp_path):
    block = tone(2)
    found = _pauses(tmp_path / "a.mkv", sound(quiet(5), block, quiet(5)))
    assert [round(p.start) for p in found] == [0, 7]


def test_a_click_is_no_speech_and_silence_is_one_pause():
    level = np.full(1000, -90, np.float32)
    level[500:502] = -10
    assert pauses(level, 30) == [Span(0, 30)]
    assert pauses(np.zeros(0, np.float32), 12) == [Span(0, 12)]
