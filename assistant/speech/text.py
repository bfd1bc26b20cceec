"""What a voice is given: plain words, in pieces of a length that it can take.

Text read in a picture is anybody's text. Voices have commands of their own inside text: control
characters (espeak-ng), a leading tag (SAPI reads it as XML), ``[[rate 100]]`` (macOS). None of
them may get through.
"""

import re
import unicodedata
from collections.abc import Iterator

# A longer piece is spoken in two. Short pieces start to sound sooner, and pyttsx3 2.99 hands
# espeak a text length ten times too large, which is harmless only while it is small.
LIMIT = 300

_JOINERS = "\u200c\u200d"  # needed inside Persian and Indic words and in emoji
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn"})  # bidi marks, half pairs, private, unassigned
_TAG = re.compile(r"<(?=[A-Za-z/!?])|^[\s<]+")
_RUN = re.compile(r"([^\w\s])\1{3,}")  # "--------", "........": a line, not a word
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)]*\s")


def clean(text: str) -> str:
    """Plain words on one line: no control or bidi characters, nothing a voice takes as markup."""
    kept = "".join(_speakable(character) for character in unicodedata.normalize("NFC", text))
    kept = _RUN.sub(r"\1", kept.replace("[[", "[ ").replace("]]", " ]"))
    return " ".join(_TAG.sub(" ", kept).split())


def pieces(text: str, limit: int = LIMIT) -> Iterator[str]:
    """The clean text in pieces of at most ``limit`` characters; none if there is nothing to say.

    It is cut after a sentence, else between words, else anywhere.
    """
    text = clean(text)
    start = 0
    while start < len(text):
        end = _cut(text, start, limit)
        piece = text[start:end].strip()
        if any(character.isprintable() and not character.isspace() for character in piece):
            yield piece
        start = end


def _speakable(character: str) -> str:
    category = unicodedata.category(character)
    if category in _DROPPED and character not in _JOINERS:
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else character


def _cut(text: str, start: int, limit: int) -> int:
    if len(text) - start <= limit:
        return len(text)
    window = text[start : start + limit]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    if ends:
        return start + ends[-1]
    space = window.rfind(" ")
    return start + (space + 1 if space > 0 else limit)
