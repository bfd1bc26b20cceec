"""Voices: words in, samples out."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from assistant.errors import SpeechError
from assistant.speech.audio import Audio, WavFile, join, read, silence, trim
from assistant.speech.process import EngineProcess
from assistant.speech.scripts import LATIN, language, rank, script_of
from assistant.speech.spoken_text import pieces

_TIMEOUT_S = 10.0  # a piece takes espeak 0.02 s; other voices, on a busy machine, a second or two
_NO_VOICE = (
    "No voice was found. Install espeak-ng, for example with: sudo apt install espeak-ng."
    if sys.platform.startswith("linux")
    else "No voice was found. Add one in the speech settings of the system."
)


class Voice(Protocol):
    """Makes sound of words. Made, used and closed in one thread."""

    def synthesise(self, text: str) -> Audio:
        """The sound of ``text``; empty audio when there is nothing to say.

        Raises:
            SpeechError: there is no voice, or it failed.
        """

    def close(self) -> None:
        """Give everything back; the voice is not used after that."""


@runtime_checkable
class AdjustableVoice(Protocol):
    """A voice whose sound can be changed; a change holds from the next sentence on.

    Attributes:
        voice: id out of :func:`voices`; empty is the system's own.
        rate: words a minute.
        volume: per cent.
        notice: a sentence the listener must hear about the voice, or empty.
    """

    voice: str
    rate: int
    volume: int
    notice: str

    def start(self) -> None:
        """Make ready now what the first sentence would otherwise wait for."""


@dataclass(frozen=True)
class VoiceInfo:
    """One installed voice; ``languages`` are tags such as "en-gb"."""

    id: str
    name: str
    languages: tuple[str, ...] = ()


class SystemVoice:
    """The voice of the system, by pyttsx3: espeak-ng, SAPI 5 or macOS speech.

    pyttsx3 runs in a process of its own (why: ``voice_process.py``), which starts with the first
    sentence or :meth:`start`, takes about 0.1 s, and stays until :meth:`close`.

    Attributes:
        voice, rate, volume, notice: see :class:`AdjustableVoice`. A voice that is not installed
            is told in ``notice`` and the system's own voice is used.
        timeout: seconds a piece of text (300 characters) may take.
    """

    def __init__(self, voice: str = "", rate: int = 180, volume: int = 100) -> None:
        self.voice = voice
        self.rate = rate
        self.volume = volume
        self.notice = ""
        self.timeout = _TIMEOUT_S
        self._engine: EngineProcess | None = None
        self._used_voice = ""
        self._spoken_with = ""
        self._installed: list[VoiceInfo] = []

    def start(self) -> None:
        """Start the voice, or start it anew if another voice was chosen.

        Raises:
            SpeechError: there is none; the sentence says how to get one.
        """
        if self._engine is not None and self._used_voice == self.voice:
            return
        self.close()
        self._engine = _start(self.timeout)
        self._used_voice, self.notice = self.voice, ""
        self._spoken_with = self.voice
        if self.voice and not self._engine.ask(self.timeout, do="use", voice=self.voice):
            self.notice = f"The voice {self.voice} is not installed. I use the system's own."

    def synthesise(self, text: str) -> Audio:
        """The sound of ``text``, cleaned of everything that is not words.

        Raises:
            SpeechError: no voice is installed, it failed twice, or it did not answer in time.
        """
        return join([self._piece(piece) for piece in pieces(text)])

    def close(self) -> None:
        """End the process of the voice."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _piece(self, text: str) -> Audio:
        try:
            return self._speak(text)
        except EOFError:  # espeak crashed, which says nothing about the next try
            self.close()
        try:
            return self._speak(text)
        except EOFError as error:
            self.close()
            raise SpeechError("The voice stopped working. Try another voice.") from error

    def _voice_for(self, engine: EngineProcess, text: str) -> str:
        """The chosen voice; another one for writing of which that one can only name the letters."""
        script = script_of(text)
        if script == LATIN or (not self.voice and not sys.platform.startswith("linux")):
            return self.voice  # elsewhere, the system's own voice speaks the user's language
        self._installed = self._installed or _voices(engine, self.timeout)
        ranks = [(rank(script, voice.languages), voice.id) for voice in self._installed]
        able = sorted((found, id_) for found, id_ in ranks if found is not None)
        if any(id_ == self.voice for _, id_ in able):
            return self.voice
        if not able:
            name = language(script)
            self.notice = f"No voice here speaks {name}. Install one, or choose another text."
            return self.voice
        return able[0][1]

    def _use(self, engine: EngineProcess, voice: str) -> None:
        """Speak with this voice from now on."""
        if voice != self._spoken_with:
            if not engine.ask(self.timeout, do="use", voice=voice):  # the chosen one is not there
                engine.ask(self.timeout, do="use", voice="")
            self._spoken_with = voice

    def _speak(self, text: str) -> Audio:
        self.start()
        engine = self._engine
        assert engine is not None
        try:
            self._use(engine, self._voice_for(engine, text))
            wav = engine.folder / "speech.wav"
            engine.ask(
                self.timeout,
                do="speak",
                text=text,
                path=str(wav),
                rate=self.rate,
                volume=self.volume,
            )
            return trim(read(wav))
        except TimeoutError as error:
            self.close()
            raise SpeechError("The voice did not answer. Try again or another voice.") from error


def _start(timeout: float) -> EngineProcess:
    engine = EngineProcess()
    try:
        engine.ask(timeout, do="ping")
    except (EOFError, TimeoutError) as error:
        engine.close()
        raise SpeechError(_NO_VOICE) from error
    return engine


def voices() -> list[VoiceInfo]:
    """The installed voices, by name; takes about 0.2 s.

    Raises:
        SpeechError: there is none; the sentence says how to get one.
    """
    engine = _start(_TIMEOUT_S)
    try:
        rows = _voices(engine, _TIMEOUT_S)
    except (EOFError, TimeoutError) as error:
        raise SpeechError(_NO_VOICE) from error
    finally:
        engine.close()
    return sorted(rows, key=lambda row: row.name.casefold())


def _voices(engine: EngineProcess, timeout: float) -> list[VoiceInfo]:
    found = engine.ask(timeout, do="voices")
    return [VoiceInfo(v["id"], v["name"], tuple(v["languages"])) for v in found]


class SilentVoice:
    """Says nothing, at once; for those who only read."""

    def synthesise(self, text: str) -> Audio:
        """Empty audio."""
        return silence(0)

    def close(self) -> None:
        """Nothing to give back."""


class RecordingVoice:
    """Another voice, of which everything spoken is also kept in one WAV file.

    The file appears whole with :meth:`close`; one that is there already stays as it is.
    """

    def __init__(self, path: Path, voice: Voice) -> None:
        self._file = WavFile(path)
        self._voice = voice

    def synthesise(self, text: str) -> Audio:
        """The sound of the other voice, after it was written down.

        Raises:
            SpeechError: the other voice failed, or the file cannot be written.
        """
        audio = self._voice.synthesise(text)
        self._file.add(audio)
        return audio

    def close(self) -> None:
        """Close the other voice and put the file in its place.

        Raises:
            SpeechError: the file cannot be written.
        """
        self._voice.close()
        self._file.close()
