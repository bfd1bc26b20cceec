"""Text from a picture is anybody's text: what may not reach a voice, a terminal or a file goes."""

import re
import unicodedata

LONGEST_LINE = 1_000  # characters
LONGEST_PAGE = 200_000  # bytes of UTF-8
CUT = "…"  # stands where something was left out

# Control, format (bidirectional marks, zero width), surrogates, private use, unassigned
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ACCENTS = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")  # letters have two at most


def clean(text: str, longest: int = LONGEST_LINE) -> str:
    """One line of visible characters in Unicode form C, single spaces between words.

    What is longer than ``longest`` characters is cut, and ends with "…". Escape sequences lose
    their escape character; markup stays, as the letters that it is.
    """
    text = text[: 4 * longest]  # a bound for the work, too; what is dropped below is rarely more
    kept = (_kept(character) for character in unicodedata.normalize("NFC", text))
    text = " ".join(_ACCENTS.sub(r"\1", "".join(kept)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + CUT


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _DROPPED else character
