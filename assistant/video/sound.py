"""Pauses in which nobody speaks: a simple detection by loudness.

What is clearly louder than the quiet moments around it is taken for speech; so a steady hum, wind
or soft music is not, but loud music, applause and a slammed door are. It knows no words and no
voices. The level is taken of every 30 ms at 8 kHz, where voices are, after a filter that takes
away what rumbles (pre-emphasis, as in speech coding: y[n] = x[n] - 0.97 x[n-1]).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.video.film import open_container, start_of

if TYPE_CHECKING:
    import av

_log = logging.getLogger(__name__)

Levels = npt.NDArray[np.float32]

STEP = 0.03  # seconds of one level
SHORTEST = 1.0  # seconds: a shorter pause is only a breath

_RATE = 8000  # Hz
_SILENT = -90.0  # dB below full scale, of nothing at all
_ROOM = -60.0  # dB: what is below is silence, however quiet the rest
_ABOVE = 9.0  # dB above the quiet moments around it, from which it is speech
_BELOW = 35.0  # dB below the loudest speech of the film, under which it is none
_AROUND = 10.0  # seconds before and after that the quiet moments are looked for in
_WORDS_APART = 0.3  # seconds: what is nearer together belongs together
_CLICK = 0.09  # seconds: what is shorter is no word
_MARGIN = 0.15  # seconds kept free after a voice and before the next one
_DELAY = 0.1  # seconds that a block of sound may be early or late before it is believed


@dataclass(frozen=True)
class Span:
    """A stretch of time; start and end in seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.end - self.start


def levels(path: Path, name: str, track: int = 0) -> Iterator[Levels]:
    """Loudness of a sound track in dB, a value for each :data:`STEP`, minute by minute.

    Damaged sound counts as silence.

    Raises:
        SourceError: the file cannot be opened.
    """
    with open_container(path, name) as container:
        yield from _blocks(_samples(container, track))


def pauses(level: Levels, end: float) -> list[Span]:
    """The stretches of at least :data:`SHORTEST` in which nobody speaks.

    Args:
        level: the whole sound track's, dB, shape (N,); empty where there is none.
        end: how long the film is, seconds.
    """
    speech = _joined(level > _threshold(level)) if len(level) else []
    spans, free = [], 0.0
    for talk in (*speech, Span(end + _MARGIN, end + _MARGIN)):
        pause = Span(free, min(talk.start - _MARGIN, end))
        if pause.seconds >= SHORTEST:
            spans.append(pause)
        free = talk.end + _MARGIN
    return spans


def _threshold(level: Levels) -> Levels:
    """For each value, what counts as speech from there on."""
    a_second = round(1 / STEP)
    quiet = np.array([
        np.percentile(level[max(0, i - round(_AROUND / STEP)) : i + round(_AROUND / STEP)], 10)
        for i in range(0, len(level), a_second)
    ])  # fmt: skip
    around = np.repeat(quiet, a_second)[: len(level)]
    loudest = np.percentile(level, 98)
    return np.maximum(np.maximum(around + _ABOVE, loudest - _BELOW), _ROOM).astype(np.float32)


def _joined(loud: npt.NDArray[np.bool_]) -> list[Span]:
    """Stretches of speech: words near together are one, clicks are none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    found: list[Span] = []
    for first, after in edges.reshape(-1, 2):
        span = Span(float(first) * STEP, float(after) * STEP)
        if found and span.start - found[-1].end < _WORDS_APART:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return [span for span in found if span.seconds > _CLICK]


def _blocks(samples: Iterator[tuple[float, npt.NDArray[np.int16]]]) -> Iterator[Levels]:
    """Levels of samples that come with their times, with silence where there are none."""
    size, at = round(STEP * _RATE), 0  # samples
    left = np.zeros(0, np.int16)
    last = 0.0  # the sample before
    for time, block in samples:
        missing = round(time * _RATE) - at
        if missing > _DELAY * _RATE:
            block = np.concatenate([np.zeros(missing, np.int16), block])
        at += len(block)
        left = np.concatenate([left, block])
        if len(left) >= 60 * _RATE:
            whole = len(left) // size * size
            yield _levels(left[:whole], last, size)
            last, left = float(left[whole - 1]), left[whole:]
    if len(left) >= size:
        yield _levels(left[: len(left) // size * size], last, size)


def _levels(samples: npt.NDArray[np.int16], last: float, size: int) -> Levels:
    wave = samples.astype(np.float32)
    high = wave - 0.97 * np.concatenate([[np.float32(last)], wave[:-1]])
    power = np.mean(np.square(high.reshape(-1, size) / 32_768), axis=1)
    made: Levels = 10 * np.log10(np.maximum(power, 10 ** (_SILENT / 10)))
    return made.astype(np.float32)


def _samples(
    container: "av.container.InputContainer", track: int
) -> Iterator[tuple[float, npt.NDArray[np.int16]]]:
    """Time in seconds and samples at 8 kHz, one channel."""
    import av

    start = start_of(container)
    resampler, layout = None, None
    for frame in _decoded(container, track):
        if layout != (layout := (frame.format.name, frame.layout.name, frame.sample_rate)):
            resampler = av.AudioResampler("s16", "mono", _RATE)
        assert resampler is not None
        time = max(0.0, (frame.time or 0.0) - start)
        for made in resampler.resample(frame):
            yield time, made.to_ndarray().ravel().astype(np.int16)


def _decoded(container: "av.container.InputContainer", track: int) -> Iterator["av.AudioFrame"]:
    import av

    packets = container.demux(container.streams.audio[track])
    while True:
        try:
            yield from next(packets).decode()
        except (StopIteration, av.EOFError):
            return
        except av.FFmpegError as error:
            _log.debug("Left out of the sound: %s", error)
