"""Room: windows fit on the screen, and what does not fit in a window is reached by scrolling."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFrame,
    QLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

SMALLEST = QSize(320, 256)  # logical pixels; WCAG 2.2, 1.4.10
_FRAME = QSize(8, 40)  # what a window manager puts around a window
_SMALLEST_LETTERS = 8  # points
# What a file dialog can do without, by Qt's names: other looks of the list, and a label.
_EXTRAS = ("listModeButton", "detailModeButton", "lookInLabel")
_ANY = (1 << 24) - 1  # pixels; Qt's QWIDGETSIZE_MAX


def fit(window: QWidget, wanted: QSize) -> None:
    """Give a window the size that it wants, as far as its screen has room for it and its frame."""
    room = available(window)
    window.setMinimumSize(SMALLEST.boundedTo(room))
    window.resize(wanted.boundedTo(room))
    _move_onto_screen(window)


def fit_file_dialog(dialog: QFileDialog) -> None:
    """Fit Qt's own dialog for files, which cannot scroll: where needed, by smaller letters."""
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # dozens of endings in one line
    dialog.ensurePolished()
    room = available(dialog)
    for combo in dialog.findChildren(QComboBox):
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for button in dialog.findChildren(QToolButton):  # they have a fixed size
        button.setMinimumSize(0, 0)
        button.setMaximumSize(_ANY, _ANY)
    for name in _EXTRAS:
        extra = dialog.findChild(QWidget, name)
        if extra is not None and dialog.minimumSizeHint().width() > room.width():
            extra.hide()
    shrink(dialog, lambda: dialog.minimumSizeHint().boundedTo(room) == dialog.minimumSizeHint())
    dialog.resize(dialog.sizeHint().boundedTo(room))
    _move_onto_screen(dialog)


def shrink(widget: QWidget, fits: Callable[[], bool]) -> None:
    """Make the letters of something that can neither wrap nor scroll smaller until it fits.

    Args:
        widget: has the letters.
        fits: whether there is room for it.
    """
    font = QApplication.font()
    font.setPointSize(font.pointSize())  # it is this widget's own now, and not overwritten later
    widget.setFont(font)
    while not fits() and font.pointSize() > _SMALLEST_LETTERS:
        font.setPointSize(font.pointSize() - 1)
        widget.setFont(font)
        for layout in widget.findChildren(QLayout):
            layout.invalidate()


def scrolling(window: QWidget) -> QVBoxLayout:
    """A layout for all that a window shows; where it has not enough room, it scrolls."""
    page = ScrollPage()
    outer = QVBoxLayout(window)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(page)
    return page.layout_


class ScrollPage(QScrollArea):
    """Controls one below the other, in ``layout_``; scrolls when they cannot be made small enough.

    It never has the focus itself: what has it is scrolled into view.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("room")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._content = _Content()
        self.layout_ = self._content.column
        self.setWidget(self._content)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        """Size that its controls would like."""
        return self._content.sizeHint()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._content.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self.viewport().height() // 3)  # its hint, too


class _Content(QWidget):
    """Asks for no more height than its controls need at the least, so that they shrink first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("room")
        self.column = QVBoxLayout(self)

    def heightForWidth(self, width: int) -> int:
        return self.column.totalMinimumHeightForWidth(width)


def available(window: QWidget) -> QSize:
    """The room that its screen has for a window, inside the frame."""
    parent = window.parentWidget()
    return (parent or window).screen().availableSize() - _FRAME


def _move_onto_screen(window: QWidget) -> None:
    """Put a dialog over the window that it belongs to, but with all of its frame on the screen."""
    parent = window.parentWidget()
    if parent is None:
        return  # the window manager knows best where a program's first window goes
    place = QRect(QPoint(), window.size() + _FRAME)
    place.moveCenter(parent.window().frameGeometry().center())
    screen = parent.screen().availableGeometry()
    left = max(screen.left(), min(place.left(), screen.right() + 1 - place.width()))
    top = max(screen.top(), min(place.top(), screen.bottom() + 1 - place.height()))
    window.move(left, top)
