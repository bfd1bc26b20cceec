"""Python's garbage, collected in the window's thread alone.

Python collects in whichever thread asks for memory next, and so deletes there what Qt has to find
deleted by the window's thread: a widget that vanishes while Qt goes through all of them is, now and
then, a segmentation fault. calibre and others have the same recipe.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Garbage(QObject):
    """Collects from time to time, for as long as it is not closed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()


def collect() -> None:
    """Collect the oldest generation that is over Python's threshold, and all younger ones.

    Python looks at every new object, this once a second: so it is rarer, and each takes more. Of
    everything Python would wait until a quarter is new, too; this does not.
    """
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [age for age, limit in enumerate(limits) if limit and counts[age] > limit]
    if due:
        gc.collect(due[-1])
