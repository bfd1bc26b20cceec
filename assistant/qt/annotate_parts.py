"""What the review window shows and needs: a small picture, and who makes the proposals."""

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

from assistant import sources
from assistant.errors import AssistantError
from assistant.library.review import Proposal, State
from assistant.qt.frames import to_qimage

_PREVIEW = QSize(480, 360)


class Reviewing(Protocol):
    """What the window needs of a :class:`library.review.Review`."""

    proposals: list[Proposal]
    messages: list[str]

    def accept(self, proposal: Proposal, alt: str) -> None:
        """Write the texts."""

    def skip(self, proposal: Proposal) -> None:
        """Write nothing, and take back what was accepted."""

    def steps(self) -> Generator[State]:
        """Describe, and carry out decisions."""


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
