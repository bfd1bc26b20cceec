"""Finds controls that are cut off, too small, or lie where nobody can get to."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStyle,
    QStyleOptionSpinBox,
    QTabBar,
    QToolButton,
    QWidget,
)

_ARROW = 28  # pixels
SMALLEST_TARGET = 24  # logical pixels; WCAG 2.2, 2.5.8
_CONTROLS = (
    QAbstractButton, QComboBox, QLabel, QListWidget, QMenuBar, QPlainTextEdit, QProgressBar,
    QSpinBox, QTabBar,
)  # fmt: skip


def faults(window: QWidget) -> Iterator[str]:
    """What is wrong with the places of a shown window's controls, one sentence each."""
    screen = window.screen().availableGeometry()
    if window.width() > screen.width() or window.height() > screen.height():
        if not isinstance(window, QMenu):  # Qt scrolls a menu that is too high
            yield f"{window.size().toTuple()} is larger than the screen"
        elif window.width() > screen.width():
            yield "is wider than the screen"
    shown = [w for w in controls(window) if not isinstance(window, (QFileDialog, QMenu))]
    shown = [w for w in shown if not (isinstance(w, QMenuBar) and _has_more(w))]
    for widget in shown:
        for fault in (*_outside(widget, window), *_cut_off(widget)):
            yield f"{describe(widget)} {fault}"
    for one, other in combinations(shown, 2):
        if one.parentWidget() is other.parentWidget() and one.geometry().intersects(
            other.geometry()
        ):
            yield f"{describe(one)} lies over {describe(other)}"


def controls(window: QWidget) -> list[QWidget]:
    """The visible controls of a window, without the parts that controls are made of."""
    found = [w for w in window.findChildren(QWidget) if isinstance(w, _CONTROLS)]
    return [w for w in found if w.isVisible() and not _is_part(w)]


def describe(widget: QWidget) -> str:
    """What it is, for whoever reads the test's report."""
    text = getattr(widget, "text", None)
    words = text() if callable(text) else widget.accessibleName()
    return f"{type(widget).__name__} “{str(words)[:40]}”"


def page_of(widget: QWidget) -> QScrollArea | None:
    """The scroll area in which it lies, if any."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, _CONTROLS):
            return True
        parent = parent.parentWidget()
    return False


def _outside(widget: QWidget, window: QWidget) -> Iterator[str]:
    page = page_of(widget)
    surface = page.widget() if page else window
    there = QRect(widget.mapTo(surface, QPoint()), widget.size())
    if not surface.rect().contains(there):
        yield f"at {there.getRect()} is outside of {surface.rect().getRect()}"
    if page is not None:
        if page.widget().width() > page.viewport().width():
            yield "must be scrolled sideways to be seen"
        reached = page.verticalScrollBar().maximum() + page.viewport().height()
        if reached < page.widget().height():
            yield "cannot be scrolled into view"
        if page is not widget:
            yield from _outside(page, window)


def _cut_off(widget: QWidget) -> Iterator[str]:
    wanted = widget.sizeHint()
    if isinstance(widget, (QPushButton, QToolButton, QCheckBox, QMenuBar)):
        if widget.width() < wanted.width() or widget.height() < wanted.height():
            yield f"has {widget.size().toTuple()} and needs {wanted.toTuple()}"
    elif isinstance(widget, QLabel) and widget.text():
        yield from _cut_off_label(widget)
    elif isinstance(widget, (QComboBox, QSpinBox)):
        yield from _cut_off_field(widget)
        if isinstance(widget, QSpinBox):
            yield from _small_arrows(widget)
    elif isinstance(widget, QPlainTextEdit):
        lines = (widget.viewport().height()) / widget.fontMetrics().lineSpacing()
        if lines < 1.9:
            yield f"shows {lines:.1f} lines"
    elif isinstance(widget, QListWidget):
        yield from _rows(widget)
    targets = (QAbstractButton, QComboBox, QSpinBox, QTabBar)
    if isinstance(widget, targets) and widget.height() < SMALLEST_TARGET:
        yield f"is {widget.height()} pixels high"


def _cut_off_label(label: QLabel) -> Iterator[str]:
    wrapped, wanted = label.wordWrap(), label.sizeHint()
    needed = label.heightForWidth(label.width()) if wrapped else wanted.height()
    if label.height() < needed or (not wrapped and label.width() < wanted.width()):
        yield f"has {label.size().toTuple()} and needs the height {needed}"


def _cut_off_field(field: QComboBox | QSpinBox) -> Iterator[str]:
    words = field.currentText() if isinstance(field, QComboBox) else field.text()
    if field.fontMetrics().horizontalAdvance(words) + _ARROW > field.width():
        yield f"does not show all of “{words}”"
    if field.height() < field.sizeHint().height():
        yield f"has the height {field.height()} and needs {field.sizeHint().height()}"


def _has_more(bar: QMenuBar) -> bool:
    """Whether Qt's own button leads to the menus that have no room."""
    more = bar.findChild(QToolButton, "qt_menubar_ext_button")
    return isinstance(more, QToolButton) and more.isVisible()


def _small_arrows(box: QSpinBox) -> Iterator[str]:
    about = QStyleOptionSpinBox()
    box.initStyleOption(about)
    for part in (QStyle.SubControl.SC_SpinBoxUp, QStyle.SubControl.SC_SpinBoxDown):
        arrow = box.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, about, part, box)
        if min(arrow.width(), arrow.height()) < SMALLEST_TARGET:
            yield f"has an arrow of {arrow.size().toTuple()}"


def _rows(widget: QListWidget) -> Iterator[str]:
    for row in range(widget.count()):
        item = widget.item(row)
        place = widget.visualItemRect(item)
        wrap = Qt.TextFlag.TextWordWrap
        words = widget.fontMetrics().boundingRect(
            QRect(0, 0, place.width() - 8, 10_000), wrap, item.text()
        )
        if place.height() < SMALLEST_TARGET:
            yield f"row {row} is {place.height()} pixels high"
        if words.height() > place.height() + 2:
            yield f"row {row} has the height {place.height()} and needs {words.height()}"
