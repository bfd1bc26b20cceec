"""Live: what is told of each look of a camera, of things and of text."""

from assistant.pipeline.changes import Changes
from assistant.pipeline.evidence import Explanation, Level, Sentence, Sureness
from assistant.reading.instant import Instant
from assistant.wording import phrases


class Live:
    """One time that Live is on; begun anew, everything in view is news again."""

    def __init__(self) -> None:
        self._changes = Changes()
        self._instant = Instant()

    @property
    def unsettled(self) -> bool:
        """Whether something was seen that must be seen again to be sure."""
        return self._changes.unsettled

    @property
    def reading(self) -> bool:
        """Whether a line was read that must be read again to be sure."""
        return self._instant.unsettled

    def new(self, first: Explanation, level: Level) -> tuple[Sentence, ...]:
        """The sentences to tell of what was seen at once; they count as told.

        Args:
            first: without what the slow senses add.
            level: how much is told.
        """
        return self._changes.new(first, level)

    def tell(self, explanation: Explanation, level: Level) -> None:
        """All of it was told, because the user asked: none of it is new now."""
        self._changes.tell(explanation, level)

    def read(self, final: Explanation, time: float, read_all: str = "") -> list[str]:
        """What is told of the lines that were read; each is told once, when it is steady.

        Args:
            final: with what was read.
            time: of the picture, in seconds.
            read_all: how the whole of a long text can be had; may be empty.
        """
        found = final.description.of_kind("text")
        sure = {line: o.sureness for o in found for line in o.content.splitlines()}
        lines = self._instant.new(sure, time)
        doubtful = [line for line in lines if sure[line] != Sureness.SURE]
        return phrases.lines(lines, doubtful, read_all)
