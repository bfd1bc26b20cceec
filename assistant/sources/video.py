"""x from a film, in place of a camera."""

from pathlib import Path
from typing import Any

from assistant import opencv
from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources import kind
from assistant.sources.capture import Capture, EndOfVideo
from assistant.sources.files import open_file, title
from assistant.sources.pixels import from_bgr


class _Film:
    """A :class:`Capture` of a film file."""

    def __init__(self, film: Any, name: str) -> None:  # noqa: ANN401 - cv2 has no types
        self._film = film
        self._name = name
        self._next: Frame | None = self._grab()
        if self._next is None:
            film.release()
            raise SourceError(_no_pictures(name))

    def read(self) -> Frame:
        if self._next is None:
            raise EndOfVideo("The film is over.")
        frame, self._next = self._next, self._grab()
        return frame

    def close(self) -> None:
        self._film.release()
        self._next = None

    def _grab(self) -> Frame | None:
        ok, picture = self._film.read()
        if not ok:
            return None
        seconds = self._film.get(opencv.load().CAP_PROP_POS_MSEC) / 1000
        return Frame(from_bgr(picture), self._name, seconds)


def open_video(path: str | Path) -> Capture:
    """Open a film; its pictures come upright, as fast as they are asked for.

    ``Frame.time`` is the position in the film, seconds.

    Raises:
        SourceError: it is missing, empty, damaged, no film, or has only sound.
    """
    path = Path(path)
    check_film(path)
    cv2 = opencv.load()
    # A whole path: FFmpeg would take a name such as "a:b.mp4" for a network protocol.
    film = cv2.VideoCapture(str(path.resolve()), cv2.CAP_FFMPEG)
    if not film.isOpened():
        raise SourceError(_no_pictures(title(path)))
    film.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)  # off by default in OpenCV 4.11 (issue 26795)
    return _Film(film, title(path))


def check_film(path: Path) -> None:
    """Look at a file before it is opened as a film.

    Raises:
        SourceError: it is missing, empty, may not be read, or is something else than a film.
    """
    with open_file(path, "film") as file:
        head = file.read(kind.HEAD)
    name = title(path)
    real = kind.kind_of(head)
    if real == "a sound recording":
        raise SourceError(f"{name} is a sound recording without pictures; choose a film.")
    # FFmpeg would even draw the letters of a text.
    if real and "film" not in real:
        raise SourceError(f"{name} is {real}, not a film; choose a film such as MP4 or WebM.")
    if kind.looks_like_picture(head):
        raise SourceError(f"{name} is a picture, not a film; open it as a picture.")


def _no_pictures(name: str) -> str:
    return f"{name} holds no pictures that I can read: it is damaged or only sound; try another."
