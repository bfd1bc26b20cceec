"""The speaker as it is heard: on a sound server of its own, without one, and with odd voices."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtMultimedia import QAudioFormat

from assistant import paths
from assistant.errors import SpeechError
from assistant.qt.sound.feed import Feed, to_format
from assistant.qt.sound.player import Sounds, Speaker
from assistant.speech import Audio, SilentVoice, SystemVoice
from assistant.speech import silence as no_sound
from assistant.speech.audio import read
from tests.qt.pulse import MISSING, NullSink
from tests.qt.speaker_run import LONG, SHORT, replaced, silent, silent_ms, whole
from tests.waiting import SECONDS

ROOT = Path(__file__).parents[2]


def speaker_run(name, environment):
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "qt" / "speaker_run.py"), name],
        env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed")
def test_what_the_loudspeaker_plays():
    """A slow moment can spoil a try, and then there is another: one must be as it should."""
    with NullSink() as sink:
        run = speaker_run("tour", sink.environment)
    tries = run["tries"]
    for each in tries["whole"]:
        assert names(each) == ["say", "sounding", "finished"]
        assert all(text in SHORT for text, _ in each["begun"])
    for each in tries["replaced"]:
        assert names(each) == ["say", "sounding", "say", "sounding", "finished"]
        assert [text for text, _ in each["begun"]] == [LONG, "New."]
    for each in tries["stopped"]:
        assert names(each) == ["say", "sounding", "stop", "finished", "stopped"]
    print(f"silent {silent_ms(tries['stopped'][-1]):.0f} ms after stop()")
    assert whole(tries["whole"][-1])
    assert replaced(tries["replaced"][-1])
    assert silent(tries["stopped"][-1])
    assert run["threads"] == 1


def names(run):
    return [name for name, _ in run["events"]]


def test_without_a_loudspeaker_it_is_told_once_and_ends(tmp_path):
    environment = os.environ | {
        "PULSE_SERVER": "unix:/nonexistent",
        "PIPEWIRE_REMOTE": "nonexistent",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    run = speaker_run("silent", environment)
    assert [name for name, _ in run["events"]] == [
        "say",
        "No loudspeaker was found, so I show the text only. Connect a loudspeaker.",
        "finished",
        "say",
        "finished",
    ]
    assert run["threads"] == 1


class Voice(SilentVoice):
    """Silence in place of speech; keeps what it was asked for and by which thread."""

    def __init__(self):
        self.voice, self.rate, self.volume, self.notice = "", 180, 100, ""
        self.said, self.threads, self.closed = [], set(), 0
        self.go = threading.Event()
        self.go.set()

    def start(self):
        self.threads.add(threading.get_ident())

    def synthesise(self, text):
        self.said.append((text, self.rate, self.volume, self.voice))
        self.threads.add(threading.get_ident())
        assert self.go.wait(SECONDS)
        return no_sound(0)

    def close(self):
        self.threads.add(threading.get_ident())
        self.closed += 1


@pytest.fixture
def voice():
    return Voice()


@pytest.fixture
def speaker(qapp, voice):
    speaker = Speaker(lambda: voice, print)
    yield speaker
    voice.go.set()
    speaker.close()


def texts(voice):
    return [text for text, *_ in voice.said]


def test_every_sentence_is_said_in_order_by_one_thread_that_is_not_ours(qtbot, speaker, voice):
    speaker.prepare()
    with qtbot.waitSignal(speaker.finished):
        speaker.say(["One.", " ", "Two.", "Three. " * 60])
    assert texts(voice)[:2] == ["One.", "Two."]
    assert " ".join(texts(voice)[2:]) == ("Three. " * 60).strip()
    assert max(map(len, texts(voice))) <= 300
    speaker.close()
    assert voice.closed == 1
    assert len(voice.threads) == 1
    assert threading.get_ident() not in voice.threads


def test_nothing_older_is_made_after_a_new_request(qtbot, speaker, voice):
    voice.go.clear()
    speaker.say(["Old one.", "Old two.", "Old three."])
    qtbot.waitUntil(lambda: bool(voice.said))
    for number in range(50):
        speaker.say([f"New {number}."])
    finished = []
    speaker.finished.connect(lambda: finished.append(1))
    with qtbot.waitSignal(speaker.finished):
        voice.go.set()
    qtbot.wait(100)
    assert texts(voice) == ["Old one.", "New 49."]
    assert finished == [1]


def test_stop_does_not_wait_for_a_slow_voice(qtbot, speaker, voice):
    voice.go.clear()
    speaker.say(["One.", "Two."])
    qtbot.waitUntil(lambda: bool(voice.said))
    with qtbot.waitSignal(speaker.finished):
        speaker.stop()
    assert not speaker.speaking
    voice.go.set()
    qtbot.wait(100)
    assert texts(voice) == ["One."]


def test_stop_when_nothing_is_said_says_nothing(qtbot, speaker):
    with qtbot.assertNotEmitted(speaker.finished, wait=50):
        speaker.stop()


def test_nothing_to_say_is_finished(qtbot, speaker):
    for nothing in ([], [""], ["\u202e \x00"]):
        with qtbot.waitSignal(speaker.finished):
            speaker.say(nothing)


def test_rate_volume_and_voice_reach_the_voice(qtbot, speaker, voice):
    speaker.set_rate(300)
    speaker.set_volume(40)
    speaker.set_voice("gmw/de")
    with qtbot.waitSignal(speaker.finished):
        speaker.say(["Hallo."])
    assert voice.said == [("Hallo.", 300, 40, "gmw/de")]


def test_a_notice_of_the_voice_is_told_once(qtbot, speaker, voice):
    voice.notice = "The voice x is not installed. I use the system's own."
    failures = []
    speaker.failed.connect(failures.append)
    with qtbot.waitSignal(speaker.finished):
        speaker.say(["One.", "Two.", "Three."])
    assert failures == ["The voice x is not installed. I use the system's own."]


def test_without_a_voice_it_is_told_once_and_every_request_ends(qtbot):
    def none():
        raise SpeechError("No voice was found.")

    speaker = Speaker(none, print)
    failures = []
    speaker.failed.connect(failures.append)
    speaker.prepare()
    for _ in range(3):
        with qtbot.waitSignal(speaker.finished):
            speaker.say(["One.", "Two."])
    assert failures == ["No voice was found."]
    speaker.close()


def test_the_systems_own_voice_is_closed_twice_without_harm(qtbot):
    speaker = Speaker(SystemVoice, print)
    with qtbot.waitSignal(speaker.finished):
        speaker.say(["Hi."])
    speaker.close()
    speaker.close()


def test_the_feed_gives_every_byte_once_in_order(qapp):
    feed = Feed(qapp)
    blocks = [bytes([n]) * (n * 7 + 1) for n in range(20)]
    for block in blocks:
        feed.add(block)
    got = b""
    while feed.bytesAvailable():
        got += feed.read(13).data()
    assert got == b"".join(blocks)
    assert feed.read_so_far == len(got)
    feed.add(b"abcdef")
    feed.read(4)
    rest = feed.rest(len(got) + 2, qapp)  # two of the four did not arrive
    assert rest.readAll().data() == b"cdef"


@pytest.mark.parametrize(
    ("kind", "dtype", "loudest"),
    [
        (QAudioFormat.SampleFormat.Int16, "i2", 16_384),
        (QAudioFormat.SampleFormat.Int32, "i4", 16_384 << 16),
        (QAudioFormat.SampleFormat.Float, "f4", 0.5),
        (QAudioFormat.SampleFormat.UInt8, "u1", 192),
    ],
)
def test_devices_that_want_another_format_get_it(kind, dtype, loudest):
    wanted = QAudioFormat()
    wanted.setSampleFormat(kind)
    wanted.setSampleRate(44_100)
    wanted.setChannelCount(2)
    audio = Audio(np.array([0, 16_384, 0, -16_384] * 100, np.int16), 22_050)
    samples = np.frombuffer(to_format(audio, wanted), dtype).reshape(-1, 2)
    assert len(samples) == 800
    assert (samples[:, 0] == samples[:, 1]).all()
    assert samples.max() == pytest.approx(loudest)


def pitch(samples, rate):
    return np.argmax(np.abs(np.fft.rfft(samples, rate)))


def test_short_sounds_are_short_gentle_and_told_apart():
    sounds = {
        name: read(paths.resources() / "sounds" / f"{name}.wav")
        for name in ("started", "done", "nothing")
    }
    for audio in sounds.values():
        assert audio.rate == 44_100
        assert 0.05 < audio.seconds < 0.25
        assert 3_000 < np.abs(audio.samples.astype(int)).max() < 12_000
        assert np.abs(audio.samples[[0, -1]]).max() < 100  # no click
    done, nothing = sounds["done"].samples, sounds["nothing"].samples
    assert pitch(done[-5_000:], 44_100) > 1.3 * pitch(done[:3_500], 44_100)
    assert pitch(nothing, 44_100) < 0.6 * pitch(sounds["started"].samples, 44_100)


def test_the_script_makes_the_very_sounds(tmp_path):
    script = ROOT / "packaging" / "make_sounds.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    for made in tmp_path.glob("*.wav"):
        assert made.read_bytes() == (ROOT / "resources" / "sounds" / made.name).read_bytes()
    assert len(list(tmp_path.glob("*.wav"))) == 4


def test_sounds_can_be_switched_off(qtbot):
    sounds = Sounds(print)
    for name in ("started", "done", "nothing"):
        sounds.play(name)
    sounds.enabled = False
    sounds.play("no such file is looked for")
    sounds.close()
