"""Pictures of windows, made offscreen: ``python -m tests.benchmarks.truth.screens FOLDER``.

The window of Glimpse itself in several states, and windows with other controls, light and dark.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

_ROOT = Path(__file__).parents[3]
OWN, OTHERS = "own", "other"


def shot(which: str = "") -> Iterator[tuple[str, Image.Image]]:
    """Name and picture of each window whose name starts so; made in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        module = [sys.executable, "-m", "tests.benchmarks.truth.screens", folder]
        subprocess.run(module, check=True, env=environment, cwd=_ROOT, capture_output=True)
        for path in sorted(Path(folder).glob(f"{which}*.png")):
            with Image.open(path) as picture:
                yield path.stem, picture.convert("RGB")


def _save(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from assistant.qt.appearance import theme as themes

    application = QApplication([])
    application.setStyle("Fusion")
    for dark in (False, True):
        _palette(application, dark)
        for i in range(36):
            _other(folder / f"{OTHERS}-{'dark' if dark else 'light'}-{i:02}.png", i)
    for theme in ("light", "dark", "high contrast"):  # last: its style sheet stays
        themes.apply(theme)
        for i in range(16):
            _other(folder / f"{OTHERS}-styled-{theme}-{i:02}.png", 100 + i)
        _own(folder, theme)


def _palette(application, dark: bool) -> None:
    from PySide6.QtGui import QColor, QPalette

    application.setPalette(application.style().standardPalette())
    if not dark:
        return
    palette, light = QPalette(), QColor(225, 225, 225)
    for role in ("Window", "Base", "AlternateBase", "Button", "ToolTipBase"):
        shade = 45 if role in ("Window", "Button") else 28
        palette.setColor(QPalette.ColorRole[role], QColor(shade, shade, shade + 3))
    for role in ("WindowText", "Text", "ButtonText", "BrightText", "ToolTipText"):
        palette.setColor(QPalette.ColorRole[role], light)
    application.setPalette(palette)


def _own(folder: Path, theme: str) -> None:
    from PySide6.QtCore import QCoreApplication

    from tests.qt.stage import Stage

    stage = Stage(Path(tempfile.mkdtemp()) / "settings.json")
    stage.store.change("theme", theme)
    for number, (width, height) in enumerate([(640, 480), (900, 700), (1280, 720)]):
        stage.window.resize(width, height)
        if number:
            stage.window.text.setPlainText("A dog with a ball.\nThe dog is on the left.\n" * number)
        for _ in range(20):
            QCoreApplication.processEvents()
        stage.window.grab().save(str(folder / f"{OWN}-{theme}-{number}.png"))
    stage.close()


def _other(path: Path, seed: int) -> None:
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

    from tests.benchmarks.truth.pages import PROSE

    rng = random.Random(seed)
    window, middle = QMainWindow(), QWidget()
    for name in ("File", "Edit", "View", "Help")[: rng.randint(2, 4)]:
        window.menuBar().addMenu(name)
    window.statusBar().showMessage(rng.choice(["Ready.", "42 files, 3 folders", "Line 12"]))
    words = PROSE.split()
    layout = rng.choice([QHBoxLayout, QVBoxLayout])(middle)
    font = middle.font()
    font.setPixelSize(rng.choice([12, 13, 14, 16, 20, 26, 32]))
    middle.setFont(font)
    for kind in rng.sample(list(_CONTROLS), rng.randint(1, 4)):
        layout.addWidget(_CONTROLS[kind](rng, words))
    window.setCentralWidget(middle)
    window.resize(*rng.choice([(640, 480), (800, 600), (1280, 720), (1366, 768), (480, 800)]))
    window.show()
    QApplication.processEvents()
    window.grab().save(str(path))
    window.close()


def _text(rng, words):
    from PySide6.QtWidgets import QPlainTextEdit

    return QPlainTextEdit(" ".join(rng.choices(words, k=rng.randint(20, 300))))


def _list(rng, words):
    from PySide6.QtWidgets import QListWidget

    control = QListWidget()
    control.addItems([" ".join(rng.choices(words, k=3)) for _ in range(rng.randint(5, 40))])
    control.setCurrentRow(1)
    return control


def _table(rng, words):
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    rows, columns = rng.randint(4, 25), rng.randint(2, 7)
    control = QTableWidget(rows, columns)
    for row in range(rows):
        for column in range(columns):
            control.setItem(row, column, QTableWidgetItem(rng.choice(words)))
    return control


def _form(rng, words):
    from PySide6.QtWidgets import (
        QCheckBox,
        QComboBox,
        QFormLayout,
        QLineEdit,
        QProgressBar,
        QPushButton,
        QSlider,
        QWidget,
    )

    control = QWidget()
    layout = QFormLayout(control)
    for _ in range(rng.randint(4, 12)):
        kind = rng.choice([QCheckBox, QComboBox, QLineEdit, QProgressBar, QPushButton, QSlider])
        row = kind()
        if kind in (QCheckBox, QPushButton, QLineEdit):
            row.setText(" ".join(rng.choices(words, k=2)))
        layout.addRow(rng.choice(words), row)
    return control


def _logo(rng, words):
    """A mark of a few flat shapes in the middle of an empty space."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QPainter, QPixmap
    from PySide6.QtWidgets import QLabel

    side = rng.choice([48, 96, 160])
    mark = QPixmap(side, side)
    mark.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for _ in range(rng.randint(2, 4)):
        painter.setBrush(QColor(*(rng.randint(0, 255) for _ in range(3))))
        box = [rng.randint(0, side // 2), rng.randint(0, side // 2), side // 2, side // 2]
        rng.choice([painter.drawEllipse, painter.drawRect])(*box)
    painter.end()
    control = QLabel()
    control.setPixmap(mark)
    control.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return control


def _buttons(rng, words):
    from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

    control = QWidget()
    layout = QHBoxLayout(control)
    for _ in range(rng.randint(2, 7)):
        layout.addWidget(QPushButton(rng.choice(words)))
    return control


def _few_words(rng, words):
    from PySide6.QtWidgets import QPlainTextEdit

    return QPlainTextEdit("\n".join(" ".join(rng.choices(words, k=5)) for _ in range(3)))


_CONTROLS = {"text": _text, "list": _list, "table": _table, "form": _form, "logo": _logo,
             "buttons": _buttons, "few words": _few_words}  # fmt: skip


if __name__ == "__main__":
    _save(Path(sys.argv[1]))
