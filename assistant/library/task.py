"""What is to be done with many pictures."""

from dataclasses import dataclass

from assistant.cluster import Engine
from assistant.library.outcome import Target


@dataclass(frozen=True)
class Task:
    """What is to be done with all pictures.

    Attributes:
        target: where the texts go.
        profile: "compact" or "standard".
        senses: names of the senses that are asked.
        only_missing: leave pictures as they are that have an alt text already.
        remove: take away what Glimpse wrote, instead of writing.
        dry_run: change no picture; tell what would be done.
        workers: processes at work; 0 takes as many as the computer has cores, at most four, or all
            cores of the cluster at ``address``.
        engine: where pictures are described.
        address: HOST:PORT of a Ray cluster; empty for one that ends with the work.
    """

    target: Target = Target.XMP
    profile: str = "compact"
    senses: frozenset[str] = frozenset()
    only_missing: bool = False
    remove: bool = False
    dry_run: bool = False
    workers: int = 0
    engine: Engine = Engine.LOCAL
    address: str = ""

    @property
    def writes(self) -> bool:
        """Whether pictures or sidecars are changed."""
        return not self.dry_run and (self.remove or self.target != Target.REPORT)

    @property
    def needs_exiftool(self) -> bool:
        """Whether this cannot be done without exiftool."""
        return self.target != Target.REPORT or self.remove or self.only_missing
