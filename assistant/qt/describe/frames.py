"""Frame ↔ QImage, and pictures from the clipboard or a drop."""

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame, Pixels
from assistant.sources import Copied
from assistant.sources.pixels import on_ground

_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded


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


def from_mime(mime: QMimeData, where: str) -> Frame | Path:
    """The picture that was copied or dropped: a file's path, or the pixels themselves.

    A file comes first, because file managers add a small icon of it as an image.

    Args:
        mime: what there is.
        where: what holds it, as a sentence begins with it: "The clipboard".

    Raises:
        SourceError: there is neither a picture nor a file; the sentence says what there is.
    """
    addresses = tuple(url.toString(_ENCODED) for url in mime.urls())
    copied = Copied(addresses, mime.html(), mime.text(), where)
    if path := copied.file():
        return path
    image = QImage(mime.imageData()) if mime.hasImage() else QImage()
    if not image.isNull():
        return from_qimage(image, "clipboard")
    if inside := copied.picture():
        return inside
    raise copied.refusal()
