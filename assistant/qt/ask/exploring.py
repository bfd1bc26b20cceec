"""Exploring: the arrow keys move over the picture, and each place is told."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from assistant import explore
from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Sentence
from assistant.qt.describe.history import HistoryEntry
from assistant.qt.describe.preview import Cell
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.widgets.focus import RETURNED
from assistant.qt.workers.newest import NewestWorker

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_EDGES = {
    Qt.Key.Key_Left: "Left edge.",
    Qt.Key.Key_Right: "Right edge.",
    Qt.Key.Key_Up: "Upper edge.",
    Qt.Key.Key_Down: "Lower edge.",
}
_MIDDLE = Cell(1, 1)
_BACK = (
    RETURNED,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class _Look(NamedTuple):
    entry: HistoryEntry
    cell: Cell


class Exploring(Feature):
    """Moves an outline over the picture that was described last, by a grid of three by three.

    It begins when the picture gets the focus, by its key or by Tab, and ends when it loses it.
    Where the focus only comes back (from a menu or another window), it goes on where it was.
    The words are found in a thread of their own, because colours are looked up in the picture.
    """

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self._preview = preview = self._controller.preview
        self._left: Cell | None = None  # the place where it was when the focus went
        self._worker: NewestWorker[_Look, Sentence] = NewestWorker(
            self._make, self._controller.voice.notify, self
        )
        self._worker.done.connect(self._told)
        preview.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        preview.installEventFilter(self)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"explore": self.open}

    def open(self) -> None:
        """Go to the picture and tell its middle."""
        if self._controller.review.entry() is None:
            return
        if self._preview.hasFocus():
            self._go(_MIDDLE)
        else:
            self._preview.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move, Home goes to the middle, Escape leaves, before it means "stop"."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            self._enter(event.reason())
        elif event.type() == QEvent.Type.FocusOut:
            self._left = self._preview.cell
            self._preview.outline(None)
        elif isinstance(event, QKeyEvent) and event.modifiers() in _PLAIN:
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _enter(self, reason: Qt.FocusReason) -> None:
        if reason in _BACK and self._left is not None:
            self._preview.outline(self._left)
        else:
            self._go(_MIDDLE)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key not in (*_STEPS, Qt.Key.Key_Home, Qt.Key.Key_Escape):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._press(key)
        return True

    def _press(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self._controller.voice.stop()
            self._controller.window.text.setFocus(RETURNED)
        elif key == Qt.Key.Key_Home:
            self._go(_MIDDLE)
        else:
            down, right = _STEPS[key]
            here = self._preview.cell or _MIDDLE
            there = Cell(here.row + down, here.column + right)
            if 0 <= there.row < explore.SIZE and 0 <= there.column < explore.SIZE:
                self._go(there)
            else:
                self._controller.voice.say([_EDGES[key]])

    def _go(self, cell: Cell) -> None:
        entry = self._controller.review.entry()
        if entry is not None:
            self._preview.outline(cell)
            self._worker.submit(_Look(entry, cell), interrupt=True)

    def _make(self) -> Callable[[_Look, ShouldStop], Sentence]:
        return lambda look, _should_stop: explore.cell_sentence(
            look.entry.explanation.description, look.entry.frame, *look.cell
        )

    def _told(self, _look: _Look, sentence: Sentence) -> None:
        self._controller.voice.say([sentence.text])


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
