"""Recognition of the taught things in a picture, and where they are.

Squares over the whole picture are looked at once each; within each, windows of its 7 × 7 cells are
compared with the prototypes. The best window of each thing that comes near enough is looked at
again by itself, and only that decides: so a picture without any costs two or three looks.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from assistant import models
from assistant.errors import Cancelled, ShouldStop, never
from assistant.pipeline.arrays import Floats
from assistant.pipeline.boxes import corners_of, suppress
from assistant.pipeline.evidence import Box, Sureness
from assistant.pipeline.frame import Frame
from assistant.teach import cuts
from assistant.teach.backbone import CELLS, OnnxBackbone
from assistant.teach.cuts import Square
from assistant.teach.prototypes import CLOSE, Prototype, prototype
from assistant.teach.space import Space, shipped
from assistant.teach.store import TaughtThing, ThingStore

_LONGEST = 1280  # pixels of a frame that is looked at
_WINDOWS = (7, 5, 4, 3)  # cells wide and high
_SMALLEST = 3
_LIKE = 0.5  # of the best small window's cosine: such windows are of the thing, too
_CORE = 5  # cells: what a cut shows without its margin
_MAYBE = 0.12  # below the threshold, up to which a window is worth a look of its own
_SAME = 0.3  # intersection over union above which two things are in one place
_GROWN = 1.1  # a window is cut out with so much around it


@dataclass(frozen=True)
class Recognised:
    """A taught thing in a picture.

    Attributes:
        thing: which.
        score: cosine with its prototype.
        sureness: by the thing's thresholds.
        box: where.
    """

    thing: TaughtThing
    score: float
    sureness: Sureness
    box: Box


class ThingRecogniser:
    """Knows the taught things as they are in the store when it is made. Threads may share it.

    Args:
        store: where they lie.
        folder: of the compact models; the shipped ones if it is not told.

    Raises:
        AssistantError: what was taught, or the picture network, cannot be read.
    """

    def __init__(self, store: ThingStore, folder: Path | None = None) -> None:
        self.stamp = store.stamp
        self._space = shipped()
        self._backbone = _backbone(folder or models.folder("compact"))
        self.known = {
            thing: prototype(self._space, self._numbers(store, thing)) for thing in store.things()
        }

    @property
    def space(self) -> Space:
        """The space in which things are compared."""
        return self._space

    @property
    def version(self) -> str:
        """Version of the numbers."""
        return self._backbone.version

    def look(self, picture: Image.Image) -> Floats:
        """A square picture as the numbers of its cuts, (cuts, 1280): all of it, and its core."""
        return two_cuts(self._backbone(picture))

    def find(
        self,
        frame: Frame,
        only: TaughtThing | None = None,
        should_stop: ShouldStop = never,
    ) -> list[Recognised]:
        """Each taught thing at most once, the surest first.

        Args:
            frame: the picture.
            only: one thing, where only that is wanted.
            should_stop: asked between looks.

        Raises:
            Cancelled: ``should_stop`` said so.
            ModelError: the network failed.
        """
        known = {only: self.known[only]} if only else self.known
        picture = Image.fromarray(frame.reduced(_LONGEST))
        best: dict[TaughtThing, tuple[float, Square]] = {}
        for square in cuts.across(picture):
            if should_stop():
                raise Cancelled
            for thing, near, window in self._near(
                square, self._backbone(square.of(picture)), known
            ):
                if thing not in best or near > best[thing][0]:
                    best[thing] = near, window
        found = [self._closer(picture, thing, window) for thing, (_, window) in best.items()]
        sure = sorted(filter(None, found), key=lambda f: -f.score)
        # Of several that are said to be in the same place, the surest: it can be only one.
        return [sure[i] for i in suppress(corners_of([f.box for f in sure]), _SAME)]

    def follow(self, picture: Image.Image, thing: TaughtThing, square: Square) -> Recognised | None:
        """The thing somewhere in this square of the picture: two looks at the most."""
        known = {thing: self.known[thing]}
        cells = self._backbone(square.of(picture))
        for _, _, window in self._near(square, cells, known):
            return self._closer(picture, thing, window)
        return None

    def _closer(
        self, picture: Image.Image, thing: TaughtThing, square: Square
    ) -> Recognised | None:
        """The thing in this square, unless it is more like another one that was taught.

        It is not sure where another one is as good as that.
        """
        cells = self._backbone(square.of(picture))
        placed = self._space.place(two_cuts(cells))
        scores = {each: known.score(placed) for each, known in self.known.items()}
        sureness = self.known[thing].sureness(scores[thing])
        if sureness is None or max(scores, key=lambda each: scores[each]) != thing:
            return None
        others = [score for each, score in scores.items() if each != thing]
        if sureness == Sureness.SURE and max(others, default=-1.0) > scores[thing] - CLOSE:
            sureness = Sureness.FAIRLY_SURE
        inner = self._extent(square, cells, self.known[thing])
        return Recognised(thing, scores[thing], sureness, inner.box(picture))

    def _extent(self, square: Square, cells: Floats, known: Prototype) -> Square:
        """The part of a square in which the thing is: where small windows are most like it."""
        places = [(y, x) for y, x, size in _windows() if size == _SMALLEST]
        means = [cells[y : y + _SMALLEST, x : x + _SMALLEST].mean((0, 1)) for y, x in places]
        scores = self._space.place(np.stack(means)) @ known.direction
        weights = np.maximum(0.0, scores - _LIKE * scores.max())
        row, column = weights @ (np.array(places) + _SMALLEST / 2) / max(weights.sum(), 1e-9)
        like = np.array(places)[weights > 0]
        # No larger than fits around its middle: that is what a camera is led to.
        room = 2 * min(row, column, CELLS - row, CELLS - column)
        size = max(min(float((np.ptp(like, axis=0) + _SMALLEST).max()), room), _SMALLEST - 1)
        return _inner(square, row - size / 2, column - size / 2, size, 1.0)

    def _near(
        self, square: Square, cells: Floats, known: dict[TaughtThing, Prototype]
    ) -> Iterator[tuple[TaughtThing, float, Square]]:
        windows = list(_windows())
        means = np.stack([cells[y : y + n, x : x + n].mean((0, 1)) for y, x, n in windows])
        placed = self._space.place(means)
        for thing, of in known.items():
            scores = placed @ of.direction
            best = int(scores.argmax())
            if scores[best] >= of.lowest - _MAYBE:
                y, x, n = windows[best]
                yield thing, float(scores[best]) - of.lowest, _inner(square, y, x, n)

    def _numbers(self, store: ThingStore, thing: TaughtThing) -> Floats:
        """Those that are kept, or new ones where another backbone made them."""
        if thing.version == self._backbone.version:
            return store.numbers(thing)
        numbers = np.stack([self.look(Image.open(path)) for path in store.pictures(thing)])
        store.renew(thing, numbers, self._backbone.version)
        return numbers


_making = threading.Lock()
_kept: dict[Path, ThingRecogniser] = {}  # one, by the folder of the store


def kept(store: ThingStore) -> ThingRecogniser:
    """The one recogniser of a store, whoever looks; made anew when something was taught or deleted.

    Raises:
        AssistantError: what was taught, or the picture network, cannot be read.
    """
    with _making:
        found = _kept.get(store.folder)
        if found is None or found.stamp != store.stamp:
            _kept.clear()
            found = _kept[store.folder] = ThingRecogniser(store)
        return found


@cache
def _backbone(folder: Path) -> OnnxBackbone:
    """The network, which stays the same when something is taught."""
    return OnnxBackbone(folder)


def two_cuts(cells: Floats) -> Floats:
    """Numbers (2, 1280) of all of (7, 7, 1280) cells, and of those in the middle."""
    edge = (CELLS - _CORE) // 2
    core = cells[edge : edge + _CORE, edge : edge + _CORE]
    return np.stack([cells.mean((0, 1)), core.mean((0, 1))])


def _windows() -> Iterator[tuple[int, int, int]]:
    """Row, column and size of each window of cells."""
    for size in _WINDOWS:
        for row in range(CELLS - size + 1):
            for column in range(CELLS - size + 1):
                yield row, column, size


def _inner(square: Square, row: float, column: float, size: float, grown: float = _GROWN) -> Square:
    """A window of cells as a square of the picture, with a little around it."""
    cell = square.side / CELLS
    side = min(cell * size * grown, square.side)
    across, down = (column + size / 2) * cell, (row + size / 2) * cell
    left = min(max(0.0, across - side / 2), square.side - side)
    top = min(max(0.0, down - side / 2), square.side - side)
    return Square(square.left + left, square.top + top, side)
