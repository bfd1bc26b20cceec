"""Live: when a camera's picture is described, and what is told of it.

::

    scene     what is worth a look: something came into view, or the last look left doubts
    changes   which sentences are new and steady
    lines     which lines of text are
"""

from assistant.live.changes import STEADY, Changes
from assistant.live.lines import Lines
from assistant.live.scene import Scene
from assistant.pipeline.evidence import Explanation, Level, Sentence, Sureness
from assistant.pipeline.frame import Frame
from assistant.wording import phrases


class Live:
    """News of a camera or film while it goes on; who asks keeps the clock and the voice.

    Args:
        steady: looks with a sentence, of a few, that make it news; 1 tells whatever is new at once.
    """

    def __init__(self, steady: int = STEADY) -> None:
        self._steady = steady
        self.begin()

    def begin(self) -> None:
        """Forget everything: all that is in view is news again."""
        self._scene = Scene()
        self._changes = Changes(self._steady)
        self._lines = Lines()

    def is_due(self, frame: Frame) -> bool:
        """Whether to describe this frame of a camera; then it counts as looked at."""
        return self._scene.is_due(frame)

    def news(self, first: Explanation, time: float, level: Level) -> list[Sentence]:
        """The sentences to tell of what was seen at once; they count as told.

        What was seen and must be seen again to be sure makes another frame due.

        Args:
            first: without what the slow senses add.
            time: of the frame, in seconds.
            level: how much is told.
        """
        news = self._changes.new(first, level)
        if self._changes.unsettled:
            self._scene.look_again(time)
        return list(news)

    def mark_told(self, explanation: Explanation, level: Level) -> None:
        """All of it was told, because the user asked: none of it is news now."""
        self._changes.tell(explanation, level)

    def lines(
        self, final: Explanation, time: float, read_all: str = "", again: float | None = None
    ) -> list[str]:
        """Sentences about the lines that were read; each is told once, when it is steady.

        Args:
            final: with what was read.
            time: of the frame, in seconds.
            read_all: how the whole of a long text can be had; may be empty.
            again: when a line may be read a second time, to be sure; at once, if that is not told.
        """
        found = final.description.of_kind("text")
        sure = {line: o.sureness for o in found for line in o.content.splitlines()}
        lines = self._lines.new(sure, time)
        if self._lines.unsettled:
            self._scene.look_again(time if again is None else again)
        doubtful = [line for line in lines if sure[line] != Sureness.SURE]
        return phrases.lines(lines, doubtful, read_all)
