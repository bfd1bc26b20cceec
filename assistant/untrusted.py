r"""Text from outside: names of files, what is read in pictures and codes, what servers wrote.

Anybody may have written it. It must not give orders to what shows, speaks or keeps it, break the
line it stands in, turn the words around it backwards, or hide anything. One rule for what cannot be
seen; beside it, each place where text goes has what is dangerous there:

=================  ===============================================================
:func:`plain`      a line of our own sentences: what is read, titles of files
:func:`for_voice`  also nothing that a voice takes as markup
:func:`shown`      a terminal: what cannot be seen is shown, as ``\x1b``
:func:`for_json`   a line of JSON: the same is shown as JSON has it
:func:`for_xml`    metadata: what a person wrote stays, but for what XML cannot hold
:func:`for_vtt`    a cue of WebVTT: the same, and markup is escaped
:func:`inner`      between “ and ”: beside one of the others
=================  ===============================================================
"""

import json
import re
import unicodedata

CUT = "…"  # stands where something was left out

# Control, format (bidirectional marks, zero width), surrogates, private use, unassigned
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"  # heard inside Persian and Indic words, and in emoji
_ACCENTS = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")  # letters have two at most
_TAG = re.compile(r"<(?=[A-Za-z/!?])|^[\s<]+")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_INNER = str.maketrans("“”", "‘’")
_RUN = re.compile(r"([^\w\s])\1{3,}")  # "--------", "........": a line, not a word
# What XML 1.0 cannot hold, and what ends a line for one program or another.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def plain(text: str, longest: int | None = None) -> str:
    """One line of visible characters in Unicode form C, single spaces between words.

    Escape sequences lose their escape character; markup stays, as the letters that it is.

    Args:
        text: of any length and content.
        longest: characters; what is longer is cut, and ends with "…".
    """
    if longest is not None:
        text = text[: 4 * longest]  # a bound for the work, too; what goes is rarely more
    line = _ACCENTS.sub(r"\1", _seen(text))
    return line if longest is None else cut(line, longest)


def for_voice(text: str) -> str:
    """The words alone, and nothing that a voice takes as markup.

    Voices have commands of their own inside text: control characters (espeak-ng), a leading tag
    (SAPI reads it as XML), ``[[rate 100]]`` (macOS).
    """
    apart = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    words = _RUN.sub(r"\1", _seen(apart, _JOINERS).replace("[[", "[ ").replace("]]", " ]"))
    return " ".join(_TAG.sub(" ", words).split())


def shown(text: str) -> str:
    """One line for a terminal, on which what cannot be seen is told from what is not there."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def for_json(line: str) -> str:
    """A line of JSON in which what cannot be seen is escaped; it means the same."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)


def for_xml(text: str) -> str:
    """The text on one line, without characters that metadata cannot hold."""
    return " ".join(_BREAKING.sub(" ", text).split())


def for_vtt(text: str) -> str:
    """One line that holds no markup: an empty line would end the cue."""
    return for_xml(text).translate(_MARKUP)


def inner(text: str) -> str:
    """The text for between quotation marks: it cannot end the quotation and speak for us."""
    return text.translate(_INNER)


def cut(line: str, longest: int) -> str:
    """At most ``longest`` characters of a line; one that is cut ends with "…"."""
    return line if len(line) <= longest else line[: longest - 1].rstrip() + CUT


def _seen(text: str, kept: str = "") -> str:
    """The characters that can be seen, of Unicode form C, and single spaces between them."""
    characters = unicodedata.normalize("NFC", text)
    return " ".join(
        "".join(
            " " if c.isspace() else c
            for c in characters
            if c.isspace() or c in kept or unicodedata.category(c) not in _UNSEEN
        ).split()
    )
