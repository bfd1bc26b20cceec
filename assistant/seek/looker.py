"""The sought thing in one frame: whole looks, and looks at a cut around its last place."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from assistant import models
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.evidence import Box, Sureness
from assistant.pipeline.frame import Frame
from assistant.seek.targets import SeekTarget, target
from assistant.teach import cuts
from assistant.teach.cuts import Square
from assistant.teach.recogniser import ThingRecogniser, kept
from assistant.teach.store import ThingStore

_EVERY = 4  # looks: one of so many sees the whole frame, while a place is followed
_GIVEN_UP = 3  # looks without it: its last place is none any more
_AROUND = 2.5  # of the box's longer side: what a cut shows
_LEAST = 0.4  # of the frame's height: the side of the smallest cut
_SHARE = 0.7  # of the score from which on a label is spoken at all: looks confirm each other
_LONGEST = 1280  # pixels of a frame


@dataclass(frozen=True)
class Located:
    """The thing in a frame: where, how sure (0..1), and what that means in words, if it is said."""

    box: Box
    score: float
    sureness: Sureness | None = None


def begin(words: str) -> "Seeker":
    """A looker for what the words mean; the compact network looks, whatever profile is in use.

    Raises:
        NotFindable: nobody can find that here; the sentence says what could be found.
        ModelError: the network is missing or damaged.
        AssistantError: what was taught cannot be read.
    """
    store = ThingStore()
    things = store.things()
    cnn = CompactCNN(models.folder("compact"))
    goal = target(words, cnn.placed, things)
    return Seeker(goal, cnn, kept(store) if goal.thing else None)


class Seeker:
    """Looks for one thing. Not thread-safe: made and used in one thread.

    Attributes:
        target: what is sought.

    Args:
        target: what is sought.
        cnn: the compact network, for a thing of its own words.
        recogniser: of taught things, for one of these.
    """

    def __init__(
        self,
        target: SeekTarget,
        cnn: CompactCNN | None = None,
        recogniser: ThingRecogniser | None = None,
    ) -> None:
        self.target = target
        self._cnn, self._recogniser = cnn, recogniser
        self._last: Box | None = None
        self._looks = self._missed = 0

    def __call__(self, frame: Frame) -> Located | None:
        """The next look, at one part of the frame.

        While it is followed, that is a cut around its last place, and now and then the whole;
        while it is not, the whole and its squares take turns, as small things are lost in the
        whole.
        """
        self._looks += 1
        picture = Image.fromarray(frame.reduced(_LONGEST))
        if self._last is None:
            squares = [None, *cuts.across(picture)]
            square = squares[self._looks % len(squares)]
        else:
            square = _square(picture, self._last) if self._looks % _EVERY else None
        found = self._in(picture, square) if square else self._whole(frame)
        self._missed = 0 if found else self._missed + 1
        if found or self._missed >= _GIVEN_UP:
            self._last = found.box if found else None
        return found

    def all(self, frame: Frame) -> list[Located]:
        """Each one in a picture, the surest first: the frame is looked at as a whole."""
        if self.target.thing:
            seen = self._own(frame)
            return [seen] if seen else []
        return self._network(frame)

    def _whole(self, frame: Frame) -> Located | None:
        return next(iter(self.all(frame)), None)

    def _in(self, picture: Image.Image, square: Square) -> Located | None:
        """In a square of the picture."""
        if self.target.thing:
            assert self._recogniser is not None
            own = self._recogniser.follow(picture, self.target.thing, square)
            return Located(own.box, own.score, own.sureness) if own else None
        cut = Frame(np.asarray(square.of(picture)))
        found = self._network(cut)
        if not found:
            return None
        x, y, width, height = square.box(picture)
        best = found[0]
        left, top, across, down = best.box
        box = (x + left * width, y + top * height, across * width, down * height)
        return Located(box, best.score, best.sureness)

    def _network(self, frame: Frame) -> list[Located]:
        assert self._cnn is not None
        placed = self._cnn.places(frame, self.target.labels, _SHARE)
        return [Located(p.box, p.score, p.sureness) for p in placed]

    def _own(self, frame: Frame) -> Located | None:
        assert self._recogniser is not None
        found = self._recogniser.find(frame, self.target.thing)
        return Located(found[0].box, found[0].score, found[0].sureness) if found else None


def _square(picture: Image.Image, box: Box) -> Square:
    """A square of the picture around a box, inside the picture."""
    width, height = picture.size
    side = max(box[2] * width, box[3] * height) * _AROUND
    side = min(max(side, _LEAST * height), width, height)
    left = min(max(0.0, (box[0] + box[2] / 2) * width - side / 2), width - side)
    top = min(max(0.0, (box[1] + box[3] / 2) * height - side / 2), height - side)
    return Square(left, top, side)
