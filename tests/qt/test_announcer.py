"""One voice only: a screen reader's, or our own."""

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from assistant.qt.announcer import Announcer
from assistant.qt.player import Speaker
from assistant.speech import SilentVoice

HERE = Path(__file__).parent
LAUNCHER = next(
    (
        str(folder / "at-spi-bus-launcher")
        for folder in (Path("/usr/libexec"), Path("/usr/lib/at-spi2-core"))
        if (folder / "at-spi-bus-launcher").exists()
    ),
    "",
)
TOOLS = ("xvfb-run", "dbus-run-session", "dbus-send", "dbus-monitor")
MISSING = [tool for tool in TOOLS if not shutil.which(tool)] + ["at-spi2-core"] * (not LAUNCHER)

DESKTOP = f"""
{LAUNCHER} --launch-immediately & launcher=$!
for i in 1 2 3 4 5 6 7 8 9 10; do
  A11Y=$(dbus-send --session --print-reply=literal --dest=org.a11y.Bus \
    /org/a11y/bus org.a11y.Bus.GetAddress 2>/dev/null | tr -d ' ') && break
  sleep 0.2
done
export A11Y
dbus-monitor --address "$A11Y" "member='Announcement'" & monitor=$!
sleep 0.3
"{sys.executable}" "{HERE / "announcer_run.py"}"
kill $monitor $launcher
"""


class ListedVoice(SilentVoice):
    """Keeps what it was given; can be held up."""

    def __init__(self, said, gate):
        self.said, self.gate = said, gate

    def synthesise(self, text):
        self.said.append(text)
        assert self.gate.wait(10)
        return super().synthesise(text)


@pytest.fixture
def said():
    return []


@pytest.fixture
def gate():
    gate = threading.Event()
    gate.set()
    return gate


@pytest.fixture
def announcer(qtbot, said, gate):
    window = QMainWindow()
    qtbot.addWidget(window)
    speaker = Speaker(lambda: ListedVoice(said, gate), print)
    announcer = Announcer(window, speaker)
    announcer.speaker = speaker
    yield announcer
    gate.set()
    speaker.close()


def test_without_a_screen_reader_our_own_voice_speaks(qtbot, announcer, said):
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.announce(["A dog.", "On\u202e grass."])
    assert said == ["A dog.", "On grass."]


def test_repeat_says_the_last_again_and_nothing_at_first(qtbot, announcer, said):
    announcer.repeat()
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.announce(["A dog."])
    announcer.announce(["", " "])
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.repeat()
    assert said == ["A dog.", "A dog."]


def test_stop_stops_our_own_voice(qtbot, announcer):
    announcer.announce(["A dog."] * 100)
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.stop()
    assert not announcer.speaker.speaking


def test_what_is_added_comes_after_what_is_being_said(qtbot, announcer, said, gate):
    gate.clear()
    announcer.announce(["A dog.", "On grass."])
    qtbot.waitUntil(lambda: said == ["A dog."])
    announcer.add(["It says EXIT.", ""])
    announcer.add(["And 12."])
    gate.set()
    whole = ["A dog.", "On grass.", "It says EXIT.", "And 12."]
    qtbot.waitUntil(lambda: said == whole and not announcer.speaker.speaking)
    announcer.add(["Late."])
    qtbot.waitUntil(lambda: said == [*whole, "Late."] and not announcer.speaker.speaking)
    announcer.repeat()
    qtbot.waitUntil(lambda: said[5:] == [*whole, "Late."])


@pytest.mark.parametrize("newer", [[], ["A cat."]])
def test_what_was_added_goes_with_what_it_was_added_to(qtbot, announcer, said, gate, newer):
    gate.clear()
    announcer.announce(["A dog."])
    qtbot.waitUntil(lambda: said == ["A dog."])
    announcer.add(["It says EXIT."])
    if newer:
        announcer.announce(newer)
    else:
        announcer.stop()
    gate.set()
    qtbot.waitUntil(lambda: not announcer.speaker.speaking)
    qtbot.wait(50)
    assert said == ["A dog.", *newer]


@pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed")
def test_a_screen_reader_hears_each_announcement_once_and_we_are_silent(tmp_path):
    """A real accessibility bus, and what really went over it."""
    environment = os.environ | {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(HERE.parents[1]),
    }
    tmp_path.chmod(0o700)
    done = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", DESKTOP],
        env=environment, capture_output=True, text=True, timeout=50,
    )  # fmt: skip
    heard = re.findall(
        r'member=Announcement\n\s+string ""\n\s+int32 (\d)\n.*\n\s+variant\s+string "(.*)"',
        done.stdout,
    )
    polite, assertive = "1", "2"
    assert heard == [
        (polite, "A dog. On grass."),
        (assertive, "Careful."),
        (assertive, "Careful."),
    ], done.stderr
    assert "own voice" not in done.stdout
    assert "loudspeaker" not in done.stdout
