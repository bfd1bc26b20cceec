"""Why: what each sentence rests on."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant.pipeline.evidence import Observation
from assistant.qt.widgets.text_dialog import TextDialog


class WhyDialog(TextDialog):
    """The reasons behind the explanation that is shown, one a line; Up and Down go through them.

    Args:
        grounds: each reason with the observations that it tells of.
        parent: the main window.

    Signals:
        reached(observations): the cursor is at their line.
    """

    reached = Signal(object)

    def __init__(self, grounds: Mapping[str, tuple[Observation, ...]], parent: QWidget) -> None:
        super().__init__("Why?", "\n".join(grounds), parent)
        self._grounds = list(grounds.values())
        self._line = 0
        self.text.cursorPositionChanged.connect(self._moved)

    def _moved(self) -> None:
        line = self.text.textCursor().blockNumber()
        if line != self._line:
            self._line = line
            self.reached.emit(self._grounds[line])
