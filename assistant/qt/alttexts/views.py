"""Parts of the review window: a picture, a field, and who makes the proposals."""

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy

from assistant import sources
from assistant.errors import AssistantError
from assistant.library.review import Proposal, ReviewState
from assistant.qt.describe.frames import to_qimage
from assistant.qt.widgets.text_view import lines_high

_PREVIEW = QSize(480, 360)  # the most, and the least
_SMALLEST = QSize(96, 72)


class Reviewing(Protocol):
    """A :class:`library.review.Review` as far as the window needs it."""

    proposals: list[Proposal]
    messages: list[str]

    def accept(self, proposal: Proposal, alt: str) -> None:
        """Write the texts."""

    def skip(self, proposal: Proposal) -> None:
        """Write nothing, and take back what was accepted."""

    def steps(self) -> Generator[ReviewState]:
        """Describe, and carry out decisions."""


class PictureView(QLabel):
    """A picture, as large as there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(_SMALLEST)

    def show_file(self, path: Path) -> None:
        """Show a file; nothing where it cannot be read."""
        self._whole = preview(path)
        self._scale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs another picture."""
        super().resizeEvent(event)
        self._scale()

    def _scale(self) -> None:
        if not self._whole.isNull():
            fitting = self._whole.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            how = Qt.TransformationMode.SmoothTransformation
            size = fitting.boundedTo(self._whole.size())
            self.setPixmap(self._whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, how))


class AltText(QPlainTextEdit):
    """The field for an alt text, of two lines at the least."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Alt text")
        self.setTabChangesFocus(True)

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return QSize(0, lines_high(self, 2))


def preview(path: Path) -> QPixmap:
    """The picture, upright and small; nothing where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    if reader.size().isValid():
        reader.setScaledSize(reader.size().scaled(_PREVIEW, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():  # HEIC and AVIF, which Qt has no readers for
        with suppress(AssistantError):
            whole = to_qimage(sources.image(path))
            image = whole.scaled(
                _PREVIEW, Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
    return QPixmap.fromImage(image)
