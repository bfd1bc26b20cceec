"""The record of one picture: plain data that a worker can send."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant import explore, wording
from assistant.pipeline.arrays import Embedding
from assistant.pipeline.evidence import Box, Description, Explanation, Level, Observation
from assistant.search.facts import Dated
from assistant.search.own_words import NOTHING, OwnWords

_THINGS = ("object", "action", "scene", "people")
_CELLS = tuple(divmod(i, explore.SIZE) for i in range(explore.SIZE * explore.SIZE))


@dataclass(frozen=True)
class Sighting:
    """Sightings of one label in one picture.

    Attributes:
        label: as observed.
        kind: as observed.
        sureness: rank of the surest, 0 for unsure to 2 for sure.
        score: of the surest, 0..1.
        count: how many, or None when that is not known.
        cells: where, as :func:`cells_of` has it; 0 when not known.
    """

    label: str
    kind: str
    sureness: int
    score: float
    count: int | None = None
    cells: int = 0


@dataclass(frozen=True)
class Record:
    """Content of one picture as it is kept.

    Attributes:
        digest: SHA-256 of the file and its sidecar.
        taken: local time as ISO 8601.
        dated: how that is known.
        width: pixels, upright.
        height: pixels, upright.
        brief: one sentence.
        whole: everything that was said.
        read: the text in the picture.
        sightings: what was seen, each label of a kind once.
        scores: label → 0..1 of all that the network thought possible, however doubtful.
        vector: the embedding as :func:`quantised` has it; empty without one.
        unread: slow senses were not asked yet, or, of a picture that was refused, any.
        words: what people wrote about it.
    """

    digest: bytes
    taken: str
    dated: Dated
    width: int
    height: int
    brief: str
    whole: str
    read: str
    sightings: tuple[Sighting, ...]
    scores: Mapping[str, float]
    vector: bytes
    unread: bool
    words: OwnWords = NOTHING


def sightings(description: Description) -> tuple[Sighting, ...]:
    """The observations, those of one label and kind made one: the surest, in all their places.

    Not the things in what is no photograph, nor in what cannot be seen: nobody is told of them.
    """
    found: dict[tuple[str, str], Sighting] = {}
    refused = wording.refusal(description.observations)
    hidden = _THINGS if refused or wording.medium(description) else ()
    for o in description.observations:
        if o.kind in hidden or (refused and o.kind == "medium"):
            continue
        new = _sighting(o)
        before = found.get((o.label, o.kind))
        found[o.label, o.kind] = _joined(before, new) if before else new
    return tuple(found.values())


def scores(explanation: Explanation) -> Mapping[str, float]:
    """Scores of all that the network thought possible; none where it is not believed at all."""
    d = explanation.description
    return {} if wording.refusal(d.observations) or wording.medium(d) else explanation.scores


def read(explanation: Explanation) -> str:
    """Text in the picture, and in its codes."""
    return "\n".join(o.content for o in explanation.description.of_kind("text", "code"))


def texts(explanation: Explanation) -> tuple[str, str]:
    """The brief and the full text, both with notes about the file."""
    return explanation.text(Level.BRIEF), explanation.text(Level.FULL)


def quantised(embedding: Embedding) -> bytes:
    """Float32 (D,) → int8 (D,): as long as its largest number allows, for the angle alone counts.

    The cosine of two random photographs' embeddings is off by less than 0.01.
    """
    largest = float(np.abs(embedding).max(initial=0.0))
    if not np.isfinite(largest) or not largest:
        return b""
    scaled: bytes = np.round(embedding * (127 / largest)).astype(np.int8).tobytes()
    return scaled


def cells_of(boxes: Iterable[Box]) -> int:
    """The cells of the 3 × 3 grid in which the boxes lie: bit 0 top left, bit 8 bottom right."""
    return mask(cell for box in boxes for cell in _CELLS if explore.lies(box, [cell]))


def mask(places: Iterable[explore.Place]) -> int:
    """Rows and columns of the grid as bits."""
    return sum({1 << (row * explore.SIZE + column) for row, column in places})


def _sighting(o: Observation) -> Sighting:
    return Sighting(
        o.label, o.kind, o.sureness.rank, float(o.score), o.count, cells_of(o.all_boxes)
    )


def _joined(one: Sighting, other: Sighting) -> Sighting:
    best = max(one, other, key=lambda s: (s.sureness, s.score))
    both = one.count is not None and other.count is not None
    count = (one.count or 0) + (other.count or 0) if both else None
    return replace(best, count=count, cells=one.cells | other.cells)


def digest(path: Path) -> bytes:
    """SHA-256 of a file, and of the sidecar beside it: what people write there belongs to it.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256")
    for sidecar in sidecars(path):
        with suppress(OSError):
            whole.update(sidecar.read_bytes())
    return whole.digest()


def sidecars(path: Path) -> tuple[Path, ...]:
    """Places where the sidecar of a picture may be, for a look that costs little."""
    return path.with_name(f"{path.name}.xmp"), path.with_suffix(".xmp")
