"""A film file: its pictures, upright, with their times.

PyAV rather than OpenCV, because it also gives the sound. In turning, in the times of pictures whose
rate varies and in finding a given second both are right; PyAV finds it in three quarters of the
time (``tests/benchmarks/bench_video.py``).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame, Pixels
from assistant.sources import check_film, title
from assistant.sources.pixels import MAX_SIDE
from assistant.video.tracks import chosen, tracks

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

SMALL = 160  # pixels: the longer side of the copy that is compared with the one before

_log = logging.getLogger(__name__)
_RATE = 25.0  # pictures a second where the file does not say
_LATE = 1.0  # seconds: a film that begins later by its own clock counts from another zero
_MOST_BAD = 500  # damaged packets in a row, after which a film is given up


@dataclass(frozen=True, eq=False)
class FilmPicture:
    """One picture of a film, not yet turned into pixels: that costs more than to decode it.

    Attributes:
        time: seconds since the film's start.
        name: what a person would call the film.
    """

    time: float
    name: str
    _decoded: "av.VideoFrame"
    _shape: float  # of one pixel: width by height

    @property
    def small(self) -> Pixels:
        """BGR, its longer side :data:`SMALL` pixels, not turned: enough to compare pictures."""
        return self._pixels(SMALL, "bgr24")

    def frame(self) -> Frame:
        """The whole picture, upright, its longer side at most ``MAX_SIDE`` pixels."""
        # FFmpeg gives degrees against the clock to turn by; so does numpy.
        turns = round(self._decoded.rotation / 90) % 4
        pixels = np.rot90(self._pixels(MAX_SIDE, "rgb24"), turns)
        return Frame(np.ascontiguousarray(pixels), self.name, self.time)

    def _pixels(self, longest: int, layout: str) -> Pixels:
        width, height = self._decoded.width * self._shape, float(self._decoded.height)
        factor = min(1.0, longest / max(width, height))
        made = self._decoded.reformat(
            width=max(1, round(width * factor)),
            height=max(1, round(height * factor)),
            format=layout,
            interpolation="BILINEAR",  # FAST_BILINEAR leaves pixels out: then all flickers
        )
        return np.asarray(made.to_ndarray(), np.uint8)  # as it is in these two layouts


class Film:
    """An opened film; use it in a ``with`` block, in one thread.

    Attributes:
        name: what a person would call it.
        path: where it is.
        seconds: how long it is by its own account; None when it does not say.
        rate: pictures a second, on average.
        track: the sound track that is meant; None for a film without sound.
        damaged: how many pieces of the picture track could not be decoded so far.

    Args:
        path: the file.
        track: which sound track is meant, as :func:`tracks.chosen` has it.

    Raises:
        SourceError: it is missing, empty, damaged, no film, has only sound, or no such track.
    """

    def __init__(self, path: str | Path, track: str = "") -> None:
        self.path = Path(path)
        self.name = title(self.path)
        check_film(self.path)
        self._container = open_container(self.path, self.name)
        try:
            self._stream = self._pictures_of(self._container)
            self.track = chosen(tracks(self._container), track, self.name)
        except SourceError:
            self._container.close()
            raise
        self._stream.thread_type = "AUTO"
        self.damaged = 0
        self.rate = float(self._stream.average_rate or _RATE)
        self._start = start_of(self._container)
        self.seconds = self._seconds()

    def __enter__(self) -> "Film":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; harmless when it is closed already."""
        self._container.close()

    def pictures(self) -> Iterator[FilmPicture]:
        """All pictures in order of time; what is damaged is left out. Can be asked for once.

        Raises:
            SourceError: not one picture can be read.
        """
        last: float | None = None
        for decoded in self._decoded():
            time = decoded.time
            time = (last or 0.0) + 1 / self.rate if time is None else max(0.0, time - self._start)
            if last is not None and time <= last:  # some damaged files count backwards
                continue
            last = time
            yield FilmPicture(time, self.name, decoded, _shape(self._stream))
        if last is None:
            raise SourceError(no_pictures(self.name))

    def _decoded(self) -> Iterator["av.VideoFrame"]:
        import av

        packets = self._container.demux(self._stream)
        bad = 0
        while bad < _MOST_BAD:
            try:
                yield from next(packets).decode()
                bad = 0
            except (StopIteration, av.EOFError):
                return
            except av.FFmpegError as error:
                bad += 1
                self.damaged += 1
                _log.debug("Left out of the film: %s", error)

    def _seconds(self) -> float | None:
        """Length in seconds. Some kinds of files, such as Matroska, count from zero, not it."""
        told = _told_seconds(self._container, self._stream)
        if told is None or self._start < _LATE or told <= self._start:
            return told
        return told - self._start if not self._goes_on_after(told) else told

    def _goes_on_after(self, second: float) -> bool:
        """Whether anything in the file has a time clearly after that; it is opened once more."""
        import av

        with open_container(self.path, self.name) as container:
            try:
                container.seek(int((second + self._start / 2) * 1_000_000), backward=True)
                times = (packet.dts and float(packet.dts * packet.time_base)
                         for packet in container.demux())  # fmt: skip
                return any(time and time > second + _LATE for time in times)
            except av.FFmpegError as error:
                _log.debug("Not looked for in the film: %s", error)
                return False

    def _pictures_of(self, container: "InputContainer") -> "VideoStream":
        """The stream that shows something; the cover of a music file does not count."""
        import av

        covers = av.stream.Disposition.attached_pic
        real = [s for s in container.streams.video if not s.disposition & covers]
        if not real and container.streams.audio:
            raise SourceError(f"{self.name} holds only sound, no pictures; choose another film.")
        if not real:
            raise SourceError(no_pictures(self.name))
        return real[0]


def open_container(path: Path, name: str) -> "InputContainer":
    """Open a file with FFmpeg's libraries.

    Raises:
        SourceError: it is damaged, or of a kind that they do not know.
    """
    import av

    try:
        # With the protocol's name: else "a:b.mp4" would be taken for a network address.
        return av.open(f"file:{path.resolve()}", metadata_errors="replace")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceError(no_pictures(name)) from error


def start_of(container: "InputContainer") -> float:
    """The time at which a film begins by its own clock, in seconds."""
    return container.start_time / 1_000_000 if container.start_time else 0.0


def no_pictures(name: str) -> str:
    """The sentence for a file of which nothing can be shown."""
    return f"{name} holds no pictures that I can read: it is damaged or only sound; try another."


def _told_seconds(container: "InputContainer", stream: "VideoStream") -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration else None


def _shape(stream: Any) -> float:  # noqa: ANN401 - codec contexts of PyAV have many types
    """Width by height of one pixel; old television and some cameras have none that are square."""
    ratio = float(stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio or 1)
    return ratio if 0.1 < ratio < 10 else 1.0
