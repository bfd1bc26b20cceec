"""Options of one description."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant import senses


@dataclass(frozen=True)
class Options:
    """A user's choices about how a picture is looked at.

    Attributes:
        senses: names of the senses that are asked.
        clock: directions are told as on a clock face.
        read_all: how the rest of a long text can be had, as in "press R to read"; may be empty.
    """

    senses: frozenset[str] = senses.without(())
    clock: bool = False
    read_all: str = ""

    @property
    def public(self) -> frozenset[str]:
        """The senses whose findings may be written into files that are handed on."""
        return self.senses - senses.PRIVATE

    @classmethod
    def of(cls, settings: Mapping[str, Any], read_all: str = "") -> "Options":
        """As the user's settings say."""
        chosen = senses.without(settings["senses_off"])
        return cls(chosen, settings["directions"] == "clock face", read_all)
