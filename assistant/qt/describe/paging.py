"""The pages of a document, one after the other."""

from collections.abc import Callable
from functools import partial

from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, Handlers


class Paging(Feature):
    """Turns the pages of the document that is shown."""

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"next_page": partial(self.turn, 1), "previous_page": partial(self.turn, -1)}

    def turn(self, step: int) -> None:
        """Show and describe another page; its description begins with its number."""
        frame, number = self._controller.frame, self._number(step)
        if frame is not None and frame.file is not None and number:
            self._controller.open(frame.file, number)

    def opener(self, step: int) -> Callable[[], Frame] | None:
        """Opener of another page; None where there is none, which is told."""
        frame, number = self._controller.frame, self._number(step)
        if frame is None or frame.file is None or not number:
            return None
        return partial(self._controller.providers.read, frame.file, number)

    def _number(self, step: int) -> int:
        """The number of the page that many further on; 0 where there is none, which is told."""
        frame = None if self._controller.camera.on else self._controller.frame
        if frame is None or not frame.place:
            why = "There is no document with several pages."
        elif not 1 <= frame.page + step <= frame.pages:
            why = f"This is the {'last' if step > 0 else 'first'} page. {frame.place}."
        else:
            return frame.page + step
        self._controller.voice.notify(why)
        return 0
