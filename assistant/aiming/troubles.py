"""Faults of the aim, from the first that matters to the last, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal[
    "light", "covered", "still", "back", "closer", "left", "right", "up", "down", "face", "steady"
]


@dataclass(frozen=True)
class Hint:
    """A sentence to tell, and its kind for a tone in place of it (``EARCONS``)."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Trouble:
    """One thing that can be wrong.

    Attributes:
        hint: what to do about it.
        on: the value (``values.py`` says of what) from which on it is wrong.
        off: the value below which it is right again.
        hold: seconds that it must last before it is told.
        blocks: nothing below it can be judged while it lasts.
        about: what must be in the picture for it to be put right.
    """

    hint: Hint
    on: float
    off: float
    hold: float = 0.5
    blocks: bool = False
    about: Literal["", "subject", "text"] = ""


# Values: "black", "dark": 100 - L*; "covered", "cut off …", "no face": share of the last frames;
# "moving": longer sides a second; "near": the longer of the box's sides; "left" …: how far the
# middle of the box is from the middle of the picture; "far": 1 - the height of a line.
# Moving: at 0.3 a second, 1/30 s of exposure smears a picture of 640 pixels by 6.
# Dark: 3 of 3,000 training photographs are darker than "on". Far: lines that
# are 18 pixels high in a picture of 720, which print of about 16 pixels is.
TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "black": Trouble(
            Hint("No light comes in: the lens may be covered.", "covered"), 97, 94, 0.7, blocks=True
        ),
        "dark": Trouble(Hint("More light.", "light"), 84, 78, 0.7),
        "covered": Trouble(Hint("The lens may be covered.", "covered"), 0.8, 0.3, 0.8, blocks=True),
        "moving": Trouble(Hint("Hold still.", "still"), 0.3, 0.15, 0.4, blocks=True),
        "no face": Trouble(
            Hint("I see no face. Turn the camera towards you.", "face"), 0.9, 0.5, 2.5, blocks=True
        ),
        "cut off on both sides": Trouble(
            Hint("The text is cut off on both sides: move back.", "back"), 0.6, 0.3, about="text"
        ),
        "cut off on the left": Trouble(
            Hint("The text is cut off on the left: move left.", "left"), 0.6, 0.3, about="text"
        ),
        "cut off on the right": Trouble(
            Hint("The text is cut off on the right: move right.", "right"), 0.6, 0.3, about="text"
        ),
        "near": Trouble(
            Hint("Move back: it fills the picture.", "back"), 0.93, 0.86, about="subject"
        ),
        "left": Trouble(Hint("Move a little left.", "left"), 0.2, 0.11, about="subject"),
        "right": Trouble(Hint("Move a little right.", "right"), 0.2, 0.11, about="subject"),
        "up": Trouble(Hint("Move a little up.", "up"), 0.2, 0.11, about="subject"),
        "down": Trouble(Hint("Move a little down.", "down"), 0.2, 0.11, about="subject"),
        "far": Trouble(
            Hint("There is text: come closer.", "closer"), 0.975, 0.971, 0.8, about="text"
        ),
    }
)

STEADY = Hint("Steady: got it.", "steady")
CENTRED = Hint("Your face is centred.", "steady")
FACE_NEAR = Hint("Move back: your face fills the picture.", "back")

# A tone in place of the words: frequency in Hz, length in seconds, and place from -1 (left ear)
# to 1 (right ear). Up is high and down is low, and right is higher than left for those who hear
# with one ear or one loudspeaker; what is good is the highest.
EARCONS: Mapping[Kind, tuple[float, float]] = MappingProxyType(
    {
        "light": (262, 0.30),
        "covered": (196, 0.40),
        "still": (165, 0.25),
        "back": (330, 0.20),
        "closer": (587, 0.20),
        "left": (370, 0.12),
        "right": (554, 0.12),
        "up": (880, 0.12),
        "down": (220, 0.12),
        "face": (294, 0.30),
        "steady": (1047, 0.15),
    }
)
