"""An announcer in a process of its own, on a desktop where a screen reader listens.

``A11Y`` in the environment is the address of the accessibility bus, ``HEARD`` a file to which
everything is written that goes over it: each step waits for what it must find there.
"""

import os
from functools import partial
from pathlib import Path

from PySide6.QtDBus import QDBusConnection, QDBusInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from assistant.qt.sound.player import Speaker
from assistant.qt.speaking.announcer import Announcer
from assistant.qt.speaking.screen_reader import watch
from assistant.speech import SystemVoice
from tests.qt.windows import until

REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry", "org.a11y.atspi.Registry")
HEARD = Path(os.environ["HEARD"])


def announced() -> int:
    """How many announcements went over the bus."""
    return HEARD.read_text(errors="replace").count("member=Announcement")


def main() -> None:
    app = QApplication([])
    until(lambda: HEARD.exists() and HEARD.stat().st_size)  # who writes it has begun to listen
    bus = QDBusConnection.connectToBus(os.environ["A11Y"], "accessibility")
    QDBusInterface(*REGISTRY, bus).call("RegisterEvent", "object:announcement")
    status = QDBusInterface("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status")
    status.setProperty("ScreenReaderEnabled", True)
    window = QMainWindow()
    window.show()
    window.activateWindow()  # there is no window manager
    speaker = Speaker(SystemVoice, partial(print, flush=True))
    announcer = Announcer(window, speaker, watch(window))
    speaker.sounding.connect(lambda: print("own voice", flush=True))
    until(lambda: announcer.reader and window.isActiveWindow())
    for number, do in enumerate((
        lambda: announcer.say(["A dog.", "On\u202e grass."]),
        lambda: announcer.say(["Careful."], urgent=True),
        announcer.repeat,
    ), start=1):  # fmt: skip
        do()
        until(lambda number=number: announced() >= number)
        announcer.say(["  ", ""])
    QTest.qWait(300)  # for what must not come
    app.quit()


if __name__ == "__main__":
    main()
