"""The task for many pictures."""

from dataclasses import dataclass, field

from assistant.library.outcome import WriteTarget
from assistant.work import Setup


@dataclass(frozen=True)
class Task:
    """A task for all pictures.

    Attributes:
        target: where the texts go.
        setup: by what pictures are described, and where.
        only_missing: leave pictures as they are that have an alt text already.
        remove: take away what Glimpse wrote, instead of writing.
        dry_run: change no picture; tell what would be done.
    """

    target: WriteTarget = WriteTarget.XMP
    setup: Setup = field(default_factory=Setup)
    only_missing: bool = False
    remove: bool = False
    dry_run: bool = False

    @property
    def writes(self) -> bool:
        """Whether pictures or sidecars are changed."""
        return not self.dry_run and (self.remove or self.target != WriteTarget.REPORT)

    @property
    def needs_exiftool(self) -> bool:
        """Whether this cannot be done without exiftool."""
        return self.target != WriteTarget.REPORT or self.remove or self.only_missing
