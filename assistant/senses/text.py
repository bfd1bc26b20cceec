"""Text: whether there is any, and what it says. Blocks in reading order, each with its lines."""

from collections.abc import Iterable, Iterator, Mapping

from assistant.errors import ShouldStop, never
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.pipeline.where import direction
from assistant.reading import Block, may_be_written, read
from assistant.senses import UNREAD

# Mean score of a block's characters → how it may be said. Of 295 photographs on which nothing was
# chosen, enlarged to 768 pixels, text was told in 26; judged by eye, all of them have text there.
# Of what is sure, about one block in ten has a letter wrong or cut off; of the guesses, half.
# ``python -m tests.benchmarks.truth text --data DIR`` lists what is read in others.
LEVELS: Mapping[str, float] = {
    Sureness.SURE: 0.97,
    Sureness.FAIRLY_SURE: 0.93,
    Sureness.UNSURE: 0.8,
}


def see(frame: Frame, should_stop: ShouldStop = never) -> Iterator[Observation]:
    """One observation of kind "text" for each block, in reading order.

    Its ``content`` has a line for each line of the block; divided words are put together. One of
    kind "quality" follows where there is writing in a script that cannot be read.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    if not may_be_written(frame):
        return
    page = read(frame, should_stop)
    for block in page.blocks:
        sureness = Sureness.of(block.score, LEVELS)
        if sureness:
            yield _observation(block, sureness)
    if page.unread:
        yield Observation(UNREAD, 1.0, "text", Sureness.FAIRLY_SURE, "quality")


def lines(observations: Iterable[Observation]) -> list[str]:
    """All lines of text among the observations, in reading order."""
    text = (o.content for o in observations if o.kind == "text")
    return [line for content in text for line in content.split("\n")]


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
