"""x, again and again: what every live source can do, and how to live through an unplugged one."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import ShouldStop, SourceError
from assistant.pipeline.frame import Frame

_log = logging.getLogger(__name__)
_STEP_S = 0.05  # between two looks at should_stop


class EndOfVideo(SourceError):
    """The film is over; nothing is wrong."""


class Capture(Protocol):
    """An opened camera or film. Used by one thread at a time."""

    def read(self) -> Frame:
        """The next picture; waits for it.

        Raises:
            EndOfVideo: there are no more.
            SourceError: the camera is lost.
        """

    def close(self) -> None:
        """Give the device back; harmless when it is closed already."""


@dataclass(frozen=True)
class Notice:
    """Something that the listener must hear about the source itself."""

    text: str


LOST = Notice("The camera was disconnected. I will keep trying.")
BACK = Notice("The camera is back.")


def live(
    open: Callable[[], Capture],
    should_stop: ShouldStop,
    retry_s: float = 2.0,
) -> Iterator[Frame | Notice]:
    """Frames for as long as wanted; a camera that is lost is waited for.

    One :class:`Notice` is given when the camera is lost and one when it has given a picture again,
    however often opening it failed meanwhile. It ends quietly when a film is over.

    Args:
        open: opens the source, such as ``lambda: open_camera(camera_id)``.
        should_stop: asked between frames, and every 50 ms while waiting.
        retry_s: seconds between two tries.

    Raises:
        SourceError: the source cannot be opened the first time.
    """
    if should_stop():
        return
    capture, lost = open(), False
    try:
        while not should_stop():
            try:
                frame = capture.read()
            except EndOfVideo:
                return
            except SourceError as error:
                _log.info("Camera lost: %s", error)
                if not lost:
                    yield LOST
                lost = True
                capture.close()
                capture = _reopen(open, should_stop, retry_s) or capture
                continue
            if lost:
                yield BACK
            lost = False
            yield frame
    finally:
        capture.close()


def _reopen(
    open_: Callable[[], Capture], should_stop: ShouldStop, retry_s: float
) -> Capture | None:
    """The source, opened again after as many tries as it takes; None when stopped."""
    while True:
        _wait(retry_s, should_stop)
        if should_stop():
            return None
        try:
            return open_()
        except SourceError as error:
            _log.debug("Camera still away: %s", error)


def _wait(seconds: float, should_stop: ShouldStop) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not should_stop():
        time.sleep(min(_STEP_S, left))
