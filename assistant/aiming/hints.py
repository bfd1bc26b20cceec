"""Choice of the hint to tell: the first that matters, seldom, and not again without need."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.aiming.measures import Measures
from assistant.aiming.smooth import Gate
from assistant.aiming.troubles import CENTRED, FACE_NEAR, STEADY, TROUBLES, Hint, Trouble
from assistant.aiming.values import Values
from assistant.pipeline.evidence import Box

_SPACING = 1.5  # seconds from one hint to the next
_QUIET_START = 0.7  # seconds in which the camera settles and the user takes it up
_AGAIN = 6.0  # seconds before the same hint is repeated; twice as long each time after
_SOONEST = 3.0  # seconds before the same hint comes again after it had been put right
_RESOLVED = 1.0  # seconds that a trouble must be gone to count as put right
_NEXT = 3.0  # seconds after which a trouble that was told lets lesser ones be told
_TURNING = 2.0  # seconds that the user may look around
_FINE = 0.8  # seconds without trouble that make it steady
_SHARP = 0.45  # sharpness of a picture worth describing: sharp samples 0.55 and more, blurred 0.4
_STIRRED, _LIGHT_CHANGED = 0.15, 5.0  # longer sides moved, L*: the user is doing something
_SIDES = ("left", "right", "up", "down")
_PAUSE = 2.0  # seconds without a frame: what was seen before is over
_LOST = 3.0  # seconds without the subject that was to be centred: give it up


@dataclass
class _State:
    """One trouble as it goes on."""

    trouble: Trouble
    gate: Gate
    told: float = -math.inf
    times: int = 0
    path: float = 0.0  # how far the camera had moved when it was told
    light: float = 0.0  # and how light it was


class Aim:
    """Makes at most one hint every 1.5 s out of the measures of each frame.

    Args:
        own_face: the user points the camera at their own face; the boxes given are faces, and
            directions are those in which the user moves.
    """

    def __init__(self, own_face: bool = False) -> None:
        self._own_face = own_face
        self._told = -math.inf
        self._time = -math.inf
        self._begin(0.0)

    @property
    def steady(self) -> bool:
        """Whether nothing has been wrong for 0.8 s: the moment to describe what is seen."""
        return self._fine.active and self._fine.lasted(self._time) >= _FINE

    def update(self, measures: Measures, boxes: Sequence[Box] | None = None) -> Hint | None:
        """Take a frame; return the hint to tell after it, if any.

        Args:
            measures: of this frame; frames come in the order of time.
            boxes: persons or faces in it, as fractions of the picture; the largest is the
                subject. None when nobody looked for any in this frame.
        """
        time = max(measures.time, self._time)
        passed = time - self._time
        if passed > _PAUSE:
            self._begin(time)
            passed = 0.0
        self._time = time
        self._values.update(measures, passed, boxes)
        self._path += self._values.speed * passed
        self._judge(time)
        if time - self._start < _QUIET_START or time - self._told < _SPACING:
            return None
        hint = self._trouble(time) or self._relief(time)
        if hint:
            self._told = time
        return hint

    def _begin(self, time: float) -> None:
        self._start, self._path, self._missed = time, 0.0, time
        self._values = Values(self._own_face)
        self._states = {name: _State(t, Gate(t.on, t.off)) for name, t in TROUBLES.items()}
        self._fine = Gate(1.0, 1.0)
        # Kinds of what was told to be wrong since it was last fine.
        self._open: set[str] = {"subject"} if self._own_face else set()

    def _judge(self, time: float) -> None:
        values = self._values.of_troubles()
        for name, state in self._states.items():
            state.gate.update(values.get(name, -math.inf), time)
            if not state.gate.active and state.gate.lasted(time) >= _RESOLVED:
                state.times = 0
        troubled = any(state.gate.active for state in self._states.values())
        slow = self._values.speed < TROUBLES["moving"].off
        fine = not troubled and slow and self._values.sharpness >= _SHARP
        self._fine.update(float(fine), time)

    def _trouble(self, time: float) -> Hint | None:
        moving = self._states["moving"]
        turning = moving.gate.active and self._values.turning
        if turning and moving.gate.lasted(time) < _TURNING:
            return None
        for state in self._by_weight():
            if not state.gate.active:
                continue
            if state.gate.lasted(time) < state.trouble.hold:
                return None  # it may be what matters most: a moment will show
            if self._is_due(state, time):
                return self._tell(state, time)
            if state.trouble.blocks or time - state.told < _NEXT:
                return None
        return None

    def _by_weight(self) -> list[_State]:
        """In the order of the table; of the directions, the one that is furthest off first."""
        values = self._values.of_troubles()
        sides = iter(sorted(_SIDES, key=lambda side: values.get(side, 0.0), reverse=True))
        return [self._states[next(sides) if name in _SIDES else name] for name in TROUBLES]

    def _is_due(self, state: _State, time: float) -> bool:
        """Not told since it began; or long ago, and the user has moved without success."""
        past = time - state.told
        if state.times == 0:
            return past >= _SOONEST
        moved = self._path - state.path > _STIRRED
        lit = abs(self._values.light - state.light) > _LIGHT_CHANGED
        return past >= _AGAIN * 2 ** (state.times - 1) and (moved or lit)

    def _tell(self, state: _State, time: float) -> Hint:
        state.told, state.times = time, state.times + 1
        state.path, state.light = self._path, self._values.light
        self._open.add(state.trouble.about)
        near = state.trouble is TROUBLES["near"]
        return FACE_NEAR if near and self._own_face else state.trouble.hint

    def _relief(self, time: float) -> Hint | None:
        """That it is fine now, once, after something had been wrong."""
        missing = ("subject" in self._open and self._values.subject is None) or (
            "text" in self._open and not self._values.text
        )
        if not missing:
            self._missed = time
        elif time - self._missed > _LOST and not self._own_face:
            self._open.clear()  # the user has turned to something else
        if missing or not self._open or not self.steady:
            return None
        self._open.clear()
        return CENTRED if self._own_face else STEADY
