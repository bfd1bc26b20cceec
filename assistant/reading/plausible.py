"""Plausibility of text: leaves, plates and bricks look like letters to a text reader, too."""

import re
import unicodedata

import numpy as np

from assistant.reading.glyphs import MISSED
from assistant.reading.networks import Reading

# What a line must reach, by how many letters and digits it has: (count, lowest mean score).
# A texture is nearly always read as one letter, one Chinese character, or, like a row of picture
# frames, as a number.
_LOWEST = ((3, 0.7), (2, 0.9), (1, 0.97))
_LOWEST_DIGITS = ((2, 0.9), (1, 0.97))
_LOWEST_IDEOGRAPHS = ((2, 0.85),)
_LARGE = 0.4  # of the picture's longer side: so high a "line" is mostly a thing
_LOWEST_LARGE = ((3, 0.95),)
# Another script: so many strokes at least, and what must be passed over or doubted of it.
_LOWEST_FOREIGN, _LOWEST_CLEAR, _LOWEST_WORD = 0.55, 0.8, 0.93
_STROKES, _MISSED, _BARE = 4, 0.4, 0.3
_WORD = re.compile(r"[^\W\d_]{3,}")
_SEVERAL, _PLAIN = 2, 3  # words in a line; letters without accents that tell how a word was read
# Letters of a line that was read well: how well, plain ones at least, shares of them and of all.
_SPELT_SCORE, _SPELT, _SPELT_PLAIN, _SPELT_ALL = 0.85, 5, 0.8, 0.75
_GREEK = 3  # letters in a row


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


def is_foreign(reading: Reading, height: float) -> bool:
    """Whether a line is written in a script that the recogniser does not know, such as Cyrillic.

    It then passes over most letters, or takes them for others without being sure of them, though
    they are clear: of Latin letters as clear as that, it is sure. A line with a word that was read
    well is not foreign; what it has of another script is marked. Of several words one is read
    well, if they are Latin: letters of Thai or Armenian that look like ours make none.

    Args:
        reading: what it seems to say.
        height: of the line, as a share of the picture's longer side.
    """
    letters = [character for character in reading.text if character.isalnum()]
    if not letters and " " in reading.text and float(np.mean(reading.scores)) >= _LOWEST_FOREIGN:
        return True  # one of 875 photographs had such a line, by mistake
    ink = reading.ink
    if height > _LARGE or ink is None or not ink.clear or has_word(reading):
        return False
    passed_over = (ink.strokes >= _STROKES and ink.missed >= _MISSED) or (
        ink.strokes >= 2 and ink.bare >= _BARE
    )
    doubted = len(letters) >= _STROKES and float(np.mean(reading.scores)) < _LOWEST_CLEAR
    several = len(_WORD.findall(reading.text)) >= _SEVERAL and not _is_spelt(reading)
    return passed_over or doubted or several or _is_greek(letters)


def has_word(reading: Reading) -> bool:
    """Whether there is a word that was read well; letters with accents are seldom sure."""
    for match in _WORD.finditer(reading.text):
        scores = reading.scores[match.start() : match.end()]
        plain = [s for c, s in zip(match.group(), scores, strict=True) if c.isascii()]
        if len(plain) < _PLAIN:
            plain = list(scores)
        if min(plain) >= _LOWEST_WORD and not _is_greek(list(match.group())):
            return True
    return False


def _is_spelt(reading: Reading) -> bool:
    """Whether nearly all letters of a line were read well, though no word was: "Ősz és tűz"."""
    letters = [(c, s) for c, s in zip(reading.text, reading.scores, strict=True) if c.isalpha()]
    plain = [s >= _SPELT_SCORE for c, s in letters if c.isascii()]
    whole = [s >= _SPELT_SCORE for _, s in letters]
    return (
        len(plain) >= _SPELT
        and float(np.mean(plain)) >= _SPELT_PLAIN
        and float(np.mean(whole)) >= _SPELT_ALL
        and MISSED not in reading.text
    )


def _is_greek(letters: list[str]) -> bool:
    """Whether it is words: single Greek letters in formulas are known, accents are not."""
    greek = sum("GREEK" in unicodedata.name(letter, "") for letter in letters)
    return greek >= _GREEK and greek > len(letters) / 2
