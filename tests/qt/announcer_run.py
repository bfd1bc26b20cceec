"""An announcer in a process of its own, on a desktop where a screen reader listens.

``A11Y`` in the environment is the address of the accessibility bus.
"""

import os
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusInterface
from PySide6.QtWidgets import QApplication, QMainWindow

from assistant.qt.sound.player import Speaker
from assistant.qt.speaking.announcer import Announcer
from assistant.qt.speaking.screen_reader import watch
from assistant.speech import SystemVoice

REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry", "org.a11y.atspi.Registry")


def main() -> None:
    app = QApplication([])
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
    for at, do in (
        (800, lambda: announcer.say(["A dog.", "On\u202e grass."])),
        (900, lambda: announcer.say(["  ", ""])),
        (1000, lambda: announcer.say(["Careful."], urgent=True)),
        (1100, announcer.repeat),
        (1400, app.quit),
    ):
        QTimer.singleShot(at, do)
    app.exec()


if __name__ == "__main__":
    main()
