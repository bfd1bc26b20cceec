"""The process in which pyttsx3 runs; started by ``SystemVoice``, not imported by anything.

Why a process of its own (pyttsx3 2.99, read in its drivers): the espeak driver prints to standard
output, keeps its state once for the whole process, writes the file in a thread of espeak's own,
and reads past the end of the text, which may crash; the macOS driver wants the main thread; and
only a process can be ended when a voice hangs.

It uses nothing but pyttsx3 and the standard library, so that it starts in 0.1 s. Each line on
standard input is a request in JSON; its answer is ``answer.json`` in the folder that is the only
argument. The end of standard input, or any error, ends it; the error is on standard error.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FILE_S = 30.0  # espeak writes the file after runAndWait has returned; its driver needs 5 ms


class SpeechDriver:
    """pyttsx3, made and used in the one thread of this process."""

    def __init__(self) -> None:
        import pyttsx3

        self._engine = pyttsx3.init()
        self._failed: BaseException | None = None
        self._done = threading.Event()
        self._written: Callable[[], None] | None = None
        self._is_espeak = str(self._engine) == "espeak"
        if self._is_espeak:
            self._settle()
            self._engine.runAndWait()  # until the first run, properties are only noted down
        self._own: str | None = None
        self._engine.connect("error", self._on_error)
        self._engine.connect("finished-utterance", self._on_finished)
        sys.unraisablehook = self._on_unraisable  # errors in espeak's own thread end up there

    def voices(self) -> list[dict[str, Any]]:
        """Every installed voice: id, name and languages."""
        return [
            {"id": voice.id, "name": voice.name or voice.id, "languages": _texts(voice.languages)}
            for voice in self._engine.getProperty("voices")
        ]

    def use(self, voice: str) -> bool:
        """Speak with this voice from now on, empty is the system's own; False: there is none."""
        if voice and voice not in (known["id"] for known in self.voices()):
            return False
        self._own = self._own or self._engine.getProperty("voice")
        self._engine.setProperty("voice", voice or self._own)
        return True

    def speak(
        self, text: str, path: str, rate: int, volume: int, written: Callable[[], None]
    ) -> None:
        """Write the sound of ``text`` into a WAV file, and call ``written`` when it is there.

        espeak's driver sleeps on for up to 10 ms then; so it is called in espeak's own thread.
        """
        self._engine.setProperty("rate", rate)
        self._engine.setProperty("volume", volume / 100)
        file = str(Path(path).with_suffix(".aiff")) if sys.platform == "darwin" else path
        self._written = written if self._is_espeak else None
        self._write(text, file)
        if file != path:  # macOS writes AIFF, whatever the name says; afconvert is part of it
            convert = ["/usr/bin/afconvert", "-f", "WAVE", "-d", "LEI16", file, path]
            subprocess.run(convert, check=True)
        if not self._is_espeak:
            written()

    def _write(self, text: str, path: str) -> None:
        self._settle()
        self._done.clear()
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        if self._is_espeak and not self._done.wait(_FILE_S):
            raise TimeoutError("espeak wrote no file")
        if self._failed is not None:
            raise self._failed

    def _settle(self) -> None:
        """Wait for espeak's own thread.

        If it is busy when the driver starts an utterance, the driver cancels all that it was
        given: a new rate, or the utterance itself.
        """
        if self._is_espeak:
            from pyttsx3.drivers import _espeak

            _espeak.Synchronize()

    def _on_error(self, name: str | None, exception: BaseException) -> None:
        self._failed = exception

    def _on_finished(self, name: str | None, completed: bool) -> None:
        if not completed:
            self._failed = InterruptedError("the driver cancelled the utterance")
        if self._written is not None and self._failed is None:
            self._written()
        self._done.set()

    def _on_unraisable(self, problem: Any) -> None:  # noqa: ANN401 - sys.UnraisableHookArgs
        self._failed = problem.exc_value
        self._done.set()


def _texts(languages: list[Any]) -> list[str]:
    # Old drivers give bytes; espeak's may hold what is not text.
    texts = (x.decode("ascii", "ignore") if isinstance(x, bytes) else str(x) for x in languages)
    return [text for text in texts if text.isprintable() and text]


def _answer(engine: SpeechDriver, request: dict[str, Any], tell: Callable[[object], None]) -> None:
    match request.pop("do"):
        case "voices":
            tell(engine.voices())
        case "use":
            tell(engine.use(**request))
        case "ping":
            tell(True)
        case _:
            engine.speak(**request, written=lambda: tell(True))


def main(folder: Path) -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command that started us
    engine = SpeechDriver()

    def tell(answer: object) -> None:
        part = folder / "answer.part"
        part.write_text(json.dumps(answer), encoding="ascii")
        part.replace(folder / "answer.json")

    for line in sys.stdin:
        _answer(engine, json.loads(line), tell)
    os._exit(0)  # espeak may fail an assertion while it is unloaded


if __name__ == "__main__":
    main(Path(sys.argv[1]))
