"""Playing on the command line, through a real sound server or without any."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "qt"))
from tests.qt.pulse import MISSING, NullSink

ROOT = Path(__file__).parents[2]
PLAY = """
import time
from assistant import speech
from assistant.errors import SpeechError
try:
    start = time.monotonic(); speech.play(speech.silence(0.5)); print(time.monotonic() - start)
    speech.play(speech.silence(3600), lambda: time.monotonic() - start > 0.8)
except SpeechError as error:
    print(error.message)
"""


def play(environment):
    done = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed")
def test_it_plays_to_the_end_and_stops_when_asked():
    with NullSink() as sink:
        lines = play(sink.environment)
    if "loudspeaker" in lines[0]:
        pytest.skip("PortAudio has no way to pulseaudio here (libasound2-plugins)")
    assert float(lines[0]) > 0.45


def test_no_sound_is_an_error_that_says_what_to_do(monkeypatch, tmp_path):
    import sounddevice

    from assistant import speech
    from assistant.errors import SpeechError

    # a stand-in for hardware: a machine on which PortAudio finds no device
    def none(**kwargs):
        raise sounddevice.PortAudioError("Error querying device -1")

    monkeypatch.setattr(sounddevice, "check_output_settings", none)
    monkeypatch.setattr(sounddevice, "query_devices", none)
    with pytest.raises(SpeechError, match="No loudspeaker was found"):
        speech.play(speech.silence(1))
    speech.play(speech.silence(0))  # nothing to play needs no device
