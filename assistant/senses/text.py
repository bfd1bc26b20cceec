"""Is there text, and what does it say? Blocks in reading order, each with its lines."""

from collections.abc import Callable, Iterator, Mapping

from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.pipeline.where import direction
from assistant.reading import Block, read

# Mean score of a block's characters → what may be said of it.
LEVELS: Mapping[str, float] = {
    Sureness.SURE: 0.9,
    Sureness.FAIRLY_SURE: 0.7,
    Sureness.UNSURE: 0.5,
}


def see(frame: Frame, should_stop: Callable[[], bool] = lambda: False) -> Iterator[Observation]:
    """One observation of kind "text" for each block; ``content`` has its lines.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    for block in read(frame, should_stop).blocks:
        sureness = Sureness.of(block.score, LEVELS)
        if sureness:
            yield _observation(block, sureness)


def _observation(block: Block, sureness: Sureness) -> Observation:
    return Observation(
        label="text",
        score=block.score,
        sense="text",
        sureness=sureness,
        kind="text",
        box=block.box,
        where=direction(block.box),
        content="\n".join(line.text for line in block.whole_lines()),
    )
