"""The real espeak-ng, through pyttsx3, into samples."""

import os
import signal
import sys
import wave

import numpy as np
import psutil
import pytest

from assistant import speech
from assistant.errors import SpeechError
from tests.work.made import command

SENTENCE = "A brown dog is lying on the grass."
MARKS = "\x00\x01\x1b\u202e\u2066\ufeff\u00ad"


def loudness(audio):
    return float(np.sqrt(np.mean(audio.samples.astype(float) ** 2)))


@pytest.fixture
def voice():
    made = speech.SystemVoice()
    yield made
    made.close()


def test_a_sentence_sounds_like_speech(voice):
    audio = voice.synthesise(SENTENCE)
    assert audio.samples.dtype == np.int16
    assert audio.samples.ndim == 1
    assert 1 < audio.seconds < 3
    assert 1_000 < loudness(audio) < 15_000
    # speech, not one tone or noise throughout: loud and soft stretches follow each other
    parts = [np.abs(part.astype(int)).mean() for part in np.array_split(audio.samples, 40)]
    assert max(parts) > 5 * min(parts)


def test_it_starts_and_ends_without_silence(voice):
    samples = np.abs(voice.synthesise(SENTENCE).samples.astype(int))
    assert samples[:1000].max() > 100
    assert samples[-1000:].max() > 40


@pytest.mark.parametrize(
    ("text", "able"), [("你好世界，再见", "sit/cmn"), ("Привет, мир", "zle/ru")]
)
def test_writing_that_the_voice_cannot_read_is_read_by_one_that_can(voice, text, able):
    """English voices of espeak-ng only name such letters: "Chinese letter, Chinese letter"."""
    chosen = speech.SystemVoice(able)
    try:
        wanted = chosen.synthesise(text)
    finally:
        chosen.close()
    before = voice.synthesise(SENTENCE)
    made = voice.synthesise(text)
    assert made.seconds == pytest.approx(wanted.seconds, abs=0.05)
    assert voice.notice == ""
    assert voice.synthesise(SENTENCE).seconds == pytest.approx(before.seconds, abs=0.02)


def test_writing_that_no_voice_can_read_is_told(voice):
    voice.synthesise("ກຂຄງ ຈສຊຍ")
    assert voice.notice == "No voice here speaks Lao. Install one, or choose another text."


def test_faster_is_shorter_and_softer_is_quieter(voice):
    usual = voice.synthesise(SENTENCE)
    voice.rate = 360
    assert voice.synthesise(SENTENCE).seconds < 0.65 * usual.seconds
    voice.rate, voice.volume = 180, 20
    soft = voice.synthesise(SENTENCE)
    assert abs(soft.seconds - usual.seconds) < 0.1
    assert loudness(soft) < 0.5 * loudness(usual)


def test_no_sentence_is_lost_in_a_quick_row(voice):
    """The driver of pyttsx3 2.99 cancels what follows at once: sentences and a new rate."""
    lengths = []
    for number in range(60):
        voice.rate = 360 if number % 2 else 180
        lengths.append(voice.synthesise("Yes it is.").seconds)
        if number % 20 == 19:
            voice.close()
    assert max(lengths[::2]) - min(lengths[::2]) < 0.05
    assert max(lengths[1::2]) - min(lengths[1::2]) < 0.05
    assert min(lengths) > 0.2


@pytest.mark.parametrize("text", ["", " \n\t ", MARKS, "\u200d", "\ud800"])
def test_nothing_to_say_is_empty(voice, text):
    assert voice.synthesise(text).seconds == 0


@pytest.mark.parametrize(
    "text", ["...", "-", "«»", "a" * 1_000, "👨‍👩‍👧 ❤️ 🐕", "مرحبا שלום", "日本語", "<", "&"]
)
def test_odd_text_neither_fails_nor_hangs(voice, text):
    assert voice.synthesise(text).rate > 0


def test_words_of_other_scripts_and_emoji_are_heard(voice):
    for text in ("👨‍👩‍👧", "مرحبا", "Ελλάδα"):
        assert voice.synthesise(text).seconds > 0.3


def test_control_and_direction_marks_do_not_change_what_is_said(voice):
    plain = voice.synthesise("A dog.").seconds
    assert voice.synthesise(f"\u202eA{MARKS} \x02dog.\x00").seconds == pytest.approx(plain, 0.1)


def test_text_in_a_picture_is_no_markup(voice):
    said = voice.synthesise("<prosody volume='silent'>Danger of death.</prosody>")
    assert said.seconds > voice.synthesise("Danger of death.").seconds
    assert loudness(said) > 1_000


def test_a_hundred_kilobytes_are_spoken(voice):
    voice.rate = 450
    text = ("A dog. " + "\u202e\x01" * 80) * 320  # of which 2 kB are words
    assert len(text.encode()) > 100_000
    assert voice.synthesise(text).seconds > 60


