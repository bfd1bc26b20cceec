"""Frame ↔ QImage, and pictures from the clipboard or a drop."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QPainter

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame

_NOTHING = "There is no picture on the clipboard."


def from_qimage(image: QImage, source: str) -> Frame:
    """A frame with its own copy of the pixels; transparency is laid on white.

    Raises:
        SourceError: the image is empty.
    """
    if image.isNull():
        raise SourceError("The picture is empty.")
    rgb = _opaque(image).convertToFormat(QImage.Format.Format_RGB888)
    # Qt pads each line to four bytes.
    lines = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    pixels = lines[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3)
    return Frame(pixels.copy(), source)


def _opaque(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    white.setDevicePixelRatio(image.devicePixelRatio())
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return white


def to_qimage(frame: Frame) -> QImage:
    """An image with its own copy of the pixels (RGB888)."""
    view = QImage(
        frame.pixels.data,
        frame.width,
        frame.height,
        3 * frame.width,
        QImage.Format.Format_RGB888,
    )
    return view.copy()


def from_clipboard(mime: QMimeData) -> Frame | Path:
    """The picture that was copied or dropped: a file's path, or the pixels themselves.

    A file comes first, because file managers add a small icon of it as an image.

    Raises:
        SourceError: there is neither a picture nor a file.
    """
    for url in mime.urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    image = QImage(mime.imageData()) if mime.hasImage() else QImage()
    if image.isNull():
        raise SourceError(_NOTHING)
    return from_qimage(image, "clipboard")
