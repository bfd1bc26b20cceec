"""Frame ↔ QImage, and pictures from the clipboard or a drop."""

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame, Pixels
from assistant.sources.pixels import on_ground

_NOTHING = "There is no picture on the clipboard."


def from_qimage(image: QImage, source: str) -> Frame:
    """A frame with its own copy of the pixels; what is transparent shows a ground.

    Raises:
        SourceError: the image is empty.
    """
    if image.isNull():
        raise SourceError("The picture is empty.")
    if image.hasAlphaChannel():
        return Frame(np.asarray(on_ground(Image.fromarray(_pixels(image, 4)))), source)
    return Frame(_pixels(image, 3), source)


def _pixels(image: QImage, channels: int) -> Pixels:
    """A copy of the pixels, uint8 (H, W, channels)."""
    form = QImage.Format.Format_RGBA8888 if channels == 4 else QImage.Format.Format_RGB888
    plain = image.convertToFormat(form)
    # Qt pads each line to four bytes.
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    shape = plain.height(), plain.width(), channels
    return lines[:, : channels * plain.width()].reshape(shape).copy()


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
