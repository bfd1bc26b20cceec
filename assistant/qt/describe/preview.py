"""The picture on the screen, still or live, scaled in a thread of its own."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame
from assistant.qt.workers.newest import NewestWorker

_INTERVAL_MS = 33
_EMPTY = "No picture yet"
_CELLS = 3
# Pixels, and the colour: each line lies on the wider one before it.
_OUTLINE = ((11, Qt.GlobalColor.black), (7, Qt.GlobalColor.white), (2, Qt.GlobalColor.black))


class Cell(NamedTuple):
    """One of the nine parts of the picture, from the top and from the left."""

    row: int
    column: int


class _Wish(NamedTuple):
    frame: Frame
    size: QSize  # in the screen's own pixels


class Preview(QLabel):
    """Shows a frame as large as fits, or pulls the newest of a live source at 30 Hz.

    The picture is scaled by OpenCV in a thread: QImage.scaled needs 5 ms for 1280×720 and 100 ms
    for 12 megapixels, with the GIL held. The GUI thread only copies what is ready to the screen.

    Args:
        on_failure: tells that pictures cannot be shown; once for as long as it is so.
        parent: deletes it with itself. A widget that only Python owns is deleted by its garbage
            collector, in whichever thread that runs, and Qt may be going through all widgets then.
    """

    def __init__(self, on_failure: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_failure = on_failure
        self._told = ""  # what is wrong, for as long as it is: a camera's pictures come at 30 Hz
        self.cell: Cell | None = None  # that is explored
        self._pointed: tuple[Box, ...] = ()
        self._frame: Frame | None = None
        self._image = QImage()  # what is painted: RGB32, in the screen's own pixels
        self._source: Callable[[], Frame | None] | None = None
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._pull)
        self._scaler: NewestWorker[_Wish, QImage] | None = None  # only while it can be seen
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 64)
        self.setPixmap(QPixmap(1, 1))  # never painted: it makes this an image to screen readers
        self._name(_EMPTY)

    def show_frame(self, frame: Frame | None) -> None:
        """Show a still picture, or nothing; a live source is no longer followed."""
        self._stop_following()
        self._name(f"Picture: {frame.source or 'no name'}" if frame else _EMPTY)
        self._drop()
        self._frame = frame
        self._scale()

    def follow(self, source: Callable[[], Frame | None]) -> None:
        """Show what ``source`` gives, thirty times a second, while the widget can be seen."""
        self.show_frame(None)
        self._name("Live camera picture")
        self._source = source
        if self.isVisible():
            self._timer.start()

    @property
    def outlined(self) -> tuple[Box, ...]:
        """The parts of the picture that have an outline."""
        if self.cell is None:
            return self._pointed
        row, column = self.cell
        return ((column / _CELLS, row / _CELLS, 1 / _CELLS, 1 / _CELLS),)

    def outline(self, cell: Cell | None) -> None:
        """Outline the part of the picture that is explored, in place of all others; or none."""
        self.cell = cell
        self.update()

    def point(self, parts: Sequence[Box]) -> None:
        """Outline these parts, of which something is told."""
        self._pointed = tuple(parts)
        self.update()

    def unfollow(self) -> None:
        """Stop following; the last picture goes."""
        if self._source is not None:
            self.show_frame(None)

    def sizeHint(self) -> QSize:
        """A size to begin with; it grows with the window."""
        return QSize(640, 360)

    def event(self, event: QEvent) -> bool:
        """A screen with other pixels needs another picture."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._scale()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs another picture."""
        super().resizeEvent(event)
        self._scale()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on following when it can be seen again."""
        super().showEvent(event)
        if self._scaler is None:
            self._scaler = NewestWorker(_make_scaler, self._not_scaled)
            self._scaler.done.connect(self._on_scaled)
        self._scale()
        if self._source is not None:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: pull nothing, and keep no thread."""
        super().hideEvent(event)
        self._timer.stop()
        if self._scaler is not None:
            self._scaler.close()
            self._scaler = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the ready picture to the screen, or say that there is none."""
        painter = QPainter(self)
        if self._image.isNull():
            text = _EMPTY if self._source is None else "Waiting for the camera"
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text
            )
        else:
            painter.drawImage(self._place(), self._image)
            self._draw_outlines(painter)
        painter.end()

    def _draw_outlines(self, painter: QPainter) -> None:
        """Black, white and black, so that they are seen on any picture."""
        frames = [self._frame_of(part) for part in self.outlined]
        for thickness, colour in _OUTLINE:
            pen = QPen(colour)
            pen.setWidth(thickness)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRects(frames)

    def _frame_of(self, part: Box) -> QRectF:
        """The middle of the line around a part: inside of it, but never smaller than a line."""
        place, line = QRectF(self._place()), _OUTLINE[0][0]
        x, y, width, height = part
        frame = QRectF(place.left() + x * place.width(), place.top() + y * place.height(),
                       width * place.width(), height * place.height())  # fmt: skip
        smallest = QSizeF(3 * line, 3 * line)
        size = frame.size().expandedTo(smallest).boundedTo(place.size())
        grown = QRectF(QPointF(), size)
        grown.moveCenter(frame.center())
        left = min(max(grown.left(), place.left()), place.right() - size.width())
        top = min(max(grown.top(), place.top()), place.bottom() - size.height())
        grown.moveTo(left, top)
        return grown.adjusted(line / 2, line / 2, -line / 2, -line / 2)

    def _place(self) -> QRect:
        """Where the picture goes; while it waits for its new size, the old one is stretched."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        exact = self._image.deviceIndependentSize().toSize()
        if abs(exact.width() - size.width()) <= 1 and abs(exact.height() - size.height()) <= 1:
            size = exact  # one to one: a copy, no scaling
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    def _pull(self) -> None:
        frame = self._source() if self._source is not None else None
        if frame is None:
            if self._frame is not None:  # the camera is lost: an old picture would be a lie
                self._drop()
        elif frame is not self._frame:
            self._frame = frame
            self._scale()

    def _drop(self) -> None:
        if self._scaler is not None:
            self._scaler.cancel()
        self._frame, self._image, self._pointed = None, QImage(), ()
        self.update()

    def _scale(self) -> None:
        size = self.size() * self.devicePixelRatio()
        if self._frame is not None and self._scaler is not None and not size.isEmpty():
            self._scaler.submit(_Wish(self._frame, size))

    def _on_scaled(self, _wish: _Wish, image: QImage) -> None:
        image.setDevicePixelRatio(self.devicePixelRatio())
        self._told = ""
        self._image = image
        self.update()

    def _not_scaled(self, message: str) -> None:
        self._image = QImage()  # an older picture would be a lie
        self.update()
        if message != self._told:
            self._told = message
            self._on_failure(message)

    def _stop_following(self) -> None:
        self._timer.stop()
        self._source = None

    def _name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription("The picture that is described, for those who can see it.")


def _make_scaler() -> Callable[[_Wish, ShouldStop], QImage]:
    """The scaling function; made in the thread, as importing OpenCV takes 0.2 s."""
    from assistant import opencv

    cv2 = opencv.load()

    def scale(wish: _Wish, _should_stop: ShouldStop) -> QImage:
        frame = wish.frame
        size = QSize(frame.width, frame.height).scaled(
            wish.size, Qt.AspectRatioMode.KeepAspectRatio
        )
        width, height = max(1, size.width()), max(1, size.height())
        # Averaging is needed only where pixels would be skipped, and costs four times as much.
        how = cv2.INTER_AREA if 2 * width <= frame.width else cv2.INTER_LINEAR
        small = cv2.resize(frame.pixels, (width, height), interpolation=how)
        # The screen's own order of bytes, so that painting is a copy. The image keeps the array.
        pixels = cv2.cvtColor(small, cv2.COLOR_RGB2BGRA)
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)

    return scale
