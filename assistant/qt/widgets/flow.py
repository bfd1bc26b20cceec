"""A row of controls that goes on in the next line where it is full."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

_GAP = 6  # pixels


class Flow(QLayout):
    """Lines of controls, each control at the width that it wants (WCAG 2.2, 1.4.10: reflow).

    Args:
        widgets: in order.
        fill: each line is as wide as there is room; otherwise what is left stays empty.
    """

    def __init__(self, widgets: Sequence[QWidget] = (), fill: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._fill = fill
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Put it at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Number of the items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The one at this place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out; returns it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines, in pixels."""
        lines = self._lines(width)
        return sum(map(_height, lines)) + _GAP * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + _GAP * max(0, len(shown) - 1)
        return QSize(width, _height(shown))

    def minimumSize(self) -> QSize:
        """The widest alone."""
        shown = self._shown()
        width = max((item.minimumSize().width() for item in shown), default=0)
        return QSize(width, _height(shown))

    def setGeometry(self, rect: QRect) -> None:
        """Put every control into its place."""
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            self._place(line, QRect(rect.left(), top, rect.width(), _height(line)), rect)
            top += _height(line) + _GAP

    def _place(self, line: list[QLayoutItem], where: QRect, rect: QRect) -> None:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        taken = sum(item.sizeHint().width() for item in line) + _GAP * (len(line) - 1)
        more = max(0, where.width() - taken) if self._fill else 0
        left = where.left()
        for number, item in enumerate(line):
            extra = more * (number + 1) // len(line) - more * number // len(line)
            width = min(item.sizeHint().width() + extra, where.width())
            place = QRect(QPoint(left, where.top()), QSize(width, where.height()))
            item.setGeometry(QStyle.visualRect(direction, rect, place))
            left += width + _GAP

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if not lines or left + wanted > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += wanted + _GAP
        return lines


def _height(line: Sequence[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
