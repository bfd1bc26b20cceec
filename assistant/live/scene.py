"""Live: when it is worth describing again, told by what is in view and not by the clock."""

from assistant.pipeline.frame import Frame
from assistant.video.content import CHANGED, MOMENT, Content, Steadiness, content, difference

_LONGEST = 4.0  # seconds after which it is described anew even so: small things come unnoticed
_PATIENCE = 1.5  # seconds that a moving camera is waited for
_MOMENTS = 2  # that the camera must hold still
_SIDE = 160  # pixels: the longer side of what is compared
_TRIES = 9  # looks at what is new, where they disagree: what came and went needs 8 of 9 to be told
_FEW = 3  # where nothing seems to have changed


class Scene:
    """Asked with every frame of a camera, it says which ones to describe.

    A frame is described when something else has come into view and the camera holds still again,
    for what is seen in the middle of a movement is blurred and soon gone; also while the movement
    does not end, every ``patience`` seconds; and every ``longest`` seconds although nothing much
    has changed, for a cup that was put on a table changes very little of the picture. One look is
    not always enough to be believed: :meth:`look_again` asks for another.

    Args:
        longest: seconds without any change after which it is described anew.
        patience: seconds that a movement may last before it is described as it goes on.
    """

    def __init__(self, longest: float = _LONGEST, patience: float = _PATIENCE) -> None:
        self._longest = longest
        self._patience = patience
        self._steadiness = Steadiness(_MOMENTS)
        self._looked: Content | None = None
        self._at = self._changed_at = float("-inf")
        self._looked_at = float("inf")
        self._is_new = False
        self._again: list[float] = []  # when another look is wished for
        self._tries = 0  # that are left

    def is_due(self, frame: Frame) -> bool:
        """Whether to describe this frame; when it is, it counts as described.

        It takes 3 ms of a frame of 1280 × 720 every 0.2 seconds, and nothing of those between
        them. Where ``frame.time`` goes back, as with another camera's clock, all begins anew.
        """
        if frame.time < self._at:
            self._looked, self._is_new, self._again = None, False, []
        elif frame.time < self._at + MOMENT:
            return False
        now, self._at = content(frame.reduced(_SIDE)), frame.time
        steady = self._steadiness.update(now)
        if not self._is_new and self._differs(now):
            self._is_new, self._changed_at = True, frame.time
        waited = frame.time - self._changed_at >= self._patience
        # A flickering lamp is never steady.
        longest = self._longest if steady else self._longest + self._patience
        if self._is_new and (steady or waited):
            self._tries = _TRIES
        elif frame.time - self._looked_at >= longest:
            self._tries = _FEW
        elif not self._tries or all(time > frame.time for time in self._again):
            return False
        self._looked, self._looked_at, self._is_new = now, frame.time, False
        self._tries -= 1
        self._again = [time for time in self._again if time > frame.time]
        return True

    def look_again(self, time: float) -> None:
        """The last look left doubts: another one is due, up to nine at something new.

        Args:
            time: not before then; as in ``Frame.time``.
        """
        self._again.append(time)

    def _differs(self, now: Content) -> bool:
        return self._looked is None or difference(self._looked, now) >= CHANGED
