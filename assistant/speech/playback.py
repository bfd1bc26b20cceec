"""Playing without a window, for the command line."""

import threading
from typing import TYPE_CHECKING, Any

from assistant.errors import ShouldStop, SpeechError, never
from assistant.speech.audio import Audio, Samples, resample

if TYPE_CHECKING:
    import sounddevice

_POLL_S = 0.01
_STALLED_S = 3.0  # a device that takes no samples for that long is stuck

_NO_LIBRARY = (
    "Sound needs the library PortAudio. "
    "Install it, for example with: sudo apt install libportaudio2."
)
_NO_DEVICE = "No loudspeaker was found. Connect one, or save the speech in a file."
_STUCK = "The loudspeaker does not take any sound. Choose another one in the system's settings."


def play(audio: Audio, should_stop: ShouldStop = never) -> None:
    """Play to the end, or until ``should_stop`` says so (then silent within 50 ms).

    Raises:
        SpeechError: PortAudio is missing, there is no sound output, or it is stuck.
    """
    if not len(audio.samples):
        return
    try:
        import sounddevice
    except OSError as error:  # how sounddevice tells that the library is missing
        raise SpeechError(_NO_LIBRARY) from error
    try:
        channels, rate = _possible(sounddevice, audio.rate)
        _Playing(resample(audio, rate), channels).run(sounddevice, should_stop)
    except sounddevice.PortAudioError as error:
        raise SpeechError(_NO_DEVICE) from error


def _possible(sd: Any, rate: int) -> tuple[int, int]:  # noqa: ANN401 - an untyped module
    """Channels and rate (Hz) that the device takes: mono as it is, else its own rate."""
    try:
        sd.check_output_settings(channels=1, samplerate=rate, dtype="int16")
    except sd.PortAudioError:
        device = sd.query_devices(kind="output")
        return min(2, device["max_output_channels"]), int(device["default_samplerate"])
    return 1, rate


class _Playing:
    """One stretch of sound on its way through a PortAudio stream."""

    def __init__(self, audio: Audio, channels: int) -> None:
        self._audio = audio
        self._channels = channels
        self._at = 0
        self._done = threading.Event()

    def run(self, sd: Any, should_stop: ShouldStop) -> None:  # noqa: ANN401
        """Block until all is played or ``should_stop`` says so."""
        stream = sd.OutputStream(
            samplerate=self._audio.rate,
            channels=self._channels,
            dtype="int16",
            latency="low",
            callback=self._fill,
            finished_callback=self._done.set,
        )
        with stream:
            still, at = 0.0, 0
            while not self._done.wait(_POLL_S):
                still, at = (0.0, self._at) if self._at != at else (still + _POLL_S, at)
                if should_stop() or still > _STALLED_S:
                    stream.abort()
                    break
        if still > _STALLED_S:
            raise SpeechError(_STUCK)

    def _fill(
        self,
        out: Samples,
        frames: int,
        time: object,
        status: "sounddevice.CallbackFlags",
    ) -> None:
        import sounddevice

        block = self._audio.samples[self._at : self._at + frames]
        out[: len(block)] = block[:, None]
        out[len(block) :] = 0
        self._at += len(block)
        if len(block) < frames:
            raise sounddevice.CallbackStop
