"""Contrast as WCAG 2.2 defines it, measured from the pixels of rendered windows."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.qt import windows
from tests.qt.places import controls, describe, page_of

WANTED = {"text": 7.0, "border": 3.0, "scroll bar": 3.0, "focus": 3.0}
_BORDERED = (QPushButton, QToolButton, QComboBox, QSpinBox, QLineEdit, QPlainTextEdit, QListWidget)
_OUT = 3  # pixels from the edge of a control to what is around it
_SAME = 1.1  # contrast of what is one colour
_SMALLEST = 18  # pixels of a control with words
_WIDE_ENOUGH = 0.7  # of a line two pixels wide around the control

Measured = tuple[str, float, str]


_PARTS = np.arange(256) / 255
_LINEAR = np.where(_PARTS <= 0.04045, _PARTS / 12.92, ((_PARTS + 0.055) / 1.055) ** 2.4)


def luminance(colours: np.ndarray) -> np.ndarray:
    """Relative luminance of sRGB colours (…, 3), whole numbers 0..255."""
    return _LINEAR[colours] @ np.array([0.2126, 0.7152, 0.0722])


def ratio(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Contrast of colours (…, 3), 1..21."""
    a, b = luminance(one), luminance(other)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def of_names(one: str, other: str) -> float:
    """Contrast of two colours such as #ffffff."""
    return float(ratio(*(np.array(QColor(name).getRgb()[:3]) for name in (one, other))))


def pixels(widget: QWidget) -> np.ndarray:
    """What a widget looks like, uint8 (H, W, 3), in its own logical pixels."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    found = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    scale = round(image.devicePixelRatio())
    return found[::scale, ::scale].copy()


def measured(window: QWidget, known: set[str]) -> Iterator[Measured]:
    """Kind, contrast and control, for everything in a shown window that has to stand out.

    Args:
        window: is shown.
        known: the sorts of controls whose look with the focus is known; is added to.
    """
    pictures: dict[QWidget, np.ndarray] = {}
    for widget in [*controls(window), *window.findChildren(QLineEdit)]:
        if not widget.isVisible() or isinstance(window, QMenu):
            continue
        page = page_of(widget)
        surface = page.widget() if page else window
        if surface not in pictures:
            pictures[surface] = pixels(surface)
        place = QRect(widget.mapTo(surface, QPoint()), widget.size())
        yield from _of(widget, pictures[surface], place)
    if isinstance(window, QMenu):
        yield "text", _text(pixels(window)[4:-4, 4:-4]), "the menu"
    for bar in window.findChildren(QScrollBar):
        if bar.isVisible() and bar.maximum() > bar.minimum():
            yield "scroll bar", _scroll_bar(bar), describe(bar.parentWidget().parentWidget())
    yield from _focus(window, known)


def _of(widget: QWidget, picture: np.ndarray, place: QRect) -> Iterator[Measured]:
    top, left = max(0, place.top()), max(0, place.left())
    own = picture[top : place.bottom() + 1, left : place.right() + 1]
    words = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
    if min(own.shape[:2]) > _SMALLEST and words and widget.isEnabled():
        yield "text", _text(own[4:-4, 4:-4]), describe(widget)
    inner = isinstance(widget, QLineEdit) and isinstance(widget.parent(), (QSpinBox, QComboBox))
    if isinstance(widget, _BORDERED) and not inner and left > _OUT:
        row = picture[place.center().y(), left:]
        inside = int(np.argmax(ratio(row, row[1]) > _SAME)) + 1  # past the border's soft edge
        around = np.array([picture[place.center().y(), left - _OUT], _ground(own[:, inside])])
        if isinstance(widget, QAbstractButton) and (widget.isChecked() or widget.isDown()):
            around = around[:1]  # what it is filled with is its border
        yield "border", float(ratio(row[1], around).min()), describe(widget)


def _ground(picture: np.ndarray) -> np.ndarray:
    """The commonest colour."""
    packed = picture.reshape(-1, 3).astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, counts = np.unique(packed, return_counts=True)
    common = int(colours[counts.argmax()])
    return np.array([common >> 16, common >> 8 & 255, common & 255])


def _text(picture: np.ndarray) -> float:
    """Of the letters: the pixel that differs most from the commonest colour."""
    return float(ratio(picture.reshape(-1, 3), _ground(picture)).max())


def _scroll_bar(bar: QScrollBar) -> float:
    picture = pixels(bar)
    if bar.orientation() == Qt.Orientation.Vertical:
        line = picture[:, picture.shape[1] // 2]
    else:
        line = picture[picture.shape[0] // 2]
    colours, counts = np.unique(line, axis=0, return_counts=True)
    common = colours[counts >= 4]
    return float(max(ratio(one, common).max() for one in common))


def _focus(window: QWidget, known: set[str]) -> Iterator[Measured]:
    """Of the pixels by which a control with the keyboard differs from itself without."""
    before = window.focusWidget()
    if before is None or isinstance(window, QMenu):
        return
    for widget in controls(window):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
            continue
        sort = type(widget).__name__
        if isinstance(widget, QAbstractButton) and widget.isChecked():
            sort += ", checked"
        if sort in known or not isinstance(widget, (*_BORDERED, QAbstractButton, QTabBar)):
            continue
        known.add(sort)
        with_it, without = _pair(widget, window)
        changed = ratio(with_it, without) >= WANTED["focus"]
        place = (
            widget.tabRect(widget.currentIndex()) if isinstance(widget, QTabBar) else widget.rect()
        )
        needed = 2 * 2 * (place.width() + place.height()) * _WIDE_ENOUGH
        enough = np.sort(ratio(with_it, without).ravel())[::-1][: round(needed)]
        yield "focus", float(enough.min()) if changed.any() else 1.0, describe(widget)
    before.setFocus()


def _pair(widget: QWidget, window: QWidget) -> tuple[np.ndarray, np.ndarray]:
    widget.setFocus()
    windows.settle()
    with_it = pixels(widget)
    widget.clearFocus()
    windows.settle()
    return with_it, pixels(widget)
