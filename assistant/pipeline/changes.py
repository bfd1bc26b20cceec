"""What is new while a camera or film goes on: told once, and only when it is steady."""

from assistant.pipeline.evidence import Explanation, Level

_STEADY = 2  # times in a row: a label that flickers around its threshold is not spoken


class Changes:
    """Lets an explanation through when its text is new, and came ``steady`` times in a row."""

    def __init__(self, steady: int = _STEADY) -> None:
        self._steady = steady
        self._told = self._last = ""
        self._times = 0

    def is_new(self, explanation: Explanation, level: Level) -> bool:
        """Whether this explanation should be told now."""
        text = explanation.text(level)
        self._times = self._times + 1 if text == self._last else 1
        self._last = text
        return self._times >= self._steady and text != self._told

    def tell(self, explanation: Explanation, level: Level) -> None:
        """It was told: the same is not new again."""
        self._told = explanation.text(level)
