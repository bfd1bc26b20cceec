"""Evidence that needs no learning of ours: one file a sense, one registry line.

A sense is a function ``Frame → observations``. To add one: write ``assistant/senses/NAME.py``
with that function and name it here.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from assistant.errors import AssistantError
from assistant.pipeline.evidence import Observation
from assistant.pipeline.frame import Frame
from assistant.senses import quality

Sense = Callable[[Frame], Iterable[Observation]]

_log = logging.getLogger(__name__)

SENSES: Mapping[str, Sense] = MappingProxyType(
    {
        "quality": quality.see,
    }
)


def see(frame: Frame, senses: Mapping[str, Sense] = SENSES) -> tuple[Observation, ...]:
    """What all senses saw, in the order of the registry; one that fails does not silence others."""
    seen: list[Observation] = []
    for name, sense in senses.items():
        try:
            seen += sense(frame)
        except AssistantError:
            _log.warning("The sense %s failed", name, exc_info=True)
    return tuple(seen)
