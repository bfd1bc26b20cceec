"""Another program: a letter on the left, a photograph without a name on the right."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

WORDS = "Dear Ms Miller\n\nThe photograph of the garden is on the right.\n\nJohn Brown"
TITLE = "Letter"


def main(photograph: str) -> None:
    app = QApplication(["letters"])
    window = QWidget()
    window.setWindowTitle(TITLE)
    text = QPlainTextEdit(WORDS)
    text.setFont(QFont("DejaVu Sans", 15))
    text.setReadOnly(True)  # no caret blinks
    picture = QLabel()
    scaled = Qt.TransformationMode.SmoothTransformation
    picture.setPixmap(QPixmap(photograph).scaledToWidth(380, scaled))
    layout = QHBoxLayout(window)
    layout.addWidget(text, 1)
    layout.addWidget(picture)
    window.setGeometry(40, 60, 900, 420)
    window.show()
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1])
