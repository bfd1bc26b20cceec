"""Text for a voice: plain words, in pieces of a length that it can take."""

import re
from collections.abc import Iterator

from assistant.untrusted import for_voice

# A longer piece is spoken in two. Short pieces start to sound sooner, and pyttsx3 2.99 hands
# espeak a text length ten times too large, which is harmless only while it is small.
LIMIT = 300

_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)]*\s")


def pieces(text: str, limit: int = LIMIT) -> Iterator[str]:
    """The plain words in pieces of at most ``limit`` characters; none if there is nothing to say.

    It is cut after a sentence, else between words, else anywhere.
    """
    text = for_voice(text)
    start = 0
    while start < len(text):
        end = _cut(text, start, limit)
        piece = text[start:end].strip()
        if any(character.isprintable() and not character.isspace() for character in piece):
            yield piece
        start = end


def _cut(text: str, start: int, limit: int) -> int:
    if len(text) - start <= limit:
        return len(text)
    window = text[start : start + limit]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    if ends:
        return start + ends[-1]
    space = window.rfind(" ")
    return start + (space + 1 if space > 0 else limit)
