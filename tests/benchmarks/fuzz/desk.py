"""The real window without a screen, a camera or a loudspeaker, driven from outside."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assistant import settings
from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import Pipeline
from assistant.qt import uncaught
from assistant.qt.describe.commands import Commands
from assistant.qt.describe.controller import Controller
from assistant.qt.describe.history import HistoryEntry
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.describe.providers import Providers
from assistant.qt.describe.slow_senses import Finish
from assistant.qt.settings.store import SettingsStore
from assistant.reading import Page
from tests.benchmarks.fuzz import command
from tests.qt.stage import Heard

_SLOW_S = 60.0  # for one picture, on a busy machine


class Desk:
    """A window that is shown nowhere.

    Attributes:
        heard: what was given to the voice.
        uncaught: sentences about errors that nobody caught.
    """

    def __init__(
        self,
        load: Callable[[str], Pipeline],
        finish: Finish,
        read_page: Callable[[Frame, ShouldStop], Page],
    ) -> None:
        self.app = QApplication.instance() or QApplication([])
        self.heard: list[str] = []
        self.uncaught: list[str] = []
        self.hook = uncaught.install(self.uncaught.append)
        self._folder = tempfile.TemporaryDirectory()
        self.store = SettingsStore(settings.load(Path(self._folder.name) / "settings.json"))
        self.window = MainWindow(self.store)
        providers = Providers(
            load=load, finish=finish, read_page=read_page,
            cameras=lambda: [], voices=lambda: [], make_voice=lambda: Heard(self.heard),
        )  # fmt: skip
        self.controller = Controller(self.window, self.store, providers)
        self.commands = Commands(self.controller)
        self.window.show()

    @property
    def newest(self) -> HistoryEntry | None:
        """The newest explanation."""
        entries = self.controller.review.history.entries
        return entries[-1] if entries else None

    def wait(self, until: Callable[[], bool]) -> bool:
        """Let the window live until then; false when that takes too long."""
        deadline = time.monotonic() + _SLOW_S
        while not until():
            if time.monotonic() > deadline:
                return False
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents, QDeadlineTimer(20)
            )
            time.sleep(0.001)
        return True

    def open(self, path: Path) -> bool:
        """Open a picture and wait until it was described and read, or refused."""
        before, c = self.newest, self.controller
        self.window.notices.clear()
        c.open(path)
        return self.wait(
            lambda: (
                (self.newest is not before and not c.slow_senses.busy)
                or bool(self.window.notices.text)
            )
        )

    def do(self, name: str) -> None:
        """Choose an action."""
        self.window.actions_[name].trigger()

    def faults(self) -> list[str]:
        """What is wrong with what is shown and was heard; forgets what was heard."""
        said, self.heard[:] = self.heard[:], []
        shown = [
            ("text", self.window.text.toPlainText()), ("notice", self.window.notices.text),
            ("status", self.window.status.text()),
            *(("heard", text) for text in said), *(("history", text) for text in self.history()),
        ]  # fmt: skip
        found = [f"{where}: {fault}" for where, text in shown for fault in _of_line(where, text)]
        found += [f"nobody caught: {text}" for text in self.uncaught]
        self.uncaught.clear()
        return [*found, *self._markup()]

    def history(self) -> list[str]:
        """The last row of the list."""
        rows = self.window.history_list
        return [rows.item(rows.count() - 1).text()] if rows.count() else []

    def _markup(self) -> list[str]:
        """Where letters would be taken for markup."""
        found = []
        for label in self.window.findChildren(QLabel):
            automatic = label.textFormat() == Qt.TextFormat.AutoText
            if label.textFormat() == Qt.TextFormat.RichText or (
                automatic and QtGui.Qt.mightBeRichText(label.text())
            ):
                found.append(f"a label shows markup: {label.text()[:80]!r}")
        # Not those of actions: menus show none, and tool buttons have their own.
        for widget in self.window.findChildren(QWidget):
            if QtGui.Qt.mightBeRichText(widget.toolTip()):
                found.append(f"a tool tip shows markup: {widget.toolTip()[:80]!r}")
        return found

    def close(self) -> None:
        """End every thread."""
        self.controller.close()
        self.commands.close()
        self.window.close()
        self.hook.remove()
        self._folder.cleanup()


def _of_line(where: str, text: str) -> list[str]:
    joined = text if where != "heard" else text.replace("\u200c", "").replace("\u200d", "")
    return command.not_printable(joined) + (["several lines"] if "\n" in joined else [])
