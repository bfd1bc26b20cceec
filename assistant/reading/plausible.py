"""Is it text at all? Leaves, plates and bricks look like letters to a text reader, too."""

import numpy as np

from assistant.reading.engine import Reading

# What a line must reach, by how many letters and digits it has: (count, lowest mean score).
# A texture is nearly always read as one letter or one Chinese character.
_LOWEST = ((3, 0.7), (2, 0.9), (1, 0.97))
_LOWEST_IDEOGRAPHS = ((2, 0.85), (1, 0.95))
_LARGE = 0.4  # of the picture's longer side: so high a "line" is mostly a thing
_LOWEST_LARGE = 0.95
_LOWEST_FOREIGN = 0.55


def is_text(reading: Reading, height: float) -> bool:
    """Whether a line is one that somebody wrote, and was read well enough to be of use.

    Args:
        reading: what it seems to say.
        height: of the line, as a share of the picture's longer side.
    """
    letters = [c for c in reading.text if c.isalnum()]
    if not letters:
        return False
    score = float(np.mean(reading.scores))
    if height > _LARGE and score < _LOWEST_LARGE:
        return False
    ideographs = any(c.isalpha() and not c.isascii() and not c.islower() and not c.isupper()
                     for c in letters)  # fmt: skip
    table = _LOWEST_IDEOGRAPHS if ideographs else _LOWEST
    return any(len(letters) >= count and score >= lowest for count, lowest in table)


def is_foreign(reading: Reading) -> bool:
    """Whether a line is written in a script that the recogniser does not know, such as Cyrillic.

    It then sees only the gaps between words, and full stops. One of 875 photographs had such a
    line, by mistake.
    """
    return (
        " " in reading.text
        and not any(character.isalnum() for character in reading.text)
        and float(np.mean(reading.scores)) >= _LOWEST_FOREIGN
    )
