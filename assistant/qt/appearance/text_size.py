"""The size of all letters, from the one setting.

Texts and lists wrap at any letter, so that they have whatever size was chosen. Labels break between
words only, and buttons nowhere: on a narrow screen they are no larger than what fits on it.
"""

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

_LONG_WORD = re.compile(r"\S{16,}")
_SMALLEST = 11  # points, of words on controls
# Points of letters of which so many pixels of a screen's width have room for the longest word of a
# label, and for the longest words on a button.
_WORD, _BUTTON = 13, 22
# What has sentences to read has the size that was chosen. PySide6's stubs want bytes for the names
# of classes, PySide6 itself text.
_READ: tuple[Any, ...] = ("QPlainTextEdit", "QListWidget")
_WHOLE_WORDS: tuple[Any, ...] = ("WordsLabel", "TypedWords")


class HintLabel(QLabel):
    """Sentences about controls, wrapped, never taken for markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a file's name may look like markup
        self.setWordWrap(True)

    def show_text(self, text: str) -> None:
        """Show other sentences, which are its accessible name, too."""
        self.setText(text)
        self.setAccessibleName(text)

    def show_words(self, text: str) -> None:
        """Show sentences with the name of a folder, which may break at any letter."""
        self.setAccessibleName(text)
        self.setText(_LONG_WORD.sub(lambda word: "\u200b".join(word.group()), text))


class WordsLabel(HintLabel):
    """Sentences to read."""


def apply(points: int) -> None:
    """Give every window its letters, also those that are open.

    What is read has the size that was chosen: explanations, answers, lists, notices. Buttons, menus
    and labels have two thirds of it.
    """
    width = QGuiApplication.primaryScreen().availableSize().width()
    sizes = {
        _READ: points,
        _WHOLE_WORDS: min(points, max(_SMALLEST, width // _WORD)),
    }
    controls = QApplication.font()
    controls.setPointSize(max(_SMALLEST, min(points * 2 // 3, width // _BUTTON)))
    QApplication.setFont(controls)
    for kinds, size in sizes.items():
        letters = QFont(controls)
        letters.setPointSize(size)
        for kind in kinds:
            QApplication.setFont(letters, kind)
