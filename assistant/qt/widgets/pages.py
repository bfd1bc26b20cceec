"""Windows with several pages."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.qt.speaking.roles import make_plain
from assistant.qt.widgets import room


def lay_out(
    dialog: QDialog, pages: Iterable[tuple[str, QWidget]], enter_closes: bool = False
) -> QTabWidget:
    """Fill a window with tabs, called as its title, and a Close button after them.

    Args:
        dialog: has its title and no layout yet.
        pages: the words on each tab, and what it shows; the Tab key visits them in this order,
            before Close.
        enter_closes: Enter in a field, which the field does not take, closes the window.
    """
    tabs = QTabWidget()
    make_plain(tabs)
    tabs.setAccessibleName(dialog.windowTitle())
    for scroll in tabs.tabBar().findChildren(QToolButton):  # arrow keys go from tab to tab
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for words, page in pages:
        tabs.addTab(page, words)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(enter_closes)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(tabs)
    layout.addWidget(buttons)
    return tabs


class PagesDialog(QDialog):
    """A window with several pages and a Close button; it blocks nothing.

    Args:
        parent: the main window.
        title: of the window.
        pages: as :func:`lay_out` has them.
        letters: a control whose lines the size is counted in.
        least: the size in pixels, at the least.
        lines: the size in heights of a line, at the least.
    """

    def __init__(
        self, parent: QWidget, title: str, pages: Iterable[tuple[str, QWidget]],
        letters: QWidget, least: QSize, lines: QSize,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.tabs = lay_out(self, pages)
        self.ensurePolished()
        room.fit(self, least.expandedTo(lines * letters.fontMetrics().lineSpacing()))
