"""Is anyone there: faces, where they are, how near. Never who, how old, of which gender or mood."""

from collections.abc import Sequence
from types import MappingProxyType

from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.pipeline.people import FACE
from assistant.pipeline.where import direction
from assistant.senses import faces

_LONGEST = 640  # pixels; the copy that other senses look at, too

# The scores are shares of finds that are faces: see assistant/senses/faces.py.
LEVELS = MappingProxyType({"unsure": 0.5, "fairly sure": 0.8, "sure": 0.95})

# The height of a face (brows to chin, about 17 cm) as a share of the picture's height. A webcam
# that sees 45 degrees from top to bottom shows a face of the share s at 0.2 m / s.
_NEARNESS = (
    (0.40, "very close"),  # nearer than half a metre
    (0.15, "close"),  # up to 1.4 metres: one talks to each other
    (0.06, "a few steps away"),  # up to 3.4 metres
)
_FAR = "far away"

# Where a face should be in one's own camera: thirds are a rule of photographers; the middle of the
# face stays in the middle third, a little above the middle because the shoulders are below.
_ACROSS = (1 / 3, 2 / 3)
_DOWN = (0.25, 0.65)
_LARGEST, _TINIEST = 0.7, 0.12  # shares of the picture's height
CENTRED = "Your face is centred."


def see(frame: Frame) -> list[Observation]:
    """One observation "face" of kind "people" for each face, from left to right."""
    found = [_observation(face) for face in faces.detector()(frame.reduced(_LONGEST))]
    return sorted((o for o in found if o), key=lambda o: o.box or ())


def nearness(box: Box) -> str:
    """How near a face is, in words: from its share of the picture's height.

    It is right for webcams and phones; a lens that zooms shows far things large.
    """
    return next((words for least, words in _NEARNESS if box[3] >= least), _FAR)


def centred(box: Box) -> bool:
    """Whether the middle of a face is where it should be in the picture of one's own camera."""
    across, down = _middle(box)
    return _ACROSS[0] <= across <= _ACROSS[1] and _DOWN[0] <= down <= _DOWN[1]


def aim_words(box: Box) -> str:
    """What the person in front of their own camera should do, one thing at a time.

    The camera faces the person: their left is the picture's right. So a face on the left of the
    picture, which is not mirrored, has to move to its own left.
    """
    across, down = _middle(box)
    if box[3] > _LARGEST:
        return "Move back a little."
    if across < _ACROSS[0]:
        return "Move a little left."
    if across > _ACROSS[1]:
        return "Move a little right."
    if down < _DOWN[0]:
        return "Move a little down."
    if down > _DOWN[1]:
        return "Move a little up."
    return "Come a little closer." if box[3] < _TINIEST else CENTRED


class FaceTrack:
    """Faces over the frames of a live camera: only those in two of the last three are reported.

    What deceives the detector for one frame is gone in the next, and a face that it misses once is
    still there. Not for more than one thread.
    """

    _FRAMES, _ENOUGH = 3, 2
    _SAME = 0.3  # intersection over union: a head moves by a third of its width between frames

    def __init__(self) -> None:
        self._tracks: list[tuple[Observation, tuple[bool, ...]]] = []

    def update(self, seen: Sequence[Observation]) -> tuple[Observation, ...]:
        """The faces that are steady, from left to right, each as it was last seen.

        Args:
            seen: the faces of the newest frame, as :func:`see` gives them.
        """
        left = [o for o in seen if o.kind == "people" and o.box]
        tracks = []
        for face, history in self._tracks:
            again = max(left, key=lambda o: _overlap(o, face), default=None)
            if again is None or _overlap(again, face) < self._SAME:
                tracks.append((face, (*history, False)))
            else:
                left.remove(again)
                tracks.append((again, (*history, True)))
        tracks += [(face, (True,)) for face in left]
        tracks = [(face, history[-self._FRAMES :]) for face, history in tracks]
        self._tracks = [track for track in tracks if any(track[1])]
        steady = [face for face, history in self._tracks if sum(history) >= self._ENOUGH]
        return tuple(sorted(steady, key=lambda o: o.box or ()))


def _observation(face: faces.Face) -> Observation | None:
    sureness = Sureness.of(face.score, LEVELS)
    if not sureness:
        return None
    where = direction(face.box)
    return Observation(
        FACE, face.score, "people", sureness, "people", count=1, box=face.box, where=where
    )


def _middle(box: Box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def _overlap(one: Observation, other: Observation) -> float:
    return faces.overlap(one.box, other.box) if one.box and other.box else 0.0
