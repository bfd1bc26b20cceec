"""Setup that every worker needs, and which version makes the same of the same picture."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from assistant import __version__, models, paths, senses
from assistant.engines import Book
from assistant.errors import ModelError
from assistant.sessions import processors

GENERATOR = f"Glimpse {__version__}"
_MOST = 4  # workers by themselves: who wants more of a large machine says so


class WorkEngine(StrEnum):
    """Places where pictures are looked at."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True)
class Setup:
    """By what pictures are looked at, and where.

    Attributes:
        profile: "compact" or "standard".
        senses: names of the senses that are asked.
        workers: processes at work; 0 takes as many as the computer has cores, at most four, or all
            cores of the cluster at ``address``.
        engine: where pictures are looked at.
        address: HOST:PORT of a Ray cluster; empty for one that ends with the work.
        at_length: name of the bigger model that describes each picture, too; empty for none.
    """

    profile: str = "compact"
    senses: frozenset[str] = frozenset()
    workers: int = 0
    engine: WorkEngine = WorkEngine.LOCAL
    address: str = ""
    at_length: str = ""

    @property
    def version(self) -> str:
        """Name of what makes the texts: the same name, the same texts about the same picture.

        Raises:
            ModelError: the models are not there.
            EngineError: there is no such engine.
        """
        bigger = self.at_length and f", with {self.at_length} {Book()[self.at_length].model}"
        return f"{GENERATOR}, {self.evidence}{bigger}"

    @property
    def evidence(self) -> str:
        """Name of what observations come from: models and senses.

        Raises:
            ModelError: the models are not there.
        """
        asked = (s.name for s in senses.SENSES if not s.always)
        off = sorted(name for name in asked if name not in self.senses)
        without = f", without {' '.join(off)}" if off else ""
        return f"{self.profile} {_models(self.profile)}{without}"


def cores() -> int:
    """Number of workers that this computer has room for."""
    return min(processors(), _MOST)


def _models(profile: str) -> str:
    """A short name of exactly these models, told without loading them."""
    if profile != "compact":
        return "+".join(f"{m.name}-{m.version}" for m in models.for_profile(profile) if m.files)
    sums = paths.resources() / "models" / "compact" / "SHA256SUMS"
    try:
        return hashlib.sha256(sums.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise ModelError("The compact models are missing. Install Glimpse again.") from error
