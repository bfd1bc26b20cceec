"""People's faces: where they are, how near. Never who, how old, of which gender or mood."""

from collections.abc import Sequence
from types import MappingProxyType

from assistant.pipeline.boxes import overlap
from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.pipeline.people_and_faces import FACE
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


def see(frame: Frame) -> list[Observation]:
    """One observation "face" of kind "people" for each face, from left to right."""
    found = [_observation(face) for face in faces.detector()(frame.reduced(_LONGEST))]
    return sorted((o for o in found if o), key=lambda o: o.box or ())


def nearness(box: Box) -> str:
    """Nearness of a face in words: from its share of the picture's height.

    It is right for webcams and phones; a lens that zooms shows far things large.
    """
    return next((words for least, words in _NEARNESS if box[3] >= least), _FAR)


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
            again = max(left, key=lambda o: _same(o, face), default=None)
            if again is None or _same(again, face) < self._SAME:
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


def _same(one: Observation, other: Observation) -> float:
    return overlap(one.box, other.box) if one.box and other.box else 0.0