def test_every_voice_has_an_id_that_can_be_chosen(voice):
    found = speech.voices()
    assert len(found) > 20
    assert all(one.id and one.name for one in found)
    german = next(one for one in found if one.languages == ("de",))
    english = voice.synthesise("Straße und Bäume.")
    voice.voice = german.id
    assert voice.synthesise("Straße und Bäume.").seconds != pytest.approx(english.seconds, 0.02)
    assert voice.notice == ""


def test_a_voice_that_is_gone_is_told_and_replaced():
    voice = speech.SystemVoice("klingon")
    assert voice.synthesise("Hello.").seconds > 0.2
    assert voice.notice == "The voice klingon is not installed. I use the system's own."
    before = voice.synthesise(SENTENCE).seconds
    voice.synthesise("Привет, мир")
    assert voice.synthesise(SENTENCE).seconds == pytest.approx(before, abs=0.02)
    voice.voice = ""
    voice.synthesise("Hello.")
    assert voice.notice == ""
    voice.close()


def test_nothing_is_printed_and_nothing_is_left(capfd, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    voice = speech.SystemVoice()
    voice.synthesise(SENTENCE)
    assert list(folder.iterdir())
    voice.close()
    assert capfd.readouterr() == ("", "")
    assert list(folder.iterdir()) == []
    assert engines() == []


def test_a_voice_can_be_used_after_close(voice):
    voice.synthesise("One.")
    voice.close()
    assert voice.synthesise("Two.").seconds > 0.1


def engines():
    return [child for child in psutil.Process().children() if "voice_process.py" in command(child)]


def test_a_crash_of_the_engine_is_not_noticed(voice):
    before = voice.synthesise(SENTENCE).seconds
    engines()[0].kill()
    assert voice.synthesise(SENTENCE).seconds == pytest.approx(before, 0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no Ctrl+C for a whole group")
def test_ctrl_c_in_the_terminal_leaves_the_engine_alive(voice):
    voice.synthesise("One.")
    engine = engines()[0]
    os.kill(engine.pid, signal.SIGINT)
    voice.synthesise("Two.")
    assert engine.is_running()


# What stands in for a broken system: a pyttsx3 that the engine's process finds first.
BROKEN = "def init():\n    raise RuntimeError('You probably do not have eSpeak installed!')\n"
FAKE = """
import os, time
class Voice: id, name, languages = "v", "V", []
class Engine:
    def connect(self, topic, callback): pass
    def setProperty(self, name, value): pass
    def save_to_file(self, text, path): pass
    def runAndWait(self): {action}
def init(): return Engine()
"""


@pytest.fixture
def engine_code(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return (tmp_path / "pyttsx3.py").write_text


@pytest.mark.parametrize("use", [lambda: speech.SystemVoice().synthesise("Hi."), speech.voices])
def test_without_a_voice_it_says_how_to_get_one(engine_code, use):
    engine_code(BROKEN)
    with pytest.raises(SpeechError) as caught:
        use()
    assert caught.value.message == (
        "No voice was found. Install espeak-ng, for example with: sudo apt install espeak-ng."
    )
    assert engines() == []


def test_a_voice_that_hangs_is_ended(engine_code):
    engine_code(FAKE.format(action="time.sleep(600)"))
    voice = speech.SystemVoice()
    voice.start()
    voice.timeout = 0.3
    with pytest.raises(SpeechError, match="did not answer"):
        voice.synthesise("Hello.")
    assert engines() == []


def test_a_voice_that_always_crashes_is_told(engine_code):
    engine_code(FAKE.format(action="os._exit(11)"))
    with pytest.raises(SpeechError, match="stopped working"):
        speech.SystemVoice().synthesise("Hello.")
    assert engines() == []


def test_a_module_beside_the_command_is_not_run(tmp_path, monkeypatch, voice):
    """A folder of pictures may hold anything, such as a file that is named like a library."""
    (tmp_path / "json.py").write_text("raise SystemExit('owned')")
    monkeypatch.chdir(tmp_path)
    assert voice.synthesise("Safe.").seconds > 0.2


def test_the_silent_voice_says_nothing():
    voice = speech.SilentVoice()
    assert voice.synthesise(SENTENCE).seconds == 0
    voice.close()


def test_the_recording_voice_keeps_what_was_spoken(tmp_path, voice):
    path = tmp_path / "spoken" / "all.wav"
    path.parent.mkdir()
    recording = speech.RecordingVoice(path, voice)
    seconds = [recording.synthesise(text).seconds for text in ("One.", "", "Two.")]
    assert not path.exists()  # it appears whole
    recording.close()
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getnframes() / file.getframerate() == pytest.approx(sum(seconds) + 0.15, 0.01)
    assert [one.name for one in path.parent.iterdir()] == ["all.wav"]
