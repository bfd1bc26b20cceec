"""Screen readers: whether one runs, and how it can be told something.

``QAccessible.isActive()`` does not say so: it is true wherever accessibility is switched on, and
stays true when the screen reader has ended.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible


@dataclass(frozen=True)
class ScreenReader:
    """Facts about the screen reader that runs.

    Attributes:
        sure: it is certain to be a screen reader; else something listens that may be one.
        announcements: it speaks announcements of the window that is in front.
        notifications: it speaks what is shown with the role notification, whichever window is
            in front; of readers that take no announcements.
        messages: it takes messages from any program, such as Orca's remote controller.
    """

    sure: bool = True
    announcements: bool = True
    notifications: bool = False
    messages: bool = False


class ScreenReaderWatch(QObject):
    """Follows whether a screen reader runs. This one finds none: the base of those that look.

    Attributes:
        known: the first look has come to its end.

    Signals:
        changed: another state is known than before, or the first one is.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = True
        self._found: ScreenReader | None = None

    @property
    def found(self) -> ScreenReader | None:
        """The screen reader that runs and that Qt reaches, or None."""
        return self._found if QAccessible.isActive() else None

    def present(self, text: str, refused: Callable[[], object]) -> None:
        """Send a message to a reader that takes some; ``refused`` is called if it was not taken."""
        refused()

    def close(self) -> None:
        """Look no more."""

    def _now(self, found: ScreenReader | None) -> None:
        before = self.known, self._found
        self.known, self._found = True, found
        if before != (True, found):
            self.changed.emit()


@contextmanager
def unheard() -> Iterator[None]:
    """Keep changes from screen readers meanwhile: they are announced in other words.

    For what a control shows, not for what it consists of: a list whose rows were changed unheard
    has its old ones for the screen reader, of which nothing can be read any more.
    """
    active = QAccessible.isActive()
    QAccessible.setActive(False)
    try:
        yield
    finally:
        QAccessible.setActive(active)


def watch(parent: QObject) -> ScreenReaderWatch:
    """This platform's watch for screen readers; takes no time, the first answer comes later.

    Linux was tried with Orca 43; Windows and macOS follow the documents of their makers and have
    not been tried with NVDA, JAWS or VoiceOver.
    """
    if sys.platform in ("win32", "darwin"):
        from assistant.qt.speaking.screen_reader_native import NativeWatch

        return NativeWatch(parent)
    from assistant.qt.speaking.screen_reader_linux import BusWatch  # not before the paint

    return BusWatch(parent)
