"""Result for one picture."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.library.annotation import AltTexts


class WriteTarget(StrEnum):
    """Places to which the texts go."""

    XMP = "xmp"
    """Into the picture's file, or a sidecar where that kind of file holds no texts."""
    SIDECAR = "sidecar"
    """Into a file beside it, with ``.xmp`` after its name."""
    REPORT = "report"
    """Into no picture: they are only gathered."""


class OutcomeKind(StrEnum):
    """Things that can have been done."""

    WRITTEN = "written"
    SHOWN = "shown"
    """Described, and nothing is to be written (a dry run, a report)."""
    DONE_BEFORE = "done before"
    KEPT = "kept"
    """A person wrote what could be written, or it had an alt text already."""
    UNSURE = "not certain enough"
    REMOVED = "removed"
    NOTHING = "nothing to remove"
    UNREAD = "not readable"
    """A picture of a kind that cannot be read."""
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """Result for one picture.

    Attributes:
        path: the picture, as it was found.
        kind: what was done.
        number: its place among all pictures, from 0.
        annotation: the texts, where they are known.
        alt_by_person: the alt text that a person wrote, or empty.
        note: one sentence: why it failed, or what else is worth knowing.
        fields: the metadata that were changed.
    """

    path: str
    kind: OutcomeKind
    number: int = 0
    annotation: AltTexts | None = None
    alt_by_person: str = ""
    note: str = ""
    fields: tuple[str, ...] = ()
