"""The other side of ``voice_process.py``: starts that process, asks it, ends it."""

import json
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.errors import SpeechError

_log = logging.getLogger(__name__)

_ENGINE = Path(__file__).with_name("voice_process.py")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # exists on Windows only
_POLL_S = 0.0005  # espeak needs 3 ms for a sentence


def _command() -> list[str]:
    if getattr(sys, "frozen", False):  # there python itself is not at hand
        return [str(Path(sys.executable).with_stem("glimpse-voice"))]
    return [sys.executable, "-P", str(_ENGINE)]  # -P: a wave.py beside it is not the library's


class EngineProcess:
    """One running engine.

    Requests go through its standard input. Answers come as files, because waiting for a pipe with
    a time limit is not the same on every system.

    Attributes:
        folder: a private temporary folder, for the files that are passed.

    Raises:
        SpeechError: it cannot be started.
    """

    def __init__(self) -> None:
        self._folder = _temporary_folder()
        self.folder = Path(self._folder.name)
        self._errors = self.folder / "errors.txt"
        try:
            with self._errors.open("wb") as errors:
                self._process = subprocess.Popen(
                    [*_command(), str(self.folder)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,  # pyttsx3 prints
                    stderr=errors,
                    creationflags=_NO_WINDOW,
                )
        except OSError as error:
            self._folder.cleanup()
            raise SpeechError("The voice cannot be started. Install Glimpse again.") from error

    def ask(self, timeout: float, **request: object) -> Any:  # noqa: ANN401 - JSON
        """Send one request and wait for its answer, at most ``timeout`` seconds.

        Raises:
            EOFError: the engine ended; what it said last is in the log.
            TimeoutError: it did not answer; it must be closed.
        """
        try:
            self._send(json.dumps(request) + "\n")
        except BrokenPipeError:
            raise self._ended() from None
        answer = self.folder / "answer.json"
        deadline = time.monotonic() + timeout
        while not answer.exists():
            if self._process.poll() is not None:
                raise self._ended()
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer in {timeout} s")
            time.sleep(_POLL_S)
        result = json.loads(answer.read_bytes())
        answer.unlink()
        return result

    def close(self) -> None:
        """End the process and remove its folder."""
        self._process.kill()
        self._process.wait()
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
        except BrokenPipeError as error:  # a request that it did not read any more
            _log.debug("The voice had ended: %s", error)
        self._folder.cleanup()

    def _send(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode("ascii"))
        self._process.stdin.flush()

    def _ended(self) -> EOFError:
        self._process.wait(5)
        said = self._errors.read_text(encoding="utf-8", errors="replace").strip()
        last = said.splitlines()[-1] if said else "nothing"
        _log.warning("The voice ended with %s, saying: %s", self._process.returncode, last)
        return EOFError("the engine ended")


def _temporary_folder() -> "tempfile.TemporaryDirectory[str]":
    try:
        return tempfile.TemporaryDirectory(prefix="glimpse-voice-")
    except OSError as error:
        raise SpeechError("There is no room for the voice's files. Make room on disk.") from error
