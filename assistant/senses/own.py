"""The user's own things, taught before, recognised wherever a picture is described."""

from collections.abc import Iterator

from assistant.pipeline.evidence import Observation
from assistant.pipeline.frame import Frame
from assistant.teach import naming
from assistant.teach.store import ThingStore


def see(frame: Frame) -> Iterator[Observation]:
    """One observation of kind "own" for each taught thing that is found; none untaught.

    Raises:
        AssistantError: what was taught cannot be read.
    """
    store = ThingStore()
    if store.stamp == (0, 0) or not store.things():
        return
    from assistant.teach import recogniser  # most have taught nothing

    for each in recogniser.kept(store).find(frame):
        name = each.thing.name
        yield Observation(
            naming.key(name), round(each.score, 4), "own", each.sureness, "own", count=1,
            box=each.box, boxes=(each.box,), content=naming.spoken(name),
        )  # fmt: skip
