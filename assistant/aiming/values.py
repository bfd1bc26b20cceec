"""The measures of the last frames as one steady value for each trouble."""

import math
from collections.abc import Sequence

from assistant.aiming.measures import Measures
from assistant.aiming.smooth import Average, BoxTrack, Gate
from assistant.pipeline.evidence import Box

_QUICK, _SLOW = 0.25, 0.4  # seconds: time constants of light and speed; of print and directions
_BOX_LASTS = 1.0  # seconds that a box from another sense holds, if no newer one comes
_EDGE = 0.01  # of the picture: nearer than this, a box goes on outside
_CUT_OFF = 0.15  # what being cut off on one side adds to the distance from the middle
_TALL = 0.5  # a person this high need not be in the middle from top to bottom
_NARROW = 0.4  # a long thing fills the picture only if its other side is this much short of it
_BLACK = 3.0  # L*: below, it is not just dark
_ONE_WAY = 0.75  # share of the movement that goes one way when the camera is being turned


class Values:
    """Averages of what the camera sees.

    Attributes:
        own_face: the box is the user's own face: no other subject counts.
    """

    def __init__(self, own_face: bool = False) -> None:
        self.own_face = own_face
        self._light, self._covered = Average(_QUICK), Average(_QUICK)
        self._sharp, self._speed = Average(_QUICK), Average(_QUICK)
        self._across, self._down = Average(_SLOW), Average(_SLOW)
        self._left, self._right = Average(_SLOW), Average(_SLOW)
        self._text_seen, self._text_height = Average(_SLOW), Average(_SLOW)
        self._text = Gate(0.7, 0.3)
        self._no_face = Average(_SLOW)
        self._track = BoxTrack()
        self._box: Box | None = None
        self._box_time = -math.inf

    @property
    def light(self) -> float:
        """L* of the lighter half, averaged."""
        return self._light.value or 0.0

    @property
    def speed(self) -> float:
        """Speed of the camera, in longer sides of the picture a second."""
        return self._speed.value or 0.0

    @property
    def sharpness(self) -> float:
        """Averaged; 0 to 1."""
        return self._sharp.value or 0.0

    @property
    def turning(self) -> bool:
        """Whether the movement goes steadily one way, as when somebody looks around."""
        across, down = self._across.value or 0.0, self._down.value or 0.0
        return math.hypot(across, down) > _ONE_WAY * self.speed

    @property
    def text(self) -> bool:
        """Whether there is print, steadily."""
        return self._text.active

    @property
    def subject(self) -> Box | None:
        """Place of the subject: a box of another sense, else what stands out; print wins."""
        return None if self.text and self._box is None else self._track.box

    def update(self, measures: Measures, passed: float, boxes: Sequence[Box] | None) -> None:
        """Take one frame, ``passed`` seconds after the one before it."""
        self._light.add(measures.light, passed)
        self._covered.add(measures.covered, passed)
        self._sharp.add(measures.sharpness, passed)
        if measures.velocity is not None:
            self._speed.add(math.hypot(*measures.velocity), passed)
            self._across.add(measures.velocity[0], passed)
            self._down.add(measures.velocity[1], passed)
        self._take_text(measures, passed)
        self._take_boxes(measures.time, passed, boxes)
        shown = None if self.own_face else measures.subject
        self._track.update(self._box or shown, passed)

    def of_troubles(self) -> dict[str, float]:
        """Trouble → its value now; what cannot be judged is missing."""
        dark = 100 - self.light
        values = {"black": dark, "moving": self.speed, "covered": self._covered.value or 0.0}
        if self.light > _BLACK:
            values["dark"] = dark
        if self.own_face:
            values["no face"] = self._no_face.value or 0.0
        elif self.text:
            left, right = self._left.value or 0.0, self._right.value or 0.0
            both = min(left, right)
            values["cut off on both sides"] = both
            values["cut off on the left"] = left - both
            values["cut off on the right"] = right - both
            values["far"] = 1 - (self._text_height.value or 1.0)
        if self.subject:
            values |= self._of_subject(self.subject)
        return values

    def _of_subject(self, box: Box) -> dict[str, float]:
        x, y, width, height = box
        left, right = x < _EDGE, x + width > 1 - _EDGE
        top, bottom = y < _EDGE, y + height > 1 - _EDGE
        across = x + width / 2 - 0.5 + _CUT_OFF * (int(right) - int(left))
        down = y + height / 2 - 0.5 + _CUT_OFF * (int(bottom) - int(top))
        if self._box is not None and height > _TALL:
            down = -_CUT_OFF * 2 if top and not bottom else 0.0
        if self.own_face:  # the user moves, not the camera: up is the other way; left stays left
            down = -down
        near = min(max(width, height), min(width, height) + _NARROW)
        return {"near": near, "left": -across, "right": across, "up": -down, "down": down}

    def _take_text(self, measures: Measures, passed: float) -> None:
        text = measures.text
        self._text.update(self._text_seen.add(text is not None, passed), measures.time)
        if text is not None:
            self._text_height.add(text.height, passed)
            self._left.add(text.cut_left, passed)
            self._right.add(text.cut_right, passed)

    def _take_boxes(self, time: float, passed: float, boxes: Sequence[Box] | None) -> None:
        if boxes is not None:
            self._no_face.add(not boxes, passed)
        had = self._box is not None
        if boxes:
            self._box, self._box_time = max(boxes, key=lambda b: b[2] * b[3]), time
        elif time - self._box_time > _BOX_LASTS:
            self._box = None
        if had != (self._box is not None):
            self._track = BoxTrack()  # another kind of subject: nothing to average with
