"""Colour: what colour the middle of the picture has."""

from collections.abc import Callable

from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.workers.newest import NewestWorker


class Colour(Feature):
    """Tells the colour in the middle of the picture that is shown, or of what the camera sees.

    It is shown as a notice, so that the explanation stays. In a thread of its own, because its
    first use imports what knows colours.
    """

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self._worker: NewestWorker[Frame, str] = NewestWorker(
            self._make, self._controller.voice.notify, self
        )
        self._worker.done.connect(self._told)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"colour": self.tell}

    def tell(self) -> None:
        """Say and show it."""
        frame = self._controller.subject()
        if frame is not None:
            self._worker.submit(frame, interrupt=True)

    def _make(self) -> Callable[[Frame, ShouldStop], str]:
        return lambda frame, _should_stop: self._controller.providers.colour(frame)

    def _told(self, _frame: Frame, sentence: str) -> None:
        self._controller.voice.notify(sentence)
