"""A sound server of one's own, so that what was really played can be looked at."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.waiting import SECONDS, wait_for

NEEDED = ("pulseaudio", "parec")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
RATE = 22_050  # Hz, of the recording


class NullSink:
    """A pulseaudio with one loudspeaker that nobody hears; ``environment`` leads to it.

    ``norewinds`` matters: without it the null sink works in steps of two seconds, and a player with
    a small buffer, as Qt's is, runs dry in between.
    """

    def __enter__(self) -> "NullSink":
        self._folder = tempfile.TemporaryDirectory(prefix="glimpse-pulse-")
        folder = Path(self._folder.name)
        folder.chmod(0o700)
        socket = folder / "socket"
        self.environment = os.environ | {
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "PULSE_SERVER": f"unix:{socket}",
        }
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--log-level=error",
             f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}",
             "--load=module-null-sink sink_name=spk norewinds=1"],
            env=self.environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(socket.exists)
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.send_signal(signal.SIGTERM)
        self._server.wait(SECONDS)
        self._folder.cleanup()
