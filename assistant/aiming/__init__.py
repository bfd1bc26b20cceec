"""Pointing the camera without seeing: hints where to move it, and when it is steady.

``measure`` looks at one frame, ``Aim`` remembers and says when to tell what.
"""

from assistant.aiming.hints import Aim
from assistant.aiming.measures import Measures, measure
from assistant.aiming.troubles import EARCONS, Hint, Kind

__all__ = ["EARCONS", "Aim", "Hint", "Kind", "Measures", "measure"]
