"""The user's own things, taught before, recognised wherever a picture is described."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.pipeline.evidence import Observation
from assistant.pipeline.frame import Frame
from assistant.teach import naming
from assistant.teach.store import ThingStore

if TYPE_CHECKING:
    from assistant.teach.recogniser import ThingRecogniser

_lock = threading.Lock()  # several threads may describe; the recogniser is for one at a time
_made: "dict[str, ThingRecogniser]" = {}  # one, by the folder of the store


def see(frame: Frame) -> Iterator[Observation]:
    """One observation of kind "own" for each taught thing that is found; none untaught.

    Raises:
        AssistantError: what was taught cannot be read.
    """
    store = ThingStore()
    if store.stamp == (0, 0):
        return
    with _lock:
        found = recogniser(store).find(frame) if store.things() else []
    for each in found:
        name = each.thing.name
        yield Observation(
            naming.key(name), round(each.score, 4), "own", each.sureness, "own", count=1,
            box=each.box, boxes=(each.box,), content=naming.spoken(name),
        )  # fmt: skip


def recogniser(store: ThingStore) -> "ThingRecogniser":
    """The recogniser of a store, made anew when something was taught or deleted.

    Raises:
        AssistantError: what was taught, or the picture network, cannot be read.
    """
    key = str(store.folder)
    if key not in _made or _made[key].stamp != store.stamp:
        from assistant.teach.recogniser import ThingRecogniser  # most have taught nothing

        _made.clear()
        _made[key] = ThingRecogniser(store)
    return _made[key]
