"""Goes through Glimpse by keys, and notes what is heard after each of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.waiting import wait_for
from tests.walks.desktop import Desktop
from tests.walks.ears import Said

_EVERY = 0.2  # seconds
_CALM = 1.0  # seconds without a sound and a word after which a step is over


@dataclass
class Step:
    """One thing that was done, and everything that was said until the next one."""

    name: str
    expected: Sequence[str]
    began: float
    said: list[Said] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything, as one text."""
        return " ".join(each.text for each in self.said)

    def faults(self) -> list[str]:
        """What was not said exactly once, or not in its order."""
        words, at, found = self.words, 0, []
        for text in self.expected:
            if (times := words.count(text)) != 1:
                found.append(f"{self.name}: {text!r} was said {times} times in {words!r}")
            elif words.index(text) < at:
                found.append(f"{self.name}: {text!r} came too early in {words!r}")
            else:
                at = words.index(text)
        return found


class Walk:
    """A person at the keyboard who waits for each answer.

    Args:
        desktop: where Glimpse runs.
        listen: what was said since a time.
        is_calm: whether nothing sounds any more, for so many seconds.
    """

    def __init__(
        self,
        desktop: Desktop,
        listen: Callable[[float], list[Said]],
        is_calm: Callable[[float], bool],
    ) -> None:
        self.desktop, self._listen, self._is_calm = desktop, listen, is_calm
        self.steps: list[Step] = []

    def do(self, name: str, act: Callable[[], object], *expected: str) -> Step:
        """Do something, wait until all of it is said and nothing more comes."""
        step = Step(name, expected, time.time())
        self.steps.append(step)
        act()
        try:
            wait_for(lambda: self._is_over(step), _EVERY)
        except AssertionError as error:
            raise AssertionError(step.faults() or f"{name}: it is never quiet") from error
        return step

    def keys(self, name: str, keys: str, *expected: str) -> Step:
        """Press keys, one after the other."""
        return self.do(name, lambda: self.desktop.press(*keys.split()), *expected)

    def text(self, name: str, text: str, *expected: str) -> Step:
        """Type a text and Enter."""

        def typed() -> None:
            self.desktop.type(text)
            self.desktop.press("Return")

        return self.do(name, typed, *expected)

    def faults(self) -> list[str]:
        """Of all steps."""
        return [fault for step in self.steps for fault in step.faults()]

    def _is_over(self, step: Step) -> bool:
        if not self._is_calm(_CALM):
            return False
        step.said = self._listen(step.began)
        there = all(text in step.words for text in step.expected)
        last = max([step.began, *(each.time for each in step.said)])
        return there and time.time() - last > _CALM
