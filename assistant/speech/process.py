"""The other side of ``engine.py``: starts that process, asks it, ends it."""

import json
import logging
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from assistant.errors import SpeechError

_log = logging.getLogger(__name__)

_ENGINE = Path(__file__).with_name("engine.py")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # exists on Windows only


def _command() -> list[str]:
    if getattr(sys, "frozen", False):  # there python itself is not at hand
        return [str(Path(sys.executable).with_name("glimpse-voice"))]
    return [sys.executable, "-P", str(_ENGINE)]  # -P: a wave.py beside it is not the library's


class EngineProcess:
    """One running engine.

    Attributes:
        folder: a private temporary folder, for the sound files that are passed.
    """

    def __init__(self) -> None:
        self._folder = _temporary_folder()
        self.folder = Path(self._folder.name)
        self._errors = self.folder / "errors.txt"
        try:
            with self._errors.open("wb") as errors:
                self._process = subprocess.Popen(
                    _command(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    encoding="ascii",
                    creationflags=_NO_WINDOW,
                )
        except OSError as error:
            self._folder.cleanup()
            raise SpeechError("The voice cannot be started. Install Glimpse again.") from error

    def ask(self, timeout: float, **request: object) -> Any:  # noqa: ANN401 - JSON
        """Send one request and wait for its answer, at most ``timeout`` seconds.

        Raises:
            EOFError: the engine ended; what it said last is in the log.
            TimeoutError: it did not answer and was killed.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        late = threading.Event()
        timer = threading.Timer(timeout, self._kill, [late])
        timer.start()
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            raise TimeoutError(f"no answer in {timeout} s")
        if not line:
            self._log_end()
            raise EOFError("the engine ended")
        return json.loads(line)

    def _kill(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def close(self) -> None:
        """End the process and remove its folder."""
        with self._process:  # closes the pipes and waits; it ends by itself, or is made to
            self._process.kill()
        self._folder.cleanup()

    def _log_end(self) -> None:
        self._process.wait(5)
        said = self._errors.read_text(encoding="utf-8", errors="replace").strip()
        last = said.splitlines()[-1] if said else "nothing"
        _log.warning("The voice ended with %s, saying: %s", self._process.returncode, last)


def _temporary_folder() -> "tempfile.TemporaryDirectory[str]":
    try:
        return tempfile.TemporaryDirectory(prefix="glimpse-voice-")
    except OSError as error:
        raise SpeechError("There is no room for the voice's files. Make room on disk.") from error
