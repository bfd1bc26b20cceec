"""Controls that several windows have."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.text_view import lines_high

_CLEARANCE = 4  # pixels
_FEWEST = 12  # letters that can be seen in a field
_SPACING = 4  # pixels between texts of several lines


class WordsList(QListWidget):
    """A list of texts of any length, which are wrapped.

    Args:
        name: what a screen reader calls it.
        help_: what can be done with it.
        lines: so many can be seen at the least, whatever the size of the letters.

    Signals:
        delete_pressed(): the key Delete was pressed.
    """

    delete_pressed = Signal()

    def __init__(self, name: str, help_: str, lines: int = 2) -> None:
        super().__init__()
        self._lines = lines
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_)
        self.setWordWrap(True)
        self.setSpacing(_SPACING)
        self.setItemDelegate(_WholeText(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)  # one may fill the view

    def minimumSizeHint(self) -> QSize:
        """The least lines."""
        return QSize(0, lines_high(self, self._lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Delete; everything else is the list's own."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


class HistoryList(WordsList):
    """The list of explanations; Escape leaves it, before it means "stop".

    Signals:
        left(): Escape was pressed.
    """

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's own key."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()
            return True
        return super().event(event)


class _WholeText(QStyledItemDelegate):
    """Makes each row as high as its text is at the width that the row will have.

    Qt takes the spacing off the width only afterwards, so that a text which just fits before is
    wrapped, and its second line is lost.
    """

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        option.rect.setWidth(view.viewport().width() - 2 * _SPACING - _CLEARANCE)
        return super().sizeHint(option, index)


class TypedWords(QLineEdit):
    """A field for words, in letters of the size that is read.

    When the focus comes and goes Qt selects what is in it, or no longer, and tells that first. Orca
    43 takes this for the news and never reads the name of the field.
    """

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Get the focus, which Qt tells afterwards."""
        with unheard():
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose it."""
        with unheard():
            super().focusOutEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Room for a word or two."""
        width = self.fontMetrics().averageCharWidth() * _FEWEST
        return QSize(width, super().minimumSizeHint().height())


def label(words: str, buddy: QWidget) -> QLabel:
    """The words before a control; the letter after ``&`` leads to it.

    The name comes first: Qt tells screen readers each new text of a label that has none as it is
    written, and some keep the ``&`` of it.
    """
    made = QLabel()
    made.setAccessibleName(words.replace("&", ""))
    made.setBuddy(buddy)
    made.setText(words)
    return made


def labelled(words: str, field: QWidget) -> QFormLayout:
    """A control after its label, or below where both have no room in a row."""
    row = QFormLayout()
    row.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    row.addRow(label(words, field), field)
    return row


def close_row(dialog: QDialog, *others: QPushButton) -> Flow:
    """The buttons at the end of a window; the last one closes it."""
    close = button("Close", "Closes this window.", dialog.reject)
    return Flow([*others, close])


class _Button(QPushButton):
    """Is pressed by Enter where it has the focus, and only there.

    Qt hands Enter on to the window, whose Close button it would press, or nothing at all.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, as well as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(words: str, help_: str, act: Callable[[], object]) -> QPushButton:
    """A button that Enter elsewhere in the window does not press."""
    made = _Button(words)
    made.setToolTip(help_)
    made.setAccessibleDescription(help_)
    made.clicked.connect(lambda: act())
    return made
