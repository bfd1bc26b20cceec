"""``glimpse-gui``: the window first, everything heavy after it is on the screen.

Nothing but PySide6 and light modules may be imported at the top here or in
:mod:`assistant.qt.describe.main_window`: a test holds on to that.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from assistant import __version__, log, sessions, settings
from assistant.keys import ACTIONS
from assistant.qt import uncaught
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.screen import instance
from assistant.qt.settings.store import SettingsStore
from assistant.qt.workers.garbage import Garbage

_NO_DISPLAY = (
    "Glimpse cannot open a window here: there is no display, or a Qt library is missing. "
    "Start it from a desktop, or use the command glimpse."
)
_PATIENCE_MS = 2000  # a window that is not painted by then (on another workspace) begins too


class Session(QObject):
    """One window from its first paint to its end.

    Args:
        window: is shown already.
        store: the settings.
        picture: to be opened at once.
        leave: ends the process at once, for when the end would have to wait for torch's import.
    """

    def __init__(
        self,
        window: MainWindow,
        store: SettingsStore,
        picture: Path | None = None,
        leave: Callable[[int], object] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._picture, self._leave = window, store, picture, leave
        self._begun = self._ended = False
        self._wishes: list[str] = []  # that came before it began
        if picture is not None:
            window.show_text("Opening the picture.")  # not: welcome, open one
        window.painted.connect(self._after_paint)
        window.closing.connect(self.end)
        QTimer.singleShot(_PATIENCE_MS, self, self.begin)

    @Slot(object)
    def obey(self, wish: str) -> None:
        """Do what another start of Glimpse was asked for: :func:`_wish` tells what there is."""
        if not self._begun:
            self._wishes.append(wish)
            return
        name, _, path = wish.partition(" ")
        if name in self.screen.handlers():
            self.screen.do(name)
            return
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        if path:
            self.controller.open(Path(path))

    def begin(self) -> None:
        """Import and start what sees and speaks, once."""
        if self._begun or self._ended:
            return
        self._begun = True
        from assistant.qt.describe.commands import Commands
        from assistant.qt.describe.controller import Controller
        from assistant.qt.describe.providers import Providers
        from assistant.qt.screen.control import ScreenControl

        self.controller = Controller(self._window, self._store, Providers())
        self.commands = Commands(self.controller)
        self.screen = self.commands[ScreenControl]
        self._window.theme.ask_portal()
        self.controller.describer.warm_up()
        self.controller.voice.prepare()
        if self._store.notice:
            self.tell(self._store.notice)
        if self._picture is not None:
            self.controller.open(self._picture)
        self.screen.begin()
        wishes, self._wishes = self._wishes, []
        for wish in wishes:
            self.obey(wish)

    def tell(self, message: str) -> None:
        """Show and say what went wrong."""
        if self._begun:
            self.controller.voice.notify(message)
        else:
            self._window.notices.show_notice(message)

    def end(self) -> None:
        """End every thread, once; the window is gone from the screen before that."""
        if self._ended:
            return
        self._ended = True
        self._window.hide()
        if self._begun:
            self.commands.close()
            self.controller.close_devices()
            if self.controller.loading and self._leave is not None:
                logging.shutdown()
                self._leave(0)  # the settings are on the disk; there is nothing else to lose
            self.controller.close()

    def _after_paint(self) -> None:
        QTimer.singleShot(0, self, self.begin)


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window until it is closed; returns the exit code."""
    options = _parser().parse_args(arguments)
    log.set_up()
    if instance.send(_wish(options)):
        return 0
    sessions.share_heap()  # before there is any thread
    app = _application()
    garbage = Garbage(app)
    store = SettingsStore(settings.load())
    window = MainWindow(store)
    session = Session(window, store, options.picture, os._exit)
    net = uncaught.install(session.tell)
    later = instance.Instance(session)
    later.wished.connect(session.obey)
    if options.wish:
        session.obey(options.wish)
    window.show()
    try:
        return app.exec()
    finally:
        later.close()
        session.end()
        net.remove()
        garbage.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="glimpse-gui", description="Describe pictures in a window: seen, spoken, offline."
    )
    parser.add_argument("picture", nargs="?", type=Path, help="a picture to describe at once")
    screen = parser.add_argument_group("what is on the screen, done by a Glimpse that runs")
    for row in ACTIONS:
        if row.everywhere:
            screen.add_argument(
                f"--{row.name.replace('_', '-')}",
                dest="wish",
                action="store_const",
                const=row.name,
                help=row.help.rstrip("."),
            )
    parser.add_argument("--version", action="version", version=f"Glimpse {__version__}")
    return parser


def _wish(options: argparse.Namespace) -> str:
    """What a Glimpse that runs is to do: an action, open a picture, or come to the front."""
    if options.wish:
        return str(options.wish)
    return f"open {options.picture.absolute()}" if options.picture else "show"


def _application() -> QApplication:
    """The application; where Qt cannot have one it would abort, so that we say why and leave."""
    before = qInstallMessageHandler(_leave_with_a_sentence)
    app = QApplication(sys.argv[:1])
    qInstallMessageHandler(before)
    app.setApplicationName("Glimpse")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("glimpse")
    return app


def _leave_with_a_sentence(kind: QtMsgType, _context: QMessageLogContext, _text: str) -> None:
    if kind == QtMsgType.QtFatalMsg:
        sys.stderr.write(f"{_NO_DISPLAY}\n")
        sys.stderr.flush()
        os._exit(1)  # Qt calls abort() as soon as this returns


if __name__ == "__main__":
    sys.exit(main())
