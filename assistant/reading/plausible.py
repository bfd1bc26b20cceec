"""Is it text at all? Leaves, plates and bricks look like letters to a text reader, too."""

import unicodedata

import numpy as np

from assistant.reading.engine import Reading

# What a line must reach, by how many letters and digits it has: (count, lowest mean score).
# A texture is nearly always read as one letter, one Chinese character, or, like a row of picture
# frames, as a number.
_LOWEST = ((3, 0.7), (2, 0.9), (1, 0.97))
_LOWEST_DIGITS = ((2, 0.9), (1, 0.97))
_LOWEST_IDEOGRAPHS = ((2, 0.85),)
_LARGE = 0.4  # of the picture's longer side: so high a "line" is mostly a thing
_LOWEST_LARGE = ((3, 0.95),)
_LOWEST_FOREIGN = 0.55


def is_text(reading: Reading, height: float) -> bool:
    """Whether a line is one that somebody wrote, and was read well enough to be of use.

    Args:
        reading: what it seems to say.
        height: of the line, as a share of the picture's longer side.
    """
    letters = [character for character in reading.text if character.isalnum()]
    score = float(np.mean(reading.scores)) if letters else 0.0
    return any(len(letters) >= count and score >= low for count, low in _lowest(letters, height))


def _lowest(letters: list[str], height: float) -> tuple[tuple[int, float], ...]:
    if height > _LARGE:
        return _LOWEST_LARGE
    if any(unicodedata.category(letter) == "Lo" for letter in letters):  # has no upper case
        return _LOWEST_IDEOGRAPHS
    return _LOWEST_DIGITS if all(letter.isdigit() for letter in letters) else _LOWEST


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
