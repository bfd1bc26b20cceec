"""Saving speech: whole or not at all, and a clear sentence when it cannot be."""

import resource
import wave

import numpy as np
import pytest

from assistant.errors import SpeechError
from assistant.speech import Audio, RecordingVoice, SilentVoice, resample, save
from assistant.speech.audio import join, read, trim


def tone(seconds=0.5, rate=22_050, pitch=440, level=8_000):
    time = np.arange(round(seconds * rate)) / rate
    return Audio((level * np.sin(2 * np.pi * pitch * time)).astype(np.int16), rate)


def test_sentences_are_apart_by_150_ms(tmp_path):
    path = tmp_path / "a.wav"
    save([tone(), tone()], path)
    read_back = read(path)
    assert read_back.rate == 22_050
    assert read_back.seconds == pytest.approx(1.15, abs=0.001)
    middle = read_back.samples[round(0.51 * 22_050) : round(0.64 * 22_050)]
    assert not middle.any()
    assert read_back.samples[:100].any()


def test_sentences_of_other_rates_keep_their_length_and_pitch(tmp_path):
    path = tmp_path / "a.wav"
    save([tone(), tone(rate=16_000)], path)
    second = read(path).samples[round(0.66 * 22_050) :]
    assert len(second) == pytest.approx(0.49 * 22_050, rel=0.01)
    spectrum = np.abs(np.fft.rfft(second))
    assert np.argmax(spectrum) * 22_050 / len(second) == pytest.approx(440, abs=3)


def test_nothing_spoken_is_a_valid_file(tmp_path):
    save([], tmp_path / "a.wav")
    assert read(tmp_path / "a.wav").seconds == 0


def test_a_folder_that_is_missing_or_a_name_that_is_a_folder_is_told(tmp_path):
    with pytest.raises(SpeechError) as caught:
        save([tone()], tmp_path / "none" / "a.wav")
    assert caught.value.message == (
        f"{tmp_path}/none/a.wav cannot be written: No such file or directory. Choose another place."
    )
    with pytest.raises(SpeechError, match="Is a directory"):
        save([tone()], tmp_path)
    assert list(tmp_path.rglob("*.wav*")) == []


@pytest.fixture
def tiny_disk():
    """No file may grow over 40 kB, which fails in the middle of writing, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("tiny_disk")
def test_a_full_disk_leaves_no_half_file(tmp_path):
    with pytest.raises(SpeechError, match="cannot be written"):
        save([tone(), tone()], tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(tmp_path):
    photograph = tmp_path / "holiday.jpg"
    photograph.write_bytes(b"a photograph")
    with pytest.raises(SpeechError, match=r"holiday\.jpg exists already\. Choose another name\."):
        save([tone()], photograph)
    assert photograph.read_bytes() == b"a photograph"
    assert list(tmp_path.iterdir()) == [photograph]


def test_a_failing_voice_leaves_no_half_file(tmp_path):
    def sentences():
        yield tone()
        raise SpeechError("The voice stopped working.")

    with pytest.raises(SpeechError, match="stopped"):
        save(sentences(), tmp_path / "a.wav")
    assert list(tmp_path.rglob("*.wav*")) == []


def test_recording_where_nothing_can_be_written_is_told(tmp_path):
    recording = RecordingVoice(tmp_path / "none" / "a.wav", SilentVoice())
    with pytest.raises(SpeechError, match="Choose another place"):
        recording.close()


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound", b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_damaged_file_is_told(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(SpeechError, match="cannot be read"):
        read(tmp_path / "a.wav")


def test_of_two_channels_the_first_is_read(tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(np.array([[1, 9], [2, 9]], "<i2").tobytes())
    assert read(tmp_path / "a.wav").samples.tolist() == [1, 2]


def test_joining_and_trimming():
    quiet = np.zeros(22_050, np.int16)
    framed = Audio(np.concatenate([quiet, tone().samples, quiet]), 22_050)
    assert trim(framed).seconds == pytest.approx(0.52, abs=0.01)
    assert trim(Audio(quiet, 22_050)).seconds == 1
    assert join([tone(), tone(0), tone()]).seconds == pytest.approx(1.15, abs=0.001)
    assert join([]).seconds == 0
    assert resample(tone(), 44_100).seconds == pytest.approx(0.5)
