"""What the whole reader reads in the specimens: the answers that are learnt."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.pipeline.evidence import Box, Sureness
from assistant.pipeline.frame import Frame
from assistant.reading import read
from assistant.senses import text


@dataclass(frozen=True)
class Answer:
    """Text that was read in one picture.

    Attributes:
        part: LEARN, PART_A or PART_B, as its photographs are.
        sureness: of the surest that is told of it; empty where nothing is.
        unread: there is writing in another script.
        told: the boxes of lines that are told.
        doubted: of lines that were read, and are not told.
    """

    part: int
    sureness: str
    unread: bool
    told: Sequence[Box]
    doubted: Sequence[Box]

    @property
    def written(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.sureness) or self.unread

    @property
    def sure(self) -> bool:
        """Whether there is something that is told without a doubt."""
        return self.unread or self.sureness == Sureness.SURE


def answer(frame: Frame, part: int) -> Answer:
    """Read a picture.

    Raises:
        PipelineError: the text reader does not work.
    """
    page = read(frame)
    levels = [Sureness.of(block.score, text.LEVELS) for block in page.blocks]
    blocks = list(zip(page.blocks, levels, strict=True))
    return Answer(
        part,
        max(filter(None, levels), key=lambda level: level.rank, default=""),
        bool(page.unread),
        [line.box for block, level in blocks if level for line in block.lines],
        [line.box for block, level in blocks if not level for line in block.lines],
    )


def keep(found: Answer, path: Path) -> None:
    """Write an answer down."""
    path.write_text(json.dumps(asdict(found)), encoding="utf-8")


def kept(path: Path) -> Answer:
    """Look an answer up."""
    return Answer(**json.loads(path.read_text(encoding="utf-8")))
