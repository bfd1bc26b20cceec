"""A desktop of one's own: screen, window manager, message and accessibility bus, loudspeaker.

Everything is real but for what hardware would be needed: the screen is Xvfb, the loudspeaker a null
sink that can be listened to, and speech-dispatcher's voice is a program that is silent and done at
once. (Its own dummy plays a sentence each time; stopping that took half a minute now and then.)
"""

import json
import os
import pty
import shutil
import signal
import subprocess
import tempfile
import threading
import tty
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from tests.qt.pulse import NullSink
from tests.waiting import SECONDS, wait_for

LAUNCHERS = (
    Path("/usr/libexec/at-spi-bus-launcher"),
    Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"),
)
NEEDED = (
    "Xvfb", "openbox", "xdotool", "dbus-run-session", "dbus-send", "speech-dispatcher", "orca",
    "pulseaudio", "parec", "pactl", "espeak-ng",
)  # fmt: skip
MISSING = [name for name in NEEDED if shutil.which(name) is None]

_SPEECHD = """\
LogLevel 1
AddModule "silent" "sd_generic" "silent.conf"
DefaultModule silent
DefaultLanguage "en"
DisableAutoSpawn
"""
_SILENT = """\
GenericExecuteSynth "true"
GenericLanguage "en" "en" "utf-8"
AddVoice "en" "MALE1" "silent"
DefaultVoice "silent"
"""


class Desktop:
    """Runs as long as the ``with`` block; ``environment`` leads programs to it.

    Args:
        size: of the screen in pixels.
    """

    def __init__(self, size: str = "1280x1000") -> None:
        self._size = size
        self._running: list[subprocess.Popen[bytes]] = []
        self._copying: threading.Thread | None = None
        self._theirs = -1

    def __enter__(self) -> "Desktop":
        self._sink = NullSink().__enter__()
        self.folder = Path(tempfile.mkdtemp(prefix="w"))
        home = self.folder / "home"
        home.mkdir()
        self.environment = {
            **self._sink.environment,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            self.environment.pop(name, None)
        self._start_bus()
        self._start_screen()
        self.start(["openbox", "--sm-disable"], "openbox")
        wait_for(self._has_manager, 0.05)
        launcher = next(str(path) for path in LAUNCHERS if path.exists())
        self.start([launcher, "--launch-immediately"], "at-spi")
        wait_for(lambda: self.a11y_address() != "")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._running):
            end(process)
        if self._copying is not None:
            os.close(self._theirs)
            self._copying.join()
        self._sink.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(
        self, command: Sequence[str], name: str, **environment: str
    ) -> "subprocess.Popen[bytes]":
        """Run a program on this desktop; what it prints goes to NAME.log."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=self.environment | environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self._running.append(process)
        return process

    def start_orca(self) -> Path:
        """Debian's Orca, as it is; returns where it writes down what it says."""
        folder = self.folder / "speechd"
        (folder / "modules").mkdir(parents=True)
        (folder / "speechd.conf").write_text(_SPEECHD)
        (folder / "modules" / "silent.conf").write_text(_SILENT)
        socket = folder / "socket"
        self.environment["SPEECHD_ADDRESS"] = f"unix_socket:{socket}"
        self.start(
            ["speech-dispatcher", "--run-single", "--communication-method=unix_socket",
             f"--socket-path={socket}", f"--config-dir={folder}", f"--log-dir={folder}",
             f"--pid-file={folder / 'pid'}", "--timeout=0"],
            "speech-dispatcher",
        )  # fmt: skip
        wait_for(socket.exists)
        log = self.folder / "orca.debug"
        log.touch()
        path = f"{self._alone()}:{self.environment['PATH']}"
        self.start(["orca", f"--debug-file={self._terminal(log)}"], "orca", PATH=path)
        wait_for(lambda: "SPEECH OUTPUT" in log.read_text(errors="replace"), 0.2)
        return log

    def _alone(self) -> Path:
        """A folder of programs by which Orca finds no other one: it looks on all desktops."""
        folder = self.folder / "programs"
        folder.mkdir()
        (folder / "pgrep").write_text("#!/bin/sh\nexit 1\n")
        (folder / "pgrep").chmod(0o700)
        return folder

    def _terminal(self, log: Path) -> str:
        """A terminal whose lines go to the log: Orca would hold back those of a file for long."""
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        name = os.ttyname(theirs)

        def copy() -> None:
            with log.open("ab", buffering=0) as out:
                while data := _read(ours):
                    out.write(data)
            os.close(ours)

        self._copying = threading.Thread(target=copy)
        self._copying.start()
        self._theirs = theirs  # open for as long as the desktop is
        return name

    def settings(self, **changed: object) -> None:
        """Glimpse's settings, as if they had been changed in Preferences."""
        folder = Path(self.environment["XDG_CONFIG_HOME"]) / "glimpse"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.json").write_text(json.dumps(changed), encoding="utf-8")

    def run(self, *command: str) -> str:
        """What a short program prints."""
        done = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS,
        )
        return done.stdout.strip()

    def press(self, *keys: str) -> None:
        """Press keys by XTest, as a keyboard would."""
        self.run("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type a text by XTest."""
        self.run("xdotool", "type", "--delay", "20", text)

    def window(self) -> str:
        """Title of the window in front; empty while there is none."""
        done = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowname"],
            env=self.environment, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return done.stdout.strip()

    def _has_manager(self) -> bool:
        """Whether the window manager is there: before, no window becomes the active one."""
        done = subprocess.run(
            ["xdotool", "get_num_desktops"],
            env=self.environment, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return done.returncode == 0

    def a11y_address(self) -> str:
        """The address of the accessibility bus; empty while there is none."""
        done = subprocess.run(
            ["dbus-send", "--session", "--print-reply=literal", "--dest=org.a11y.Bus",
             "/org/a11y/bus", "org.a11y.Bus.GetAddress"],
            env=self.environment, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return done.stdout.strip()

    def _start_bus(self) -> None:
        """dbus-run-session lives as long as the shell in it, which waits for its input's end."""
        bus = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat'],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self._running.append(bus)

    def _start_screen(self) -> None:
        number, tell = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{self._size}x24",
             "-nolisten", "tcp", "-noreset"],
            env=self.environment, pass_fds=[tell], stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        os.close(tell)
        self._running.append(screen)
        with os.fdopen(number) as told:
            self.environment["DISPLAY"] = f":{told.readline().strip()}"


def _read(terminal: int) -> bytes:
    """What was written to a terminal; nothing when all have closed it."""
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says so
        return b""


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a program and what it started, and wait for that."""
    for pipe in (process.stdin, process.stdout):
        close(pipe)
    for way in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, way)
        except ProcessLookupError:
            break
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
        break
    process.wait()


def close(pipe: IO[bytes] | None) -> None:
    """Close one end of a pipe, if it is there."""
    if pipe is not None:
        pipe.close()
