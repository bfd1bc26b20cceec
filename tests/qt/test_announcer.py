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

from assistant.qt.sound.player import Speaker
from assistant.qt.speaking.announcer import (
    AUTOMATIC,
    ENDED,
    OWN,
    READER,
    Announcer,
    Way,
    choose_way,
)
from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch
from assistant.speech import SilentVoice
from tests.waiting import SECONDS

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
for i in $(seq 300); do
  A11Y=$(dbus-send --session --print-reply=literal --dest=org.a11y.Bus \
    /org/a11y/bus org.a11y.Bus.GetAddress 2>/dev/null | tr -d ' ') && break
  sleep 0.2
done
export A11Y
dbus-monitor --address "$A11Y" "member='Announcement'" > "$HEARD" & monitor=$!
"{sys.executable}" "{HERE / "announcer_run.py"}"
kill $monitor $launcher
cat "$HEARD"
"""


class ListedVoice(SilentVoice):
    """Keeps what it was given; can be held up."""

    def __init__(self, said, gate):
        self.said, self.gate = said, gate

    def synthesise(self, text):
        self.said.append(text)
        assert self.gate.wait(SECONDS)
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
    announcer = Announcer(window, speaker, ScreenReaderWatch())
    announcer.speaker = speaker
    yield announcer
    gate.set()
    speaker.close()


NEW, ORCA_43 = ScreenReader(), ScreenReader(announcements=False, notifications=True)
ORCA_49, MAYBE = ScreenReader(messages=True), ScreenReader(sure=False)
DEAF = ScreenReader(announcements=False)


@pytest.mark.parametrize(
    ("wish", "found", "in_front", "way"),
    [
        (AUTOMATIC, None, True, Way.OWN_VOICE),
        (READER, None, True, Way.OWN_VOICE),  # never neither
        (AUTOMATIC, NEW, True, Way.ANNOUNCEMENT),
        (AUTOMATIC, NEW, False, Way.OWN_VOICE),  # it would not be spoken
        (AUTOMATIC, ORCA_49, True, Way.ANNOUNCEMENT),
        (AUTOMATIC, ORCA_49, False, Way.MESSAGE),
        (AUTOMATIC, ORCA_43, True, Way.NOTIFICATION),
        (AUTOMATIC, ORCA_43, False, Way.NOTIFICATION),
        (AUTOMATIC, DEAF, True, Way.OWN_VOICE),
        (AUTOMATIC, MAYBE, True, Way.OWN_VOICE),
        (READER, MAYBE, True, Way.ANNOUNCEMENT),
        (OWN, ORCA_49, True, Way.OWN_VOICE),
    ],
)
def test_one_speaks_never_both_never_neither(wish, found, in_front, way):
    assert choose_way(wish, found, in_front) is way


class Script(ScreenReaderWatch):
    """A screen reader that takes messages and may refuse them; begins and ends when told to."""

    def __init__(self):
        super().__init__()
        self.told, self.refuses = [], False

    @property
    def found(self):
        return self._found

    def present(self, text, refused):
        refused() if self.refuses else self.told.append(text)

    def begin(self, found):
        self._now(found)


@pytest.fixture
def script(qtbot, said, gate):
    window = QMainWindow()
    qtbot.addWidget(window)
    speaker, watch = Speaker(lambda: ListedVoice(said, gate), print), Script()
    announcer = Announcer(window, speaker, watch)
    announcer.speaker = speaker
    watch.announcer = announcer
    yield watch
    gate.set()
    speaker.close()


TAKES_MESSAGES = ScreenReader(announcements=False, messages=True)


def test_a_reader_that_begins_takes_over_and_one_that_ends_leaves_the_word_to_us(
    qtbot, script, said
):
    announcer = script.announcer
    announcer.say(["A dog."])
    qtbot.waitUntil(lambda: said == ["A dog."] and not announcer.speaker.speaking)
    script.begin(TAKES_MESSAGES)
    announcer.say(["A cat.", "On grass."])
    assert script.told == ["A cat. On grass."]
    script.begin(None)
    qtbot.waitUntil(lambda: said == ["A dog.", ENDED] and not announcer.speaker.speaking)
    announcer.say(["A cow."])
    qtbot.waitUntil(lambda: said == ["A dog.", ENDED, "A cow."])
    assert script.told == ["A cat. On grass."]


def test_what_the_reader_refuses_our_own_voice_says(qtbot, script, said):
    script.begin(TAKES_MESSAGES)
    script.refuses = True
    script.announcer.say(["A dog."])
    qtbot.waitUntil(lambda: said == ["A dog."])


def test_what_is_said_before_it_is_known_who_speaks_is_said_then(qtbot, script, said):
    script.known = False
    script.announcer.say(["A dog."])
    script.announcer.add(["On grass."])
    script.begin(TAKES_MESSAGES)
    assert script.told == ["A dog. On grass."]
    assert said == []


def test_speech_that_is_off_silences_a_screen_reader_too(qtbot, script, said):
    script.begin(TAKES_MESSAGES)
    script.announcer.muted = True
    script.announcer.say(["A dog."])
    script.announcer.add(["On grass."])
    script.announcer.hint("Hold still.")
    assert script.told == []
    script.announcer.confirm("Speech is off.")
    assert script.told == ["Speech is off."]


def test_without_a_screen_reader_our_own_voice_speaks(qtbot, announcer, said):
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.say(["A dog.", "On\u202e grass."])
    assert said == ["A dog.", "On grass."]


def test_repeat_says_the_last_again_and_nothing_at_first(qtbot, announcer, said):
    announcer.repeat()
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.say(["A dog."])
    announcer.say(["", " "])
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.repeat()
    assert said == ["A dog.", "A dog."]


def test_stop_stops_our_own_voice(qtbot, announcer):
    announcer.say(["A dog."] * 100)
    with qtbot.waitSignal(announcer.speaker.finished):
        announcer.stop()
    assert not announcer.speaker.speaking


def test_what_is_added_comes_after_what_is_being_said(qtbot, announcer, said, gate):
    gate.clear()
    announcer.say(["A dog.", "On grass."])
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
    announcer.say(["A dog."])
    qtbot.waitUntil(lambda: said == ["A dog."])
    announcer.add(["It says EXIT."])
    if newer:
        announcer.say(newer)
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
        "HEARD": str(tmp_path / "heard"),
    }
    tmp_path.chmod(0o700)
    done = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", DESKTOP],
        env=environment, capture_output=True, text=True, timeout=SECONDS,
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
