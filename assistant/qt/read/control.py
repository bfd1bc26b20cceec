"""Read: the whole page that the picture shows, in a window of its own and by voice."""

from collections.abc import Callable
from functools import partial

from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.describe.paging import Paging
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.read.dialog import READING, ReadDialog
from assistant.qt.workers.newest import NewestWorker
from assistant.reading import Page

_TURN = "Ctrl+Page Down and Ctrl+Page Up turn the pages."
_Opener = Callable[[], Frame]
_Read = tuple[Frame, Page]


class ReadControl(Feature):
    """Reads the picture that is shown or, with the camera on, what it sees now.

    Live waits until the reading window is closed.
    """

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self._window, self._voice = self._controller.window, self._controller.voice
        self._paging = features[Paging]
        self.dialog: ReadDialog | None = None
        self._worker: NewestWorker[_Opener, _Read] = NewestWorker(self._make, self._failed, self)
        self._worker.done.connect(self._read)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"read": self.read}

    def read(self) -> None:
        """Open the reading window and begin."""
        frame = self._controller.subject()
        if frame is None:
            return
        self._controller.stop()
        dialog = ReadDialog(frame.source, self._window)
        dialog.told.connect(self._voice.answer)
        dialog.turned.connect(self.turn)
        self._show_alone(dialog)  # closes an older one
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        self._voice.play("started")
        self._voice.say_unless_read([READING])
        self._worker.submit(lambda: frame, interrupt=True)

    def turn(self, step: int) -> None:
        """Read another page of the document."""
        opener = self._paging.opener(step)
        if self.dialog is not None and opener is not None:
            self._voice.stop()
            self._voice.play("started")
            self.dialog.show_sentence(READING)
            self._worker.submit(opener, interrupt=True)

    def _make(self) -> Callable[[_Opener, ShouldStop], _Read]:
        return self._opened_and_read

    def _opened_and_read(self, opener: _Opener, should_stop: ShouldStop) -> _Read:
        frame = opener()
        return frame, self._controller.providers.read_page(frame, should_stop)

    def _read(self, _opener: _Opener, found: _Read) -> None:
        frame, page = found
        if self.dialog is None:
            return
        if frame.place and frame is not self._controller.frame:
            self._controller.show_picture(frame)
        remarks = (*frame.remarks, *page.remarks)
        if not page.blocks:
            self._voice.play("nothing")
            show = partial(self.dialog.show_sentence, " ".join(remarks))
            self._voice.say([*remarks], show=show)
            return
        self._voice.play("done")
        below = (*remarks, *([_TURN] if frame.place else ()))
        show = partial(self.dialog.show_page, page.marked, below)
        if self._voice.reader:  # it reads on by itself, from the line where the cursor is
            first = self.dialog.first_line(page.marked)
            self._voice.say([*frame.remarks, _size(page), *page.remarks, first], show=show)
        else:
            spoken = [block.spoken for block in page.blocks]
            self._voice.say([*frame.remarks, *spoken, *page.remarks], show=show)

    def _failed(self, message: str) -> None:
        if self.dialog is not None:
            self._voice.say([message], True, partial(self.dialog.show_sentence, message))

    def _closed(self) -> None:
        self.dialog = None
        self._worker.cancel()
        self._voice.stop()


def _size(page: Page) -> str:
    blocks, lines = len(page.blocks), sum(1 for _ in page.lines)
    return (f"{blocks} {'paragraph' if blocks == 1 else 'paragraphs'}, "
            f"{lines} {'line' if lines == 1 else 'lines'}.")  # fmt: skip
