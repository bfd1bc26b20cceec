"""While a picture is awaited: what is shown, and why there is silence."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from assistant.qt.describe.explanations import ShownExplanations
from assistant.qt.sound.voice_control import VoiceControl
from assistant.sources import title

_PATIENCE = 1500  # ms until it is said what takes so long


class Waiting(QObject):
    """Shows that a picture is being opened, and says what goes on when that takes its time.

    Args:
        review: shows again what was shown before.
        voice: says it.
        status: what goes on, in one sentence.
        show: shows a text in place of the explanation.
    """

    def __init__(
        self, review: ShownExplanations, voice: VoiceControl, status: Callable[[], str],
        show: Callable[[str], object], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._review, self._voice, self._status, self._show = review, voice, status, show
        self._opening = False
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._timer.timeout.connect(self._tell)

    def begin(self) -> None:
        """A picture will be described."""
        self._timer.start()

    def open(self, path: Path) -> None:
        """A picture file will be read and described."""
        self._opening = True
        self._show(opening(path))
        self._timer.start()

    def end(self) -> None:
        """Stop waiting: the picture is explained."""
        self._opening = False
        self._timer.stop()

    def give_up(self) -> None:
        """Stop waiting for nothing: what was shown before is shown again."""
        if self._opening:
            self._review.show_current()
        self.end()

    def _tell(self) -> None:
        self._voice.hint_after(self._status())


def opening(path: Path) -> str:
    """Text to show, and for a screen reader to read, until there is an explanation."""
    return f"Opening {title(path)}."
