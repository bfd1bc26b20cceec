"""A part of the screen, chosen by keys that are answered in words, or with the mouse."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QWidget

from assistant import screen
from assistant.errors import SettingsError
from assistant.pipeline import nouns
from assistant.pipeline.frame import Frame
from assistant.qt.describe import frames
from assistant.screen import Area

_STEP, _FINE = 20, 100  # parts of the screen that one key press is
_LEAST = 16  # pixels, the smallest part
_SHADE = QColor(0, 0, 0, 150)
_KEYS = (
    "Arrow keys move the part, Shift and arrow keys change its size, with Ctrl in small steps. "
    "Home takes the whole screen, Enter describes the part, Escape leaves."
)
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Picker(QDialog):
    """The picture of the screen over the whole screen, with a frame that can be moved.

    Args:
        frame: of the whole screen.
        before: the part that was chosen last, LEFT,TOP,WIDTH,HEIGHT in pixels; or empty.
        parent: the main window.
    """

    told = Signal(str)  # where the edges are now
    chosen = Signal(object, str)  # the part as a frame; where it is, as ``before``

    def __init__(self, frame: Frame, before: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame, self._image = frame, frames.to_qimage(frame)
        self._whole = Area(0, 0, frame.width, frame.height)
        self.part = self._first(before)
        self._pressed: QPoint | None = None
        self.setWindowTitle("Part of the screen")
        self.setAccessibleName("Part of the screen")
        self.setAccessibleDescription(_KEYS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.setFocus()

    def words(self) -> list[str]:
        """Place of the part, and the keys."""
        return [self._edges("left", "top", "right", "bottom"), _KEYS]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move or size it, Enter takes it; Escape leaves, as in every window."""
        key = Qt.Key(event.key())
        if key in _WAYS:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self._size if shift else self._move)(*_WAYS[key], _FINE if fine else _STEP)
        elif key == Qt.Key.Key_Home:
            self._set(self._whole)
            self.told.emit("The whole screen.")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a new part."""
        self._pressed = self._to_screen(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it up to here."""
        if self._pressed is not None:
            at = self._to_screen(event.position().toPoint())
            box = QRect(self._pressed, at).normalized()
            self._set(Area(box.x(), box.y(), max(_LEAST, box.width()), max(_LEAST, box.height())))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End the drawing; Enter or a double click takes it."""
        if self._pressed is not None:
            self._pressed = None
            self.told.emit(self._edges("left", "top", "right", "bottom"))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Take the part."""
        self._pressed = None
        self._take()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The screen, darker outside of the part."""
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        box = self._to_window(self.part)
        for left, top, right, bottom in (
            (0, 0, self.width(), box.top()),
            (0, box.bottom(), self.width(), self.height()),
            (0, box.top(), box.left(), box.bottom()),
            (box.right(), box.top(), self.width(), box.bottom()),
        ):
            painter.fillRect(QRect(QPoint(left, top), QPoint(right - 1, bottom - 1)), _SHADE)
        for colour, width in ((Qt.GlobalColor.black, 5), (Qt.GlobalColor.white, 2)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(box)

    def _move(self, right: int, down: int, parts: int) -> None:
        x = self.part.left + right * self._whole.width // parts
        y = self.part.top + down * self._whole.height // parts
        x = max(0, min(x, self._whole.width - self.part.width))
        y = max(0, min(y, self._whole.height - self.part.height))
        moved = Area(x, y, self.part.width, self.part.height)
        self._go(moved, ("left", "right") if right else ("top", "bottom"))

    def _size(self, right: int, down: int, parts: int) -> None:
        """The right and the lower edge move."""
        width = self.part.width + right * self._whole.width // parts
        height = self.part.height + down * self._whole.height // parts
        width = max(_LEAST, min(width, self._whole.width - self.part.left))
        height = max(_LEAST, min(height, self._whole.height - self.part.top))
        sized = Area(self.part.left, self.part.top, width, height)
        self._go(sized, ("right",) if right else ("bottom",))

    def _go(self, part: Area, edges: tuple[str, ...]) -> None:
        stuck = part == self.part
        self._set(part)
        words = self._edges(*edges)
        self.told.emit(f"No further. {words}" if stuck else words)

    def _set(self, part: Area) -> None:
        self.part = part.within(self._whole)
        self.update()

    def _edges(self, *names: str) -> str:
        """ "Left edge at 10, right edge at 50 per cent."."""
        at = {
            "left": self.part.left / self._whole.width,
            "right": self.part.right / self._whole.width,
            "top": self.part.top / self._whole.height,
            "bottom": self.part.bottom / self._whole.height,
        }
        words = ", ".join(f"{name} edge at {round(100 * at[name])}" for name in names)
        return f"{nouns.capital(words)} per cent."

    def _take(self) -> None:
        part = screen.cut(self._frame, self.part)
        self.accept()
        self.chosen.emit(part, ",".join(map(str, self.part)))

    def _first(self, before: str) -> Area:
        try:
            return screen.region(screen.parsed(before or "middle"), self._whole)
        except SettingsError:  # the screen was larger then
            return screen.region(screen.parsed("middle"), self._whole)

    def _to_window(self, part: Area) -> QRect:
        across, down = self.width() / self._whole.width, self.height() / self._whole.height
        return QRect(
            round(part.left * across), round(part.top * down),
            round(part.width * across), round(part.height * down),
        )  # fmt: skip

    def _to_screen(self, point: QPoint) -> QPoint:
        across, down = self._whole.width / self.width(), self._whole.height / self.height()
        return QPoint(round(point.x() * across), round(point.y() * down))
