"""Pictures of one of the user's own things: "my red mug".

The index has no numbers of the frozen backbone, and a thing may be taught long after the pictures
were looked at. So the pictures that look most like its views, by the embeddings that the index has,
are looked at once more, and only what is recognised there is found.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from assistant import models, sources
from assistant.errors import ShouldStop, SourceError
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.frame import Frame
from assistant.search import database, likeness, record
from assistant.teach import naming
from assistant.teach.recogniser import ThingRecogniser, kept
from assistant.teach.store import TaughtThing, ThingStore

LOOKED_AT = 60  # pictures, at the most: some seconds
_LONGEST = 1000  # pixels of each


@dataclass(frozen=True)
class TaughtSighting:
    """A place at which a taught thing was recognised.

    Attributes:
        reasons: number of the picture → why, in words; the surest first.
        note: what the user should hear of how it was searched.
    """

    reasons: dict[int, str]
    note: str


def find(
    opened: sqlite3.Connection,
    thing: TaughtThing,
    version: int,
    should_stop: ShouldStop,
) -> TaughtSighting:
    """The indexed pictures in which the thing is recognised.

    Args:
        opened: the index.
        thing: what is searched for.
        version: of the embeddings in the index.
        should_stop: asked before each picture.

    Raises:
        AssistantError: what was taught, or a network, cannot be read.
        Cancelled: ``should_stop`` said so.
    """
    store = ThingStore()
    network = CompactCNN(models.folder("compact"))
    near: dict[int, float] = {}
    for path in store.pictures(thing):
        with Image.open(path) as view:
            seen = network(Frame(np.asarray(view.convert("RGB"))))
        vector = record.quantised(seen.embedding)
        for picture, cosine in likeness.nearest(opened, vector, version, LOOKED_AT):
            near[picture] = max(near.get(picture, -1.0), cosine)
    recogniser = kept(store)
    found: list[tuple[int, float, str]] = []
    best = sorted(near, key=lambda picture: -near[picture])[:LOOKED_AT]
    for picture in best:
        path = database.path_of(opened, picture)
        for score, sureness in _recognised(recogniser, path, thing, should_stop):
            found.append((picture, score, f"{naming.spoken(thing.name)}: {sureness}"))
    found.sort(key=lambda one: -one[1])
    note = f"I looked at the {len(best)} pictures that look most like it."
    return TaughtSighting({picture: reason for picture, _, reason in found}, note if best else "")


def _recognised(
    recogniser: ThingRecogniser, path: Path, thing: TaughtThing, should_stop: ShouldStop
) -> list[tuple[float, str]]:
    """Score and sureness, if it is in this file; a file that is gone or damaged has nothing."""
    try:
        frame = sources.image(path, _LONGEST)
    except SourceError:
        return []
    found = recogniser.find(frame, thing, should_stop)
    return [(one.score, one.sureness.value) for one in found]
