"""A walk through the windows while a screen reader listens; marks each step in its log."""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assistant.library import AltTexts
from assistant.library.review import ReviewState
from assistant.qt.alttexts.dialog import AnnotateDialog
from assistant.qt.ask.exploring import Exploring
from assistant.qt.film.dialog import FilmDialog
from assistant.qt.read.control import ReadControl
from assistant.qt.speaking.screen_reader import watch
from tests.qt.stage import Stage, save_picture
from tests.qt.test_annotate_dialog import Scripted
from tests.qt.test_film_dialog import steps
from tests.qt.windows import until
from tests.video.made import film, sample, still

_QUIET = 0.7  # seconds in which nothing more is spoken, after which a step is over
OVER = "Over: "  # and the name of a step: what a reader speaks last in it


class Waits(Scripted):
    """Makes its proposals when it is let go."""

    def __init__(self, *texts: AltTexts) -> None:
        super().__init__(*texts)
        self.gate = threading.Event()

    def steps(self):
        while not self.gate.wait(0.01):
            yield ReviewState(0, len(self.ready))
        yield from super().steps()


class Walk:
    """The steps, one after the other."""

    def __init__(self, log: Path) -> None:
        self._log, self._folder = log, Path(tempfile.mkdtemp())
        self.stage = Stage(self._folder / "settings.json", watch_reader=watch)
        self.window = self.stage.window
        self.window.activateWindow()
        until(lambda: self.stage.controller.voice.reader)
        until(lambda: QApplication.focusWidget() is not None)

    def step(self, name: str, act: Callable[[], object]) -> None:
        """Do something, and wait until the reader is silent again."""
        with self._log.open("a") as log:
            log.write(json.dumps(["step", name]) + "\n")
        act()
        size, since = -1, time.monotonic()
        while time.monotonic() - since < _QUIET:
            QTest.qWait(20)
            if self._log.stat().st_size != size:
                size, since = self._log.stat().st_size, time.monotonic()
        # What was sent before this and is not spoken yet, as the reader is slow, comes before it.
        over = json.dumps(["announcement", f"{OVER}{name}"])
        event = QAccessibleAnnouncementEvent(self.window, f"{OVER}{name}")
        QAccessible.updateAccessibility(event)
        until(lambda: over in self._log.read_text())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def all(self) -> None:
        """Every step of the issue."""
        stage, commands = self.stage, self.stage.commands
        path = save_picture(self._folder / "sign.png", 150)
        opened = lambda: stage.controller.open(path)  # noqa: E731
        self.step("start", lambda: None)
        self.step("open", lambda: (opened(), until(lambda: "EXIT" in stage.shown)))
        dog = save_picture(self._folder / "dog.png")
        self.step("ask for a file", lambda: stage.do("open"))
        self.step("open by name", lambda: self.pick(dog))
        self.step("open again", lambda: (opened(), until(lambda: "EXIT" in stage.shown)))
        told = lambda: until(lambda: not commands[Exploring]._worker.pending)  # noqa: E731
        self.step("explore", lambda: (stage.do("explore"), told()))
        self.step("left", lambda: (self.key(Qt.Key.Key_Left), told()))
        self.step("back", lambda: self.key(Qt.Key.Key_Escape))
        self.step("history", lambda: stage.do("history"))
        self.step("choose", lambda: self.key(Qt.Key.Key_Return))
        self.step("history off", lambda: stage.do("history"))
        is_read = lambda: until(lambda: commands[ReadControl].dialog.save.isEnabled())  # noqa: E731
        self.step("read", lambda: (stage.do("read"), is_read()))
        self.step("down", lambda: self.key(Qt.Key.Key_Down))
        self.step("read off", lambda: commands.dialog.close())
        self.step("brief", lambda: stage.do("brief"))
        self.step("mute", lambda: stage.do("mute"))
        self.step("muted", lambda: stage.do("full"))
        self.step("unmute", lambda: stage.do("mute"))
        self.choose()
        self.film()
        self.alt_texts()

    def pick(self, path: Path) -> None:
        """Choose a file in the dialog; the window comes to the front again."""
        dialog = self.stage.commands.dialog
        dialog.selectFile(str(path))
        dialog.accept()
        self.window.activateWindow()
        until(lambda: "dog" in self.stage.shown and "Opening" not in self.stage.shown)

    def choose(self) -> None:
        """Another level, in the closed combo box of Preferences."""
        self.stage.do("preferences")
        dialog = self.stage.commands.dialog
        level = dialog.fields["level"].widget
        self.step("preferences", lambda: (dialog.activateWindow(), level.setFocus(),
                                          until(level.hasFocus)))  # fmt: skip
        self.step("choice", lambda: self.key(Qt.Key.Key_Up))
        self.step("preferences off", lambda: (dialog.close(), self.window.activateWindow()))

    def film(self) -> None:
        voice = self.stage.controller.voice
        path = film(self._folder / "a.mp4", still(sample("dog"), 4))
        dialog = FilmDialog(path, steps, voice.say, lambda: None, 180, self.window)
        self.step("film", lambda: (dialog.show(), dialog.activateWindow(),
                                   until(lambda: dialog.status.text()[:1] == "3")))  # fmt: skip
        self.step("next", lambda: dialog.step(1))
        self.step("next again", lambda: dialog.step(1))
        self.step("film off", lambda: dialog.close())

    def alt_texts(self) -> None:
        voice = self.stage.controller.voice
        texts = [AltTexts(f"A {n}.", f"A {n}.", f"A {n} here.", (n,)) for n in ("dog", "cat")]
        review = Waits(*texts)
        dialog = AnnotateDialog(review, voice.say, self.window, lambda: voice.reader)
        self.step("alt texts", lambda: (dialog.show(), dialog.activateWindow()))
        review.gate.set()
        both = lambda: dialog.alt.toPlainText() and len(review.proposals) == 2  # noqa: E731
        self.step("first", lambda: until(both))
        ctrl = Qt.KeyboardModifier.ControlModifier
        self.step("accept", lambda: self.key(Qt.Key.Key_Return, ctrl))
        dialog.reject()
        until(lambda: not dialog.isVisible())


app = QApplication(sys.argv)
app.setApplicationName("Glimpse")
walk = Walk(Path(sys.argv[1]))
walk.all()
walk.stage.close()
