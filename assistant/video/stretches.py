"""A film → the stretches in which the same is in view, each with its best picture."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assistant import opencv
from assistant.video.content import CHANGED, MOMENT, Content, Steadiness, content, difference
from assistant.video.film import Film, FilmPicture

EVERY = 10.0  # seconds after which the same stretch is looked at again
SHORTEST = 1.0  # seconds: what is in view for less is not described

_BETWEEN_CUTS = 0.6  # seconds; a camera's flash is no cut
# PySceneDetect's own 15 is reached when a hand jerks, and then the true cut that follows is lost.
_SMALLEST_CUT = 25.0
_PATIENCE = 2.0  # seconds in which a picture is chosen, if the camera does not hold still
_CHOOSING = 0.6  # seconds after it holds still in which a sharper picture may come
_FADE = 0.5  # seconds: what takes longer than that until it is steady was faded in
_MOMENTS = 3  # that a picture must be steady: 0.6 s
_MS = 1000  # times are handed to the detector in milliseconds
_FASTEST = 31.0  # pictures a second that are compared; more tell nothing new


@dataclass(frozen=True, eq=False)
class Stretch:
    """A stretch of film in which the same is in view.

    Attributes:
        start, end: seconds; where one picture fades into another, the start is when that is over.
        cut: it begins with a cut or with the film; otherwise the camera went on, or something
            came into view.
        picture: the best of its first seconds.
    """

    start: float
    end: float
    cut: bool
    picture: FilmPicture


@dataclass(eq=False)
class _Open:
    """A stretch that goes on."""

    start: float
    cut: bool
    best: FilmPicture | None = None
    seen: Content | None = None  # of the best picture
    steady_since: float | None = None
    chosen: bool = False
    differs_since: float | None = None


class Cuts:
    """Cuts between shots, by PySceneDetect's AdaptiveDetector.

    It compares each picture's change with that of its neighbours, so that a fast pan is no cut.
    Pictures come out again, two later than they went in, with what is known of them.
    """

    def __init__(self, rate: float) -> None:
        opencv.load()  # quiet, before scenedetect imports it
        from scenedetect import AdaptiveDetector

        self._detector = AdaptiveDetector(
            min_scene_len=_BETWEEN_CUTS, min_content_val=_SMALLEST_CUT
        )
        self._rate = Fraction(rate).limit_denominator(1001)
        self._late = self._detector.event_buffer_length
        self._waiting: deque[FilmPicture] = deque()
        self._found: set[int] = set()

    def add(self, picture: FilmPicture) -> Iterator[tuple[FilmPicture, bool]]:
        """One more picture; gives those that are decided, and whether a shot begins with them."""
        from scenedetect import FrameTimecode
        from scenedetect.common import Timecode

        time = FrameTimecode(Timecode(_ms(picture), Fraction(1, _MS)), self._rate)
        self._found |= {cut.pts for cut in self._detector.process_frame(time, picture.small)}
        self._waiting.append(picture)
        while len(self._waiting) > self._late:
            yield self._next()

    def rest(self) -> Iterator[tuple[FilmPicture, bool]]:
        """The film is over: what is still undecided."""
        while self._waiting:
            yield self._next()

    def _next(self) -> tuple[FilmPicture, bool]:
        picture = self._waiting.popleft()
        return picture, _ms(picture) in self._found


def stretches_of(film: Film, every: float = EVERY) -> Iterator[Stretch | float]:
    """The stretches of a film in order; between them, as progress, seconds of film that are done.

    Args:
        film: newly opened.
        every: seconds after which a stretch in which nothing changed begins anew.

    Raises:
        SourceError: not one picture can be read.
    """
    cuts, stretches, end, told = Cuts(film.rate), _Stretches(every), 0.0, 0.0
    for picture in _thinned(film):
        for decided, cut in cuts.add(picture):
            yield from stretches.add(decided, cut)
        end = picture.time
        if end >= told + MOMENT:
            told = end
            yield end
    for decided, cut in cuts.rest():
        yield from stretches.add(decided, cut)
    yield from stretches.close(end + 1 / film.rate, the_last=True)


def _thinned(film: Film) -> Iterator[FilmPicture]:
    due = 0.0
    for picture in film.pictures():
        if picture.time >= due:
            due = picture.time + 1 / _FASTEST
            yield picture


class _Stretches:
    """Cuts pictures that come one by one into looks."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._open: _Open | None = None
        self._steadiness = Steadiness(_MOMENTS)
        self._at = float("-inf")
        self._given = False

    def add(self, picture: FilmPicture, cut: bool) -> Iterator[Stretch]:
        """Take one picture; gives the stretch that ended before it."""
        if self._open is None or cut:
            yield from self.close(picture.time)
            self._open, self._steadiness = _Open(picture.time, cut=True), Steadiness(_MOMENTS)
        elif picture.time < self._at + MOMENT:
            return
        now, self._at = content(picture.small), picture.time
        began = self._another(self._open, picture.time, now)
        if began is not None:
            yield from self.close(began)
            self._open = _Open(began, cut=False)
        self._choose(self._open, picture, now, self._steadiness.update(now))

    def close(self, end: float, the_last: bool = False) -> Iterator[Stretch]:
        """End the stretch that is open, here; what was too short is left out, unless it is all."""
        old, self._open = self._open, None
        if old is None or old.best is None:
            return
        start = old.start
        if old.steady_since and old.steady_since > old.start + _FADE:
            start = old.steady_since - _FADE
        if end - start >= SHORTEST or (the_last and not self._given):
            self._given = True
            yield Stretch(start, end, old.cut, old.best)

    def _another(self, open_: _Open, time: float, now: Content) -> float | None:
        """Time at which another stretch began, if one did; seen twice, so that a flash is none."""
        if not open_.chosen or open_.seen is None:
            return None
        if time - open_.start >= self._every:
            return time
        if difference(open_.seen, now) < CHANGED:
            open_.differs_since = None
            return None
        if open_.differs_since is not None:
            return open_.differs_since
        open_.differs_since = time
        return None

    def _choose(self, open_: _Open, picture: FilmPicture, now: Content, steady: bool) -> None:
        """Keep the picture that is best to describe: the sharpest one that is not in movement."""
        if open_.chosen:
            return
        if steady and open_.steady_since is None:
            open_.steady_since, open_.seen = picture.time, None
        sharper = open_.seen is None or now.sharpness > open_.seen.sharpness
        if (steady or open_.steady_since is None) and sharper:
            open_.best, open_.seen = picture, now
        since = open_.steady_since
        open_.chosen = picture.time - open_.start >= _PATIENCE + _CHOOSING or (
            since is not None and picture.time - since >= _CHOOSING
        )


def _ms(picture: FilmPicture) -> int:
    return round(picture.time * _MS)
